'use client'

/** Applies gathered changes: one job per tenant, each with its own result. */
import { useState } from 'react'
import { api } from '../api/client.ts'
import { shownError } from '../resource/failure.ts'
import { byTenant, type QuotaEdit } from './changes.ts'

export type Outcome = 'running' | 'done' | { failed: string }
export type Result = { tenantUuid: string; tenantName: string; edits: QuotaEdit[]; outcome: Outcome }

const AT_ONCE = 4
const LOOK_MS = 500
const LONGEST_MS = 120_000
const JOB = 'tenant.set_quotas'

type Job = { uuid: string; state: string; error_message: string; created: string }

const newestJob = async (tenantUuid: string): Promise<Job | undefined> =>
  (
    await api.list<Job>(
      'foyer-jobs',
      { resource_uuid: tenantUuid, name: JOB, page_size: 1, o: '-created', field: ['uuid', 'state', 'error_message'] },
      { background: true },
    )
  ).rows[0]

/** The cloud may refuse a limit after the portal took it: the job tells. */
const settled = async (tenantUuid: string, beforeUuid: string | undefined): Promise<Outcome> => {
  for (const giveUp = Date.now() + LONGEST_MS; Date.now() < giveUp; ) {
    const job = await newestJob(tenantUuid)
    if (job && job.uuid !== beforeUuid) {
      if (job.state === 'done') return 'done'
      if (job.state === 'failed' || job.state === 'cancelled') return { failed: job.error_message }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return 'running'
}

const applyTo = async (tenantUuid: string, edits: readonly QuotaEdit[], reason: string): Promise<Outcome> => {
  try {
    const before = await newestJob(tenantUuid)
    const limits = Object.fromEntries(edits.map(({ quota, limit }) => [quota.name, limit]))
    await api.post(`openstack-tenants/${tenantUuid}/set_quotas`, { ...limits, reason })
    return await settled(tenantUuid, before?.uuid)
  } catch (error) {
    const { message, fields } = shownError(error)
    return { failed: fields ? Object.values(fields).flat().join(' ') : message }
  }
}

/** `apply` sends one request per tenant; `results` tells of each, and keeps its edits to be tried again. */
export function useApply() {
  const [results, setResults] = useState<Result[] | null>(null)
  const note = (tenantUuid: string, outcome: Outcome) =>
    setResults((list) => list?.map((one) => (one.tenantUuid === tenantUuid ? { ...one, outcome } : one)) ?? null)
  const apply = async (edits: readonly QuotaEdit[], reason: string) => {
    const queue = [...byTenant(edits)]
    const begun = queue.map(
      ([tenantUuid, list]): Result => ({ tenantUuid, tenantName: list[0].tenantName, edits: list, outcome: 'running' }),
    )
    const again = new Set(begun.map(({ tenantUuid }) => tenantUuid))
    setResults((known) => [...(known ?? []).filter(({ tenantUuid }) => !again.has(tenantUuid)), ...begun])
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) note(next[0], await applyTo(next[0], next[1], reason))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
  return { results, apply, clear: () => setResults(null) }
}
