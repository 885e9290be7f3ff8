/** The few calls a console makes. */
import { api, isApiFailure } from '../api/client.ts'
import { ConsoleRefusal } from './connection'

export type ConsoleApi = {
  /** @throws ConsoleRefusal */
  issueTicket: (instanceUuid: string, kind: 'novnc' | 'serial') => Promise<{ ticket: string }>
  /** Why the connection of a ticket was refused. */
  describeTicket: (ticket: string) => Promise<{ reason: string | null }>
  /** The last `lines` lines of the console log, all if undefined. @throws ConsoleRefusal */
  readLog: (instanceUuid: string, lines: number | undefined, signal?: AbortSignal) => Promise<string>
}

const refusalOf = (error: unknown): never => {
  throw isApiFailure(error) ? new ConsoleRefusal(error.status, undefined, error.detail) : error
}

export const consoleApi: ConsoleApi = {
  issueTicket: (instance, kind) =>
    api.post<{ ticket: string }>('foyer-console-tickets', { instance, kind }).catch(refusalOf),
  describeTicket: (ticket) => api.get<{ reason: string | null }>(`foyer-console-tickets/${ticket}`).catch(refusalOf),
  readLog: async (instanceUuid, lines, signal) => {
    const path = `openstack-instances/${instanceUuid}/console_log`
    return (await api.get<string | null>(path, { params: { length: lines }, signal }).catch(refusalOf)) ?? ''
  },
}
