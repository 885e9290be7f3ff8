'use client'

/** The groups of an instance and what they allow together. */
import { useMemo, useState } from 'react'
import { useMe } from '../../api/query.ts'
import { disabledReason } from '../../api/rules.ts'
import { useT } from '../../i18n/provider'
import { Button } from '../../ui/button'
import { Banner } from '../../ui/error-state'
import { Link } from '../../ui/link'
import { Section } from '../../ui/page'
import { DataTable } from '../../ui/table/data-table'
import type { Column } from '../../ui/table/types.ts'
import { useTableState } from '../../ui/table/use-table-state'
import { entryPort, familyOf } from '../families.ts'
import { letsIn, type MergedRule, mergeRules, portsOf, whereOf } from '../rules.ts'
import { SecurityGroupsDialog } from '../security-groups'
import type { Instance } from '../types.ts'

type Row = MergedRule & { uuid: string }

export function SecurityTab({ instance }: { instance: Instance }) {
  const t = useT()
  const { caller } = useMe()
  const [editing, setEditing] = useState(false)
  const state = useTableState('instance-rules')
  const rules = useMemo<Row[]>(
    () => mergeRules(instance.security_groups).map((rule) => ({ ...rule, uuid: rule.key })),
    [instance.security_groups],
  )
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: 'direction',
        header: t('instances.direction'),
        cell: (rule) => t(rule.direction === 'ingress' ? 'instances.ingress' : 'instances.egress'),
        csv: (rule) => rule.direction,
      },
      {
        id: 'protocol',
        header: t('instances.protocol'),
        cell: (rule) => `${rule.protocol.toUpperCase() || t('instances.anyProtocol')} (${rule.ethertype})`,
        csv: (rule) => rule.protocol,
      },
      {
        id: 'ports',
        header: t('instances.portRange'),
        mono: true,
        cell: (rule) => portsOf(rule) || t('instances.anyProtocol'),
        csv: (rule) => portsOf(rule),
      },
      {
        id: 'remote',
        header: t('instances.remote'),
        cell: (rule) => whereOf(rule, t),
        csv: (rule) => whereOf(rule, t),
      },
      {
        id: 'groups',
        header: t('instances.fromGroup'),
        cell: (rule) => rule.groups.join(', '),
        csv: (rule) => rule.groups.join(' '),
      },
    ],
    [t],
  )
  const entry = entryPort(familyOf({ name: instance.image_name }))
  const bare = instance.ports.filter(({ port_security_enabled }) => !port_security_enabled).length
  const isBlocked = bare === 0 && !letsIn(rules, entry.port)
  const refusal = disabledReason('openstack-instances', 'update_security_groups', instance, caller)
  return (
    <>
      {bare > 0 && <Banner tone="warn">{t('instances.securityUnprotected', { count: bare })}</Banner>}
      {isBlocked && <Banner tone="warn">{t('instances.connectBlocked', { what: entry.name })}</Banner>}
      <Section
        title={t('instances.groups')}
        actions={
          refusal !== 'absent' && (
            <Button
              size="sm"
              disabledReason={refusal ?? undefined}
              data-testid="action-set-groups"
              onClick={() => setEditing(true)}
            >
              {t('instances.setGroups')}
            </Button>
          )
        }
      >
        {instance.security_groups.length === 0 ? (
          <p className="text-muted">{t('instances.securityNoGroups')}</p>
        ) : (
          <ul className="space-y-0.5" data-testid="groups">
            {instance.security_groups.map((group) => (
              <li key={group.uuid}>
                <Link href={`/t/${instance.tenant_uuid}/security-groups/${group.uuid}/rules`}>{group.name}</Link>
                {group.description && <span className="pl-3 text-muted">{group.description}</span>}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('instances.effective')} description={t('instances.effectiveText')}>
        <DataTable<Row>
          state={state}
          label={t('instances.effective')}
          columns={columns}
          rows={rules}
          total={rules.length}
          rowName={(rule) => rule.key}
          empty={{ text: t('instances.rulesEmpty') }}
          embedded
        />
      </Section>
      {editing && <SecurityGroupsDialog object={instance} onClose={() => setEditing(false)} />}
    </>
  )
}
