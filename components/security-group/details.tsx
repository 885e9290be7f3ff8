'use client'

import { useMemo } from 'react'
import type { Objects } from '../api/schema.gen.ts'
import { useT } from '../i18n/provider'
import { ObjectActivity } from '../resource/activity'
import { useCommonColumns } from '../resource/columns'
import { JobProgress } from '../resource/job-progress'
import { ResourceList } from '../resource/list'
import { ResourcePage } from '../resource/page'
import { useScopeCrumbs } from '../shell/scope'
import { Section } from '../ui/page'
import type { Column } from '../ui/table/types.ts'
import { groupMenu } from './menu'
import { RuleEditor } from './rule-editor'
import { type GroupTab, groupHref, type SecurityGroup } from './types.ts'

type Instance = Objects['openstack-instances']
type Port = Objects['openstack-ports']

export function SecurityGroupDetails({ uuid, tab }: { uuid: string; tab: GroupTab }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  return (
    <ResourcePage<SecurityGroup>
      collection="openstack-security-groups"
      uuid={uuid}
      menu={groupMenu}
      crumbs={(group) => [
        ...crumbs,
        { label: t('securityGroups.title'), href: `/t/${group.tenant_uuid}/security-groups` },
      ]}
      aside={(group) => group.description}
      tabs={(group) => [
        { href: groupHref(group, 'rules'), label: t('securityGroups.rules'), count: group.rules.length },
        { href: groupHref(group, 'used-by'), label: t('securityGroups.usedBy') },
        { href: groupHref(group, 'activity'), label: t('activity.title') },
      ]}
    >
      {(group) =>
        tab === 'rules' ? (
          ['CREATION_SCHEDULED', 'CREATING'].includes(group.state) ? (
            <JobProgress uuid={group.uuid} tenantUuid={group.tenant_uuid} live />
          ) : (
            <RuleEditor key={group.uuid} group={group} />
          )
        ) : tab === 'used-by' ? (
          <UsedBy group={group} />
        ) : (
          <ObjectActivity uuid={group.uuid} tenantUuid={group.tenant_uuid} />
        )
      }
    </ResourcePage>
  )
}

function UsedBy({ group }: { group: SecurityGroup }) {
  const t = useT()
  const common = useCommonColumns()
  const params = useMemo(() => ({ security_group_uuid: group.uuid }), [group.uuid])
  const instances = useMemo<Column<Instance>[]>(
    () => [
      common.name((row) => `/t/${row.tenant_uuid}/instances/${row.uuid}/overview`),
      common.state(),
      {
        id: 'addresses',
        header: t('ports.addresses'),
        mono: true,
        cell: (row) => [...row.internal_ips, ...row.external_ips].join(', '),
        csv: (row) => [...row.internal_ips, ...row.external_ips].join(' '),
      },
    ],
    [t, common],
  )
  const ports = useMemo<Column<Port>[]>(
    () => [
      {
        id: 'address',
        header: t('ports.addresses'),
        mono: true,
        cell: (row) => row.fixed_ips.map(({ ip_address }) => ip_address).join(', '),
        csv: (row) => row.fixed_ips.map(({ ip_address }) => ip_address).join(' '),
      },
      { id: 'name', header: t('common.name'), cell: (row) => row.name, csv: (row) => row.name },
      {
        id: 'network',
        header: t('networks.one'),
        cell: (row) => row.network_name,
        csv: (row) => row.network_name,
      },
      { id: 'mac', header: t('ports.mac'), mono: true, cell: (row) => row.mac_address, csv: (row) => row.mac_address },
    ],
    [t],
  )
  return (
    <div className="space-y-2">
      <Section title={t('instances.title')}>
        <ResourceList<Instance>
          embedded
          id="group-instances"
          collection="openstack-instances"
          label={t('instances.title')}
          columns={instances}
          fields={['internal_ips', 'external_ips', 'tenant_uuid', 'modified']}
          params={params}
          search={false}
          empty={{ text: t('securityGroups.noInstances') }}
        />
      </Section>
      <Section title={t('ports.title')}>
        <ResourceList<Port>
          embedded
          id="group-ports"
          collection="openstack-ports"
          label={t('ports.title')}
          columns={ports}
          fields={['fixed_ips', 'mac_address', 'network_name']}
          params={params}
          search={false}
          empty={{ text: t('securityGroups.noPorts') }}
        />
      </Section>
    </div>
  )
}
