'use client'

/** The end of a tenant: everything in it goes, so it is counted first and the name is typed (screens 5.5). */
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { api } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import { listLabel } from '../dashboard/states'
import { type SummaryRow, useSummary } from '../dashboard/summary.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { notify } from '../ui/toast'

const totals = (rows: readonly SummaryRow[]) => {
  const sums = new Map<string, number>()
  for (const { type, count } of rows) sums.set(type, (sums.get(type) ?? 0) + count)
  return [...sums]
}

export function TerminateTenantDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const router = useRouter()
  const detail = useQuery(detailOf('openstack-tenants', object.uuid))
  const summary = useSummary({ tenant_uuid: object.uuid })
  const name = String(object.name)
  const removed = totals(summary.data ?? []).flatMap(([type, count]) => {
    const label = listLabel(type)
    return label && count > 0 ? [t('tenants.terminateCount', { what: t(label), count })] : []
  })
  const terminate = async ({ reason }: { reason: string }) => {
    const resource = detail.data?.marketplace_resource_uuid
    const answer = await (resource
      ? api.post<{ order_uuid?: string }>(`marketplace-resources/${resource}/terminate`, { attributes: { reason } })
      : api.delete<{ order_uuid?: string } | null>(`openstack-tenants/${object.uuid}`)
    ).catch(throwShown)
    notify.success(t('tenants.terminateOrdered', { name }))
    onClose()
    if (answer?.order_uuid) router.push(`/p/${object.project_uuid}/orders/${answer.order_uuid}`)
  }
  if (!detail.data || !summary.data) return null
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L3"
      title={t('tenants.terminateTitle', { name })}
      effect={t('tenants.terminateEffect')}
      name={name}
      removed={removed.length > 0 ? removed : [t('tenants.terminateNothing')]}
      kept={[t('tenants.terminateKept')]}
      confirmLabel={t('tenants.terminateSubmit')}
      onConfirm={terminate}
    />
  )
}
