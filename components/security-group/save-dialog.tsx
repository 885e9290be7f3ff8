'use client'

/** What a save would do, before it is done: rules, instances, quota. */
import { useQuery } from '@tanstack/react-query'
import { Minus, Pencil, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useTenantPreflight } from '../resource/preflight.ts'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Banner } from '../ui/error-state'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { Link } from '../ui/link'
import type { changesOf, Draft } from './draft.ts'
import { cutsOff } from './risks.ts'
import type { SecurityGroup } from './types.ts'

const SHOWN = 20

export function SaveDialog({
  group,
  base,
  rows,
  changes,
  sentence,
  address,
  onClose,
  onSave,
}: {
  group: SecurityGroup
  base: readonly Draft[]
  rows: readonly Draft[]
  changes: ReturnType<typeof changesOf>
  sentence: (draft: Draft) => string
  /** The caller's own. */
  address: string
  onClose: () => void
  onSave: () => void
}) {
  const t = useT()
  const affected = useQuery(
    listOf('openstack-instances', {
      security_group_uuid: group.uuid,
      page_size: SHOWN,
      field: ['uuid', 'name', 'tenant_uuid'],
    }),
  )
  const growth = rows.length - base.length
  const quota = useTenantPreflight(group.tenant_uuid, { security_group_rule_count: Math.max(0, growth) })
  const reason = usePreflightReason(quota)
  const instances = affected.data
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('securityGroups.saveTitle', { name: group.name })}
      testId="save-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" data-testid="confirm-submit" disabledReason={reason} onClick={onSave}>
            {t('securityGroups.save')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {cutsOff(base, rows, address) && <Banner tone="warn">{t('securityGroups.cutsOff')}</Banner>}
        <Change title={t('securityGroups.added', { count: changes.added.length })} testId="added">
          {changes.added.map((draft) => (
            <Line key={draft.key} icon={Plus} tone="text-ok">
              {sentence(draft)}
            </Line>
          ))}
        </Change>
        <Change title={t('securityGroups.changed', { count: changes.changed.length })} testId="changed">
          {changes.changed.map(({ old, draft }) => (
            <Line key={draft.key} icon={Pencil} tone="text-warn">
              <del className="text-muted">{sentence(old)}</del> {sentence(draft)}
            </Line>
          ))}
        </Change>
        <Change title={t('securityGroups.removed', { count: changes.removed.length })} testId="removed">
          {changes.removed.map((draft) => (
            <Line key={draft.key} icon={Minus} tone="text-bad">
              {sentence(draft)}
            </Line>
          ))}
        </Change>
        <section data-testid="affected">
          <h3 className="text-sm">{t('securityGroups.affected', { count: instances?.total ?? 0 })}</h3>
          {instances && instances.rows.length > 0 && (
            <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm">
              {instances.rows.map(({ uuid, name, tenant_uuid }) => (
                <Link key={uuid} href={`/t/${tenant_uuid}/instances/${uuid}/security`}>
                  {name}
                </Link>
              ))}
              {instances.total > instances.rows.length && (
                <span className="text-muted">
                  {t('activity.more', { count: instances.total - instances.rows.length })}
                </span>
              )}
            </p>
          )}
        </section>
        {growth > 0 && <Preflight rows={quota} />}
      </div>
    </Dialog>
  )
}

function Change({ title, testId, children }: { title: string; testId: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <section data-testid={`changes-${testId}`}>
      <h3 className="text-sm">{title}</h3>
      <ul className="mt-1 space-y-0.5">{children}</ul>
    </section>
  )
}

function Line({ icon: Icon, tone, children }: { icon: typeof Plus; tone: string; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <Icon className={`mt-0.5 size-4 shrink-0 ${tone}`} aria-hidden />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  )
}
