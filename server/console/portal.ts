/** The relay of this portal: joined with its sign-ins, its rows, its audit log and its clouds. */
import type { IncomingMessage } from 'node:http'
import { inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { allows } from '../api/rules.ts'
import { openSecrets, tenantCloud } from '../clouds.ts'
import { env } from '../env.ts'
import { recordEvent } from '../events/record.ts'
import { identifyUpgrade } from '../identity/identify.ts'
import { identityOf } from '../identity/standing.ts'
import { newUuid } from '../ids.ts'
import { log } from '../log.ts'
import { isOpenStackError } from '../openstack/errors.ts'
import { createConsole } from '../openstack/nova/consoles.ts'
import { type InstanceRow, instances } from '../resources/instance/table.ts'
import { type ProviderRow, providers } from '../resources/provider/table.ts'
import { getSetting } from '../settings/settings.ts'
import { consoleAccess } from './access.ts'
import type { EndReason, RefusalReason } from './reasons.ts'
import { type ConsoleAudit, type ConsoleIdentity, consoleRelay, type Redeemed } from './relay.ts'
import { consoleSessionRows } from './sessions.ts'
import { consoleSocketUrl } from './target.ts'
import { noteRefusal, redeemTicket } from './tickets.ts'
import { consoleWatch, type Watched } from './watch.ts'

const RUNNING = ['ACTIVE', 'RESCUE', 'PAUSED', 'REBOOT', 'HARD_REBOOT', 'VERIFY_RESIZE', 'PASSWORD']

const ENDING = ['DELETION_SCHEDULED', 'DELETING']

const instancesOf = async (uuids: string[]): Promise<Map<string, InstanceRow>> => {
  const rows = uuids.length > 0 ? await db.select().from(instances).where(inArray(instances.uuid, uuids)) : []
  return new Map(rows.map((row) => [row.uuid, row]))
}

/** Why this person's console of this instance must not be (any more); null when it may. */
const objection = async (
  identity: Pick<ConsoleIdentity, 'userUuid' | 'sessionId'>,
  instance: InstanceRow | undefined,
): Promise<'signed_out' | 'permission_lost' | 'instance_gone' | 'instance_stopped' | null> => {
  const caller = await identityOf(identity.userUuid, identity.sessionId)
  if (!caller) return 'signed_out'
  // Nova answers for a server that is going with an error of its own, as if its service were down.
  if (!instance || ENDING.includes(instance.state)) return 'instance_gone'
  const open = caller.isStaff || (await getSetting('ALLOW_CUSTOMER_USERS_OPENSTACK_CONSOLE_ACCESS'))
  if (!open || !allows(consoleAccess, caller, instance)) return 'permission_lost'
  return RUNNING.includes(instance.runtimeState) ? null : 'instance_stopped'
}

const REFUSED: Record<string, RefusalReason> = {
  signed_out: 'signed_out',
  permission_lost: 'no_permission',
  instance_gone: 'instance_gone',
  instance_stopped: 'instance_stopped',
}

const targetOf = async (instance: InstanceRow, provider: ProviderRow, kind: 'novnc' | 'serial') => {
  const { nova } = await tenantCloud(instance.tenantUuid)
  const { url } = await createConsole(nova, instance.backendId, kind)
  const secrets = openSecrets(provider.secrets)
  const socket = new URL(consoleSocketUrl(kind, url))
  if (provider.options.console_domain_override) socket.host = provider.options.console_domain_override
  return {
    url: socket.href,
    protocols: ['binary'],
    tls: { ca: secrets.certificate || undefined, verify: provider.options.verify_ssl ?? true },
  }
}

const redeem = async (ticket: string, identity: ConsoleIdentity): Promise<Redeemed | { refused: RefusalReason }> => {
  const used = await redeemTicket(ticket, identity)
  if ('refused' in used) return used
  const instance = (await instancesOf([used.instanceUuid])).get(used.instanceUuid)
  const reason = await objection(identity, instance)
  if (reason || !instance) return { refused: REFUSED[reason ?? 'instance_gone'] }
  const [provider] = await db
    .select()
    .from(providers)
    .where(inArray(providers.uuid, [instance.settingsUuid]))
  try {
    return { ...used, target: await targetOf(instance, provider, used.kind) }
  } catch (error) {
    if (!isOpenStackError(error)) throw error
    log.warn({ err: error, instance: instance.uuid }, 'the cloud gave no console')
    // 400 is what Nova says to a kind of console that its configuration leaves out (ConsoleTypeUnavailable).
    const known: Partial<Record<number, RefusalReason>> = {
      400: 'no_console',
      404: 'instance_gone',
      409: 'instance_stopped',
    }
    return { refused: known[error.status] ?? 'service_down' }
  }
}

const check = async (watched: Watched[]): Promise<(EndReason | null)[]> => {
  const rows = await instancesOf([...new Set(watched.map(({ instanceUuid }) => instanceUuid))])
  return Promise.all(
    watched.map(async ({ identity, instanceUuid }) => {
      const reason = await objection(identity, rows.get(instanceUuid))
      return reason === 'instance_gone' ? 'instance_stopped' : reason
    }),
  )
}

const audit = async (event: 'open' | 'close', record: ConsoleAudit): Promise<void> => {
  const instance = (await instancesOf([record.instanceUuid])).get(record.instanceUuid)
  await recordEvent({
    type: event === 'open' ? 'resource_console_opened' : 'resource_console_closed',
    message: `The console of ${instance?.name ?? 'a removed instance'} has been ${event === 'open' ? 'opened' : 'closed'}.`,
    author: {
      userUuid: record.userUuid,
      username: record.userName,
      ipAddress: record.remoteAddress,
      requestId: `req-${newUuid()}`,
    },
    about: instance && { ...instance, type: 'openstack-instances' },
    context: {
      console_session: record.sessionUuid,
      kind: record.kind,
      ...(event === 'close' && { duration_ms: record.durationMs, reason: record.reason }),
    },
  })
}

export const portalConsoles = () =>
  consoleRelay({
    authenticate: async (request: IncomingMessage) => {
      const found = await identifyUpgrade(request)
      return found && { userUuid: found.userUuid, sessionId: found.sessionUuid, userName: found.username }
    },
    redeem,
    noteRefusal,
    watch: consoleWatch({ check, onError: (error) => log.error({ err: error }, 'watching consoles failed') }),
    sessions: consoleSessionRows(),
    audit,
    onError: (error, doing) => log.error({ err: error }, `console relay: ${doing}`),
    publicUrl: env.FOYER_URL,
  })
