'use client'

/** What an entry of the audit log tells when it is opened: before and after, the job, the cloud's requests. */
import { useQuery } from '@tanstack/react-query'
import { detailOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { DateTime } from '../i18n/time'
import { Copyable } from '../ui/copy'
import { Facts } from '../ui/facts'
import { Link } from '../ui/link'
import { changesOf, type Entry, factsOf, textOf } from './audit.ts'
import { jobHref, objectHref } from './links.ts'

export function AuditEntry({ entry }: { entry: Entry }) {
  const t = useT()
  const { context } = entry
  const jobUuid = textOf(context.job_uuid)
  const orderUuid = textOf(context.order_uuid)
  const job = useQuery({ ...detailOf('foyer-jobs', jobUuid), enabled: jobUuid !== '', retry: false })
  const cloudIds = [...new Set(job.data?.steps.flatMap(({ request_ids }) => request_ids) ?? [])]
  const changes = changesOf(context)
  const orderHref = orderUuid
    ? objectHref({ type: 'marketplace-orders', uuid: orderUuid, projectUuid: textOf(context.project_uuid) })
    : null
  const error = textOf(context.error_message)
  return (
    <div className="grid max-w-5xl gap-x-10 gap-y-3 text-sm lg:grid-cols-2" data-testid="audit-entry">
      <div className="min-w-0 space-y-3">
        <p className="break-words">{entry.message}</p>
        {error && <p className="break-words text-bad">{error}</p>}
        {changes.length > 0 && (
          <table className="w-full text-left" data-testid="audit-changes">
            <caption className="spoken">{t('audit.changes')}</caption>
            <thead className="text-xs text-muted">
              <tr>
                <th scope="col" className="py-1 pr-4 font-normal">
                  {t('audit.field')}
                </th>
                <th scope="col" className="py-1 pr-4 font-normal">
                  {t('audit.before')}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t('audit.after')}
                </th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, before, after }) => (
                <tr key={field} className="border-t border-line align-top">
                  <th scope="row" className="py-1 pr-4 font-normal text-muted">
                    {field}
                  </th>
                  <td className="py-1 pr-4 break-all line-through decoration-bad/60">{before}</td>
                  <td className="py-1 break-all">{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {factsOf(context).length > 0 && (
          <Facts facts={factsOf(context).map(({ field, value }) => ({ label: field, value, mono: true }))} />
        )}
      </div>
      <Facts
        className="content-start"
        facts={[
          { label: t('audit.time'), value: <DateTime value={entry.created} /> },
          { label: t('audit.type'), value: entry.event_type, mono: true },
          { label: t('audit.requestId'), value: textOf(context.request_id), copy: true, mono: true },
          jobUuid !== '' && {
            label: t('jobs.one'),
            value: <Link href={jobHref(jobUuid, textOf(context.tenant_uuid) || null)}>{t('ui.openJob')}</Link>,
          },
          orderHref !== null && {
            label: t('audit.order'),
            value: <Link href={orderHref}>{t('audit.openOrder')}</Link>,
          },
          cloudIds.length > 0 && {
            label: t('jobs.cloudRequests'),
            value: (
              <span className="flex flex-col">
                {cloudIds.map((id) => (
                  <Copyable key={id} text={id} what={t('ui.cloudRequestId')} />
                ))}
              </span>
            ),
          },
          { label: t('common.id'), value: entry.uuid, copy: true, mono: true },
        ]}
      />
    </div>
  )
}
