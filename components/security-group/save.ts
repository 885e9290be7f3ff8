'use client'

/** Sending edited rules and following them to their end: the cloud may still refuse one. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { detailKey } from '../api/cache.ts'
import { type ApiFailure, api, isApiFailure } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import { shownError, storedError } from '../resource/failure.ts'
import type { Job } from '../resource/job-progress'
import type { ShownError } from '../ui/error-state'
import { type Draft, inputOf } from './draft.ts'
import type { SecurityGroup } from './types.ts'

export type Refusals = ReadonlyMap<string, string>
export type SaveState =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'running'; jobUuid: string; drafts: readonly Draft[] }
  /** `byCloud`: the cloud refused; what was done is taken back. */
  | { kind: 'refused'; error: ShownError; rows: Refusals; byCloud: boolean }

const LOOK_MS = 1500
const COLLECTION = 'openstack-security-groups'

/** Messages that stand beside single rules: `{non_field_errors: [{}, {cidr: ['…']}]}`. */
const rowsOf = (failure: ApiFailure, drafts: readonly Draft[]): Refusals => {
  const list = failure.fields?.non_field_errors
  const rows = new Map<string, string>()
  if (!Array.isArray(list)) return rows
  for (const [index, one] of list.entries()) {
    if (typeof one !== 'object' || !drafts[index]) continue
    const words = Object.values(one)
      .flat()
      .filter((word) => typeof word === 'string')
    if (words.length > 0) rows.set(drafts[index].key, words.join(' '))
  }
  return rows
}

const newestJob = async (uuid: string): Promise<Job | undefined> => {
  const { rows } = await api.list<Job>('foyer-jobs', {
    resource_uuid: uuid,
    name: 'security_group.set_rules',
    o: '-created',
    page_size: 1,
  })
  return rows[0]
}

/** A group that failed takes no rules until it is read from the cloud again. */
const makeWell = async (uuid: string): Promise<void> => {
  await api.post(`${COLLECTION}/${uuid}/pull`)
  for (;;) {
    const { state, error_message } = await api.get<SecurityGroup>(`${COLLECTION}/${uuid}`)
    if (state === 'OK') return
    if (state === 'ERRED') throw new Error(error_message)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** @param onSaved called with the group as it is afterwards. */
export function useSaveRules(group: SecurityGroup, onSaved: (group: SecurityGroup) => void) {
  const client = useQueryClient()
  const [state, setState] = useState<SaveState>({ kind: 'idle' })
  const running = state.kind === 'running' ? state : null
  const job = useQuery({
    ...detailOf('foyer-jobs', running?.jobUuid ?? ''),
    enabled: running !== null,
    refetchInterval: LOOK_MS,
  })
  const shown = job.data as unknown as Job | undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of this very job alone counts
  useEffect(() => {
    if (!running || shown?.uuid !== running.jobUuid || ['queued', 'running', 'undoing'].includes(shown.state)) return
    const finish = async () => {
      const now = await api.get<SecurityGroup>(`${COLLECTION}/${group.uuid}`)
      client.setQueryData(detailKey(COLLECTION, group.uuid), now)
      if (shown.state === 'done') {
        setState({ kind: 'idle' })
        onSaved(now)
        return
      }
      const at = shown.error_detail.rule_index
      const draft = typeof at === 'number' ? running.drafts[at] : undefined
      const error = storedError(shown.error_message)
      setState({
        kind: 'refused',
        error,
        rows: new Map(draft ? [[draft.key, error.cause ?? error.message]] : []),
        byCloud: true,
      })
    }
    void finish()
  }, [shown?.uuid, shown?.state])

  const save = async (drafts: readonly Draft[]) => {
    setState({ kind: 'sending' })
    try {
      if (group.state === 'ERRED') await makeWell(group.uuid)
      await api.post(`${COLLECTION}/${group.uuid}/set_rules`, drafts.map(inputOf))
      const made = await newestJob(group.uuid)
      setState(made ? { kind: 'running', jobUuid: made.uuid, drafts } : { kind: 'idle' })
    } catch (error) {
      const rows = isApiFailure(error) ? rowsOf(error, drafts) : new Map()
      const { fields: _, ...message } = shownError(error)
      setState({ kind: 'refused', error: message, rows, byCloud: false })
    }
  }
  return { state, save, dismiss: () => setState({ kind: 'idle' }) }
}
