'use client'

import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMe } from '../api/query.ts'
import { type Collection, disabledReason, ruleOf } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { PublicObject } from './actions'
import type { Asked } from './bulk'
import { shownError } from './failure.ts'

type Result = 'running' | 'done' | { failed: string }
const AT_ONCE = 4

export function BulkDialog({
  collection,
  asked,
  onClose,
}: {
  collection: Collection
  asked: Asked<PublicObject>
  onClose: () => void
}) {
  const t = useT()
  const { caller } = useMe()
  const [results, setResults] = useState<Record<string, Result>>({})
  const [started, setStarted] = useState(false)
  const judged = asked.rows.map((row) => ({
    row,
    reason: disabledReason(collection, asked.action as never, row, caller),
  }))
  const eligible = judged.filter(({ reason }) => reason === null).map(({ row }) => row)
  const refused = judged.filter(({ reason }) => reason !== null)
  const note = (uuid: string, result: Result) => setResults((before) => ({ ...before, [uuid]: result }))

  const work = async (rows: readonly PublicObject[]) => {
    setStarted(true)
    const queue = [...rows]
    const { path } = ruleOf(collection, asked.action as never)
    const worker = async () => {
      for (let row = queue.shift(); row; row = queue.shift()) {
        note(row.uuid, 'running')
        try {
          // The dialog tells how each one goes; a toast for each would bury the page.
          await api.post(`${collection}/${row.uuid}/${path}`, undefined, { onJob: () => {} })
          note(row.uuid, 'done')
        } catch (error) {
          note(row.uuid, { failed: shownError(error).message })
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    asked.clear()
  }
  const [planned] = useState(eligible)
  const failed = planned.filter(({ uuid }) => typeof results[uuid] === 'object')
  const done = planned.filter(({ uuid }) => results[uuid] === 'done').length
  const shown = started ? planned : eligible
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('bulk.title', { action: asked.label, count: shown.length })}
      testId="bulk-dialog"
      footer={
        started ? (
          <>
            {failed.length > 0 && <Button onClick={() => void work(failed)}>{t('bulk.retryFailed')}</Button>}
            <Button variant="primary" onClick={onClose}>
              {t('common.close')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              variant="primary"
              data-testid="confirm"
              disabledReason={eligible.length === 0 ? t('bulk.none') : undefined}
              onClick={() => void work(eligible)}
            >
              {asked.label}
            </Button>
          </>
        )
      }
    >
      {started && (
        <p role="status" data-testid="bulk-result" className="pb-2">
          {t('bulk.result', { done, failed: failed.length, total: planned.length })}
        </p>
      )}
      <ul className="space-y-1" data-testid="bulk-eligible">
        {shown.map((row) => {
          const result = results[row.uuid]
          return (
            <li key={row.uuid} className="flex justify-between gap-4">
              <span className="truncate">{row.name}</span>
              <span className={typeof result === 'object' ? 'text-bad' : 'text-muted'}>
                {result === 'done' ? t('state.done') : result === 'running' ? t('state.running') : result?.failed}
              </span>
            </li>
          )
        })}
      </ul>
      {!started && refused.length > 0 && (
        <div className="pt-3">
          <h3 className="pb-1 text-sm text-muted">{t('bulk.leftOut')}</h3>
          <ul className="space-y-1" data-testid="bulk-refused">
            {refused.map(({ row, reason }) => (
              <li key={row.uuid} className="flex justify-between gap-4">
                <span className="truncate">{row.name}</span>
                <span className="text-muted">{reason === 'absent' ? t('ui.yourRole') : reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}
