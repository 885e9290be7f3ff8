'use client'

/** Is it up, where is it, what does it cost, what happened last: all of it without scrolling. */
import { useFormat, useT } from '../../i18n/provider'
import { RelativeTime } from '../../i18n/time'
import { JobProgress } from '../../resource/job-progress'
import { Copyable } from '../../ui/copy'
import { Facts } from '../../ui/facts'
import { Link } from '../../ui/link'
import { Section } from '../../ui/page'
import { StateBadge } from '../../ui/state-badge'
import { costOf, useCurrency, useTenantPlan } from '../price.ts'
import { openings } from '../rules.ts'
import { type Instance, instanceHref } from '../types.ts'
import { ConnectCard } from './connect-card'

const MOST_RULES = 5

export function Overview({ instance }: { instance: Instance }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className="grid gap-x-8 gap-y-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_20rem]">
      <div>
        <Section title={t('instances.facts')} testId="facts">
          <Facts
            facts={[
              { label: t('instances.image'), value: instance.image_name },
              {
                label: t('instances.flavor'),
                value: `${instance.flavor_name}: ${instance.cores} ${t('common.vcpu')}, ${format.gib(instance.ram)}`,
              },
              { label: t('common.zone'), value: instance.availability_zone_name || t('common.any') },
              { label: t('common.region'), value: instance.service_name },
              { label: t('common.created'), value: <RelativeTime value={instance.created} /> },
              instance.runtime_state === 'ACTIVE' &&
                instance.start_time !== null && {
                  label: t('instances.started'),
                  value: <RelativeTime value={instance.start_time} />,
                },
              { label: t('instances.key'), value: instance.key_name.replace(/^[0-9a-f]{32}-/, '') },
              instance.key_fingerprint !== '' && {
                label: t('instances.fingerprint'),
                value: instance.key_fingerprint,
                copy: true,
                mono: true,
              },
              instance.hypervisor_hostname !== '' && {
                label: t('instances.host'),
                value: instance.hypervisor_hostname,
                copy: true,
                mono: true,
              },
              instance.description !== '' && { label: t('common.description'), value: instance.description },
              { label: t('common.id'), value: instance.uuid, copy: true, mono: true },
              { label: t('common.cloudId'), value: instance.backend_id, copy: true, mono: true },
            ]}
          />
        </Section>
        <Cost instance={instance} />
      </div>
      <div>
        <Section title={t('instances.addresses')} testId="addresses">
          <Addresses instance={instance} />
        </Section>
        <ConnectCard instance={instance} />
        <Section title={t('instances.disks')} testId="disks">
          <ul className="space-y-1">
            {instance.volumes.map((volume) => (
              <li key={volume.uuid} className="flex flex-wrap items-center gap-x-3">
                <Link href={`/t/${instance.tenant_uuid}/volumes/${volume.uuid}/overview`}>{volume.name}</Link>
                <span className="tabular text-muted">
                  {[
                    format.gib(volume.size),
                    volume.type_name,
                    volume.bootable ? t('instances.systemDisk') : volume.device,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {volume.state !== 'OK' && <StateBadge state={volume.state} runtimeState={volume.runtime_state} />}
              </li>
            ))}
          </ul>
        </Section>
        <Section title={t('instances.security')} testId="security-summary">
          <SecuritySummary instance={instance} />
        </Section>
      </div>
      <div>
        <Section title={t('instances.newest')} testId="newest-job">
          <JobProgress uuid={instance.uuid} tenantUuid={instance.tenant_uuid} />
          <p className="pt-2 text-sm">
            <Link href={instanceHref(instance, 'activity')}>{t('instances.allActivity')}</Link>
          </p>
        </Section>
      </div>
    </div>
  )
}

function Addresses({ instance }: { instance: Instance }) {
  const t = useT()
  if (instance.internal_ips.length + instance.external_ips.length === 0)
    return <p className="text-muted">{t('instances.noAddresses')}</p>
  const line = (address: string, label: string) => (
    <li key={address} className="flex items-center gap-3">
      <Copyable text={address} what={t('instances.connectWith')} />
      <span className="text-sm text-muted">{label}</span>
    </li>
  )
  return (
    <ul>
      {instance.floating_ips.map(({ address, external_address }) =>
        line(external_address || address || '', t('instances.addressExternal')),
      )}
      {instance.ports.flatMap((port) =>
        port.fixed_ips
          .filter(({ ip_address }) => ip_address)
          .map(({ ip_address }) =>
            line(ip_address, [t('instances.addressInternal'), port.subnet_name].filter(Boolean).join(', ')),
          ),
      )}
    </ul>
  )
}

function Cost({ instance }: { instance: Instance }) {
  const t = useT()
  const format = useFormat()
  const plan = useTenantPlan(instance.tenant_uuid)
  const currency = useCurrency()
  const cost = costOf(
    plan,
    {
      cores: instance.cores,
      ramMib: instance.ram,
      disks: instance.volumes.map(({ size, type_name }) => ({ sizeMib: size, type: type_name })),
    },
    currency,
  )
  if (!cost || !plan) return null
  return (
    <Section title={t('instances.cost')} testId="cost">
      <p className="tabular font-medium">{t('common.perMonth', { amount: format.money(cost.perMonth, currency) })}</p>
      <p className="text-xs text-muted">{t('instances.costShare', { plan: plan.name })}</p>
    </Section>
  )
}

function SecuritySummary({ instance }: { instance: Instance }) {
  const t = useT()
  const open = openings(
    instance.security_groups.flatMap(({ rules }) => rules),
    t,
  )
  const bare = instance.ports.filter(({ port_security_enabled }) => !port_security_enabled).length
  return (
    <>
      {bare > 0 && <p className="text-warn">{t('instances.securityUnprotected', { count: bare })}</p>}
      {instance.security_groups.length === 0 ? (
        <p>{t('instances.securityNoGroups')}</p>
      ) : open.length === 0 ? (
        <p>{t('instances.securityClosed')}</p>
      ) : (
        <ul>
          {open.slice(0, MOST_RULES).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      <p className="pt-1 text-sm">
        <Link href={instanceHref(instance, 'security')}>
          {instance.security_groups.map(({ name }) => name).join(', ') || t('instances.groups')}
        </Link>
      </p>
    </>
  )
}
