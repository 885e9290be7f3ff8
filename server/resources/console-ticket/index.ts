/** Console tickets (design 10): the page's way to a screen. The cloud's own address and token never reach the browser. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { defineResource, defineRoute } from '../../api/define.ts'
import { allows, signedIn } from '../../api/rules.ts'
import { assertConsoleAllowed, consoleAccess } from '../../console/access.ts'
import { consoleTickets } from '../../console/table.ts'
import { describeTicket, issueTicket } from '../../console/tickets.ts'
import { ApiError, conflict, notFound } from '../../errors.ts'
import type { InstanceRow } from '../instance/table.ts'

const ticketInput = z.object({
  instance: z.string().min(1),
  kind: z.enum(['novnc', 'serial']).default('novnc'),
})
const ticketOutput = z.object({ ticket: z.string(), expires_at: z.string(), kind: z.enum(['novnc', 'serial']) })
const ticketStatus = z.object({
  kind: z.enum(['novnc', 'serial']),
  state: z.enum(['unused', 'expired', 'used', 'refused', 'open', 'closed']),
  reason: z.string().nullable(),
  ended_by: z.string().nullable(),
})

const NOT_RUNNING = ['SHUTOFF', 'ERROR', 'DELETED', 'SUSPENDED', 'BUILDING', 'BUILD']

export const consoleTicketResource = defineResource({
  path: 'foyer-console-tickets',
  model: 'ConsoleTicket',
  summary: 'Tickets that open consoles on pages',
  table: consoleTickets,
  key: consoleTickets.ticketHash,
  schema: ticketOutput.meta({ id: 'FoyerConsoleTicket' }),
  visible: () => sql`1 = 0`,
  scopeOf: () => ({}),
  present: async () => [],
  list: false,
  retrieve: false,
  defaultOrder: [consoleTickets.createdAt],
  routes: [
    defineRoute({
      summary: 'Issue a ticket for the console of an instance',
      description: 'Good for one connection within 60 s, bound to the caller’s sign-in. Needs a browser sign-in.',
      method: 'POST',
      path: '',
      rule: signedIn,
      input: ticketInput,
      output: ticketOutput,
      status: 201,
      handle: async ({ input, call }) => {
        const { actor } = call
        const instance = await call.resolve<InstanceRow>('openstack-instances', input.instance, 'instance')
        if (!allows(consoleAccess, actor, instance))
          throw new ApiError('forbidden', 'You are not allowed to open the console of this instance.')
        await assertConsoleAllowed(call)
        if (!actor.sessionUuid)
          throw new ApiError('forbidden', 'Tickets are for pages: sign in with a browser, or use the console action.')
        if (!instance.backendId || NOT_RUNNING.includes(instance.runtimeState))
          throw conflict('The instance is not running.')
        const ticket = await issueTicket({
          instanceUuid: instance.uuid,
          kind: input.kind,
          userUuid: actor.userUuid,
          sessionId: actor.sessionUuid,
        })
        return { status: 201, body: ticket }
      },
    }),
    defineRoute({
      summary: 'What became of a ticket',
      method: 'GET',
      path: '{ticket}',
      rule: signedIn,
      output: ticketStatus,
      handle: async ({ call, params }) => {
        const status = await describeTicket(params.ticket, call.actor)
        if (!status) throw notFound('ConsoleTicket')
        return { status: 200, body: status }
      },
    }),
  ],
})
