'use client'

/** The page of an instance: name, state and power in the header, one tab of it below. */
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import { useMe } from '../../api/query.ts'
import { disabledReason } from '../../api/rules.ts'
import type { MessageKey } from '../../i18n/core.ts'
import { useT } from '../../i18n/provider'
import { ObjectActivity } from '../../resource/activity'
import { ResourcePage } from '../../resource/page'
import { useScopeCrumbs } from '../../shell/scope'
import { ForbiddenState, Skeleton } from '../../ui/error-state'
import { Link } from '../../ui/link'
import type { Tab } from '../../ui/tabs'
import { instanceMenu } from '../menu'
import { type Instance, instanceHref } from '../types.ts'
import { NetworkTab } from './network-tab'
import { Overview } from './overview'
import { SecurityTab } from './security-tab'
import { INSTANCE_TABS, type InstanceTab } from './tabs.ts'
import { VolumesTab } from './volumes-tab'

const loading = () => <Skeleton className="h-96" />
// noVNC and the log's viewer are large: they come when their tab is opened.
const ConsoleTab = dynamic(() => import('./console-tab').then((module) => module.ConsoleTab), { ssr: false, loading })
const LogTab = dynamic(() => import('../../console/console-log').then((module) => module.ConsoleLog), {
  ssr: false,
  loading,
})

const LABELS: Record<InstanceTab, MessageKey> = {
  overview: 'instances.tabOverview',
  console: 'instances.tabConsole',
  log: 'instances.tabLog',
  volumes: 'instances.tabVolumes',
  network: 'instances.tabNetwork',
  security: 'instances.tabSecurity',
  activity: 'instances.tabActivity',
}

export function InstanceDetails({ uuid, tab }: { uuid: string; tab: InstanceTab }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const { caller } = useMe()
  const counts = (instance: Instance): Partial<Record<InstanceTab, number>> => ({
    volumes: instance.volumes.length,
    network: instance.ports.length,
    security: instance.security_groups.length,
  })
  const isAbsent = (instance: Instance, action: 'console' | 'console_log') =>
    Boolean(caller) && disabledReason('openstack-instances', action, instance, caller) === 'absent'
  const tabs = (instance: Instance): Tab[] =>
    INSTANCE_TABS.map((name) => ({
      href: instanceHref(instance, name),
      label: t(LABELS[name]),
      count: counts(instance)[name],
      disabledReason:
        (name === 'console' && isAbsent(instance, 'console')) || (name === 'log' && isAbsent(instance, 'console_log'))
          ? t('instances.noConsole')
          : undefined,
    }))
  const content = (instance: Instance) => {
    if ((tab === 'console' || tab === 'log') && isAbsent(instance, tab === 'log' ? 'console_log' : 'console'))
      return <ForbiddenState needs={t('instances.consoleRole')} who={t('instances.consoleWho')} />
    switch (tab) {
      case 'overview':
        return <Overview instance={instance} />
      case 'console':
        return <ConsoleTab instance={instance} />
      case 'log':
        return <LogTab instance={instance} />
      case 'volumes':
        return <VolumesTab instance={instance} />
      case 'network':
        return <NetworkTab instance={instance} />
      case 'security':
        return <SecurityTab instance={instance} />
      case 'activity':
        return <ObjectActivity uuid={instance.uuid} tenantUuid={instance.tenant_uuid} />
    }
  }
  return (
    <ResourcePage<Instance>
      collection="openstack-instances"
      uuid={uuid}
      menu={instanceMenu}
      crumbs={(instance) => [...crumbs, { label: t('instances.title'), href: `/t/${instance.tenant_uuid}/instances` }]}
      tabs={tabs}
      aside={(instance) => (
        <>
          <Title instance={instance} />
          <Link href={`/t/${instance.tenant_uuid}`} plain>
            {instance.tenant_name}
          </Link>
        </>
      )}
    >
      {content}
    </ResourcePage>
  )
}

/** Name, section and tenant in the title of the browser's tab. */
function Title({ instance: { name, tenant_name } }: { instance: Instance }) {
  const t = useT()
  useEffect(() => {
    document.title = [name, t('instances.title'), tenant_name].join(' · ')
  }, [name, tenant_name, t])
  return null
}
