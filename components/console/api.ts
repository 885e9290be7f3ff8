/** The few calls a console makes. */
import { ConsoleRefusal } from './connection'

export type ConsoleApi = {
  /** @throws ConsoleRefusal */
  issueTicket: (instanceUuid: string, kind: 'novnc' | 'serial') => Promise<{ ticket: string }>
  /** Why the connection of a ticket was refused. */
  describeTicket: (ticket: string) => Promise<{ reason: string | null }>
  /** The last `lines` lines of the console log, all if undefined. @throws ConsoleRefusal */
  readLog: (instanceUuid: string, lines: number | undefined, signal?: AbortSignal) => Promise<string>
}

/** A read or write of the portal's API. A refusal keeps its status, its reason if it names one, and its sentence. */
export const callApi = async (path: string, init?: RequestInit): Promise<unknown> => {
  const response = await fetch(path, {
    ...init,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { Accept: 'application/json', ...init?.headers },
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ConsoleRefusal(0)
  })
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  const { reason, detail } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const sentence = Array.isArray(body) ? String(body[0]) : typeof detail === 'string' ? detail : ''
  throw new ConsoleRefusal(response.status, typeof reason === 'string' ? reason : undefined, sentence)
}

export const consoleApi: ConsoleApi = {
  issueTicket: async (instance, kind) =>
    (await callApi('/api/foyer-console-tickets/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ instance, kind }),
    })) as { ticket: string },
  describeTicket: async (ticket) =>
    (await callApi(`/api/foyer-console-tickets/${ticket}/`)) as { reason: string | null },
  readLog: async (instanceUuid, lines, signal) => {
    const query = lines === undefined ? '' : `?length=${lines}`
    return String((await callApi(`/api/openstack-instances/${instanceUuid}/console_log/${query}`, { signal })) ?? '')
  },
}
