'use client'

import { useEffect, useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { ObjectActivity } from '../resource/activity'
import { useCommonColumns } from '../resource/columns'
import { shownError } from '../resource/failure.ts'
import { JobProgress } from '../resource/job-progress'
import { ResourceList } from '../resource/list'
import { ResourcePage } from '../resource/page'
import { useScopeCrumbs } from '../shell/scope'
import { Button } from '../ui/button'
import { Copyable } from '../ui/copy'
import { Banner, ErrorState, type ShownError } from '../ui/error-state'
import { Facts } from '../ui/facts'
import type { Column } from '../ui/table/types.ts'
import { networkMenu } from './menu'
import { dropSubnet, keepSubnet, type PendingSubnet, waitingSubnet } from './pending-subnet'
import { PortsTab } from './ports-tab'
import { CreateSubnetDialog } from './subnet-dialog'
import { subnetMenu } from './subnet-menu'
import { type Network, type NetworkTab, networkHref, type Subnet } from './types.ts'

export function NetworkDetails({ uuid, tab }: { uuid: string; tab: NetworkTab }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  return (
    <ResourcePage<Network>
      collection="openstack-networks"
      uuid={uuid}
      menu={networkMenu}
      crumbs={(network) => [...crumbs, { label: t('networks.title'), href: `/t/${network.tenant_uuid}/networks` }]}
      tabs={(network) => [
        { href: networkHref(network, 'overview'), label: t('activity.overview') },
        { href: networkHref(network, 'subnets'), label: t('subnets.title'), count: network.subnets.length },
        { href: networkHref(network, 'ports'), label: t('ports.title') },
        { href: networkHref(network, 'activity'), label: t('activity.title') },
      ]}
    >
      {(network) => (
        <>
          <FirstSubnet network={network} />
          {tab === 'overview' && <Overview network={network} />}
          {tab === 'subnets' && <Subnets network={network} />}
          {tab === 'ports' && <PortsTab network={network} />}
          {tab === 'activity' && <ObjectActivity uuid={network.uuid} tenantUuid={network.tenant_uuid} />}
        </>
      )}
    </ResourcePage>
  )
}

function Overview({ network }: { network: Network }) {
  const t = useT()
  return (
    <div className="space-y-6">
      <JobProgress uuid={network.uuid} tenantUuid={network.tenant_uuid} live />
      <Facts
        columns={2}
        facts={[
          {
            label: t('subnets.title'),
            value: network.subnets.map(({ cidr }) => cidr).join(', '),
            mono: true,
            copy: true,
          },
          { label: t('networks.mtu'), value: network.mtu },
          { label: t('networks.portSecurity'), value: t(network.port_security_enabled ? 'common.on' : 'common.off') },
          { label: t('networks.external'), value: t(network.is_external ? 'common.yes' : 'common.no') },
          { label: t('networks.kind'), value: network.type, mono: true },
          { label: t('networks.segment'), value: network.segmentation_id },
          { label: t('common.description'), value: network.description },
          { label: t('common.created'), value: <RelativeTime value={network.created} /> },
          { label: t('activity.pulled'), value: <RelativeTime value={network.confirmed} /> },
          { label: t('common.id'), value: network.uuid, mono: true, copy: true },
          { label: t('common.cloudId'), value: network.backend_id, mono: true, copy: true },
        ]}
      />
    </div>
  )
}

/** What the form of creation asked for and the network could not take before it stood in the cloud. */
function FirstSubnet({ network }: { network: Network }) {
  const t = useT()
  const [waiting, setWaiting] = useState<PendingSubnet>()
  const [error, setError] = useState<ShownError>()
  useEffect(() => setWaiting(waitingSubnet(network.uuid)), [network.uuid])
  const ready = network.state === 'OK'
  const done = network.subnets.length > 0
  const send = async (input: PendingSubnet) => {
    setError(undefined)
    dropSubnet(network.uuid)
    try {
      await api.post(`openstack-networks/${network.uuid}/create_subnet`, input)
      setWaiting(undefined)
    } catch (failure) {
      keepSubnet(network.uuid, input)
      setError(shownError(failure))
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as the network is ready
  useEffect(() => {
    const input = waitingSubnet(network.uuid)
    if (ready && !done && input) void send(input)
  }, [ready, done, network.uuid])
  const forget = () => {
    dropSubnet(network.uuid)
    setWaiting(undefined)
    setError(undefined)
  }
  if (!waiting || done) return null
  return (
    <div className="pb-4" data-testid="first-subnet">
      {error ? (
        <ErrorState error={error} onRetry={() => void send(waiting)} onDismiss={forget} compact />
      ) : network.state === 'ERRED' ? null : (
        <Banner>{t('networks.subnetFollows', { cidr: waiting.cidr })}</Banner>
      )}
    </div>
  )
}

function Subnets({ network }: { network: Network }) {
  const t = useT()
  const common = useCommonColumns()
  const { caller } = useMe()
  const [creating, setCreating] = useState(false)
  const params = useMemo(() => ({ network_uuid: network.uuid }), [network.uuid])
  const columns = useMemo<Column<Subnet>[]>(
    () => [
      common.name(),
      {
        id: 'cidr',
        header: t('subnets.cidrLabel'),
        mono: true,
        cell: (row) => (
          <Copyable text={row.cidr} what="CIDR" mono>
            {row.cidr}
          </Copyable>
        ),
        csv: (row) => row.cidr,
      },
      {
        id: 'gateway',
        header: t('subnets.gateway'),
        mono: true,
        cell: (row) => row.gateway_ip ?? t('common.none'),
        csv: (row) => row.gateway_ip,
      },
      {
        id: 'dhcp',
        header: t('subnets.dhcp'),
        width: '5rem',
        cell: (row) => t(row.enable_dhcp ? 'common.on' : 'common.off'),
        csv: (row) => row.enable_dhcp,
      },
      {
        id: 'dns',
        header: t('subnets.dns'),
        mono: true,
        cell: (row) => row.dns_nameservers.join(', '),
        csv: (row) => row.dns_nameservers.join(' '),
      },
      {
        id: 'connected',
        header: t('subnets.connected'),
        width: '7rem',
        cell: (row) => t(row.is_connected ? 'common.yes' : 'common.no'),
        csv: (row) => row.is_connected,
      },
      {
        id: 'pools',
        header: t('subnets.pools'),
        mono: true,
        defaultHidden: true,
        cell: (row) => row.allocation_pools.map(({ start, end }) => `${start}–${end}`).join(', '),
        csv: (row) => row.allocation_pools.map(({ start, end }) => `${start}-${end}`).join(' '),
      },
      common.state(),
      common.cloudId(),
    ],
    [t, common],
  )
  const reason = disabledReason('openstack-networks', 'create_subnet', network, caller)
  const create = reason !== 'absent' && network.subnets.length === 0 && (
    <Button variant="primary" data-testid="create-subnet" disabledReason={reason} onClick={() => setCreating(true)}>
      {t('subnets.create')}
    </Button>
  )
  return (
    <>
      <ResourceList<Subnet>
        embedded
        id="subnets"
        collection="openstack-subnets"
        label={t('subnets.title')}
        columns={columns}
        params={params}
        search={false}
        menu={subnetMenu}
        empty={{ text: t('subnets.empty'), action: create }}
      />
      {creating && <CreateSubnetDialog object={network} onClose={() => setCreating(false)} />}
    </>
  )
}
