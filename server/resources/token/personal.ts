/** Personal access tokens: made by people for their scripts, with an end and, if wished, for some projects only. */
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { actionFor, type Call, defineResource, defineRoute } from '../../api/define.ts'
import { signedIn } from '../../api/rules.ts'
import { ApiError, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { type TokenRow, tokens } from '../../identity/table.ts'
import { makePersonalToken, revokeTokens } from '../../identity/tokens.ts'
import { getSetting } from '../../settings/settings.ts'
import { byUuid, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { customers } from '../customer/table.ts'
import { projects } from '../project/table.ts'

const action = actionFor(tokens)
const DAY_MS = 24 * 3600_000
/** A person who makes more has a script that forgets to delete them. */
const MOST_TOKENS = 100

const scopeSchema = z.object({ type: z.enum(['customer', 'project']), uuid: z.string() })

const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    token_prefix: z.string(),
    scopes: z.array(z.enum(['read', 'write'])),
    allowed_scopes: z
      .array(scopeSchema.extend({ name: z.string().nullable() }))
      .meta({ description: 'Organisations and projects in which it acts; empty: wherever its owner may.' }),
    allowed_networks: z.array(z.string()),
    expires_at: z.iso.datetime({ offset: true }).nullable(),
    is_active: z.boolean(),
    last_used_at: z.iso.datetime({ offset: true }).nullable(),
    last_used_ip: z.string().nullable(),
    use_count: z.int(),
    created: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'PersonalAccessToken' })

const input = z.object({
  name: z.string().trim().min(1).max(255),
  scopes: z.array(z.enum(['read', 'write'])).min(1),
  allowed_scopes: z.array(scopeSchema).max(100).optional(),
  expires_at: z.iso.datetime({ offset: true, local: true }).nullable(),
})

const createdSchema = schema.extend({ token: z.string() }).meta({ id: 'PersonalAccessTokenCreated' })

const present = async (rows: TokenRow[], { link }: Pick<Call['view'], 'link'>) => {
  const uuidsOf = (type: string) =>
    rows.flatMap((row) => row.scopes.filter((scope) => scope.type === type).map((scope) => scope.uuid))
  const names = new Map([
    ...(await byUuid(uuidsOf('customer'), (uuids) =>
      db.select({ uuid: customers.uuid, name: customers.name }).from(customers).where(inArray(customers.uuid, uuids)),
    )),
    ...(await byUuid(uuidsOf('project'), (uuids) =>
      db.select({ uuid: projects.uuid, name: projects.name }).from(projects).where(inArray(projects.uuid, uuids)),
    )),
  ])
  const now = new Date()
  return rows.map((row) => ({
    url: link('personal-access-tokens', row.uuid),
    uuid: row.uuid,
    name: row.name,
    token_prefix: row.prefix,
    scopes: row.access === 'write' ? (['read', 'write'] as const).slice() : (['read'] as const).slice(),
    allowed_scopes: row.scopes.map((scope) => ({ ...scope, name: names.get(scope.uuid)?.name ?? null })),
    allowed_networks: [],
    expires_at: wireTimeOrNull(row.expiresAt),
    is_active: row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now),
    last_used_at: wireTimeOrNull(row.lastUsedAt),
    last_used_ip: row.lastUsedFrom || null,
    use_count: row.useCount,
    created: wireTime(row.createdAt),
  }))
}

const expiryOf = async (text: string | null): Promise<Date | null> => {
  if (text === null) {
    if (await getSetting('PERSONAL_ACCESS_TOKEN_MAY_LAST')) return null
    throw fieldError('expires_at', 'A token needs an end here.')
  }
  const date = new Date(text)
  if (Number.isNaN(date.getTime()) || date <= new Date())
    throw fieldError('expires_at', 'The end must lie in the future.')
  const days = await getSetting('PERSONAL_ACCESS_TOKEN_MAX_DAYS')
  // A minute of grace for a form that was filled in slowly.
  if (date.getTime() > Date.now() + days * DAY_MS + 60_000)
    throw fieldError('expires_at', `A token lives ${days} days at most.`)
  return date
}

const create = defineRoute({
  summary: 'Create a personal access token; its secret is in this answer only',
  method: 'POST',
  path: '',
  rule: signedIn,
  input,
  output: createdSchema,
  status: 201,
  handle: async ({ input, call }) => {
    const { actor } = call
    // A limited token that could make an unlimited one would not be limited.
    if (actor.tokenUuid && (await isPersonal(actor.tokenUuid)))
      throw new ApiError('forbidden', 'A personal access token cannot make another one.')
    if (actor.impersonatorUuid) throw new ApiError('forbidden', 'Not while acting as somebody else.')
    const scopes = await Promise.all(
      (input.allowed_scopes ?? []).map(async ({ type, uuid }, index) => {
        const field = `allowed_scopes.${index}.uuid`
        const row = await call.resolve<{ uuid: string }>(type === 'project' ? 'projects' : 'customers', uuid, field)
        return { type, uuid: row.uuid }
      }),
    )
    const expiresAt = await expiryOf(input.expires_at)
    const mine = await db
      .select({ uuid: tokens.uuid })
      .from(tokens)
      .where(and(eq(tokens.userUuid, actor.userUuid), eq(tokens.kind, 'personal'), isNull(tokens.revokedAt)))
    if (mine.length >= MOST_TOKENS) throw fieldError('name', `You have ${MOST_TOKENS} tokens: revoke some first.`)
    const { secret, row } = await transaction(async () => {
      const made = await makePersonalToken({
        userUuid: actor.userUuid,
        name: input.name,
        access: input.scopes.includes('write') ? 'write' : 'read',
        scopes,
        expiresAt,
      })
      await recordEvent({
        type: 'token_created',
        message: `Personal access token ${input.name} of user ${actor.username} has been created.`,
        author: authorOf(call),
        about: { type: 'personal-access-tokens', uuid: made.row.uuid, name: input.name },
        context: { access: made.row.access, expires_at: wireTimeOrNull(expiresAt), affected_user_uuid: actor.userUuid },
      })
      return made
    })
    const [body] = await present([row], call.view)
    return { status: 201, body: { ...body, token: secret } }
  },
})

const isPersonal = async (tokenUuid: string) => {
  const [row] = await db.select({ kind: tokens.kind }).from(tokens).where(eq(tokens.uuid, tokenUuid))
  return row?.kind === 'personal'
}

const availableScopes = defineRoute({
  summary: 'What a token may be allowed',
  method: 'GET',
  path: 'available_scopes',
  rule: signedIn,
  output: z.array(z.object({ permission: z.string(), description: z.string() })),
  handle: async () => ({
    status: 200,
    body: [
      { permission: 'read', description: 'Read what you can see.' },
      { permission: 'write', description: 'Do what you may do.' },
    ],
  }),
})

export const personalTokenResource = defineResource({
  path: 'personal-access-tokens',
  model: 'PersonalAccessToken',
  summary: 'Personal access tokens',
  table: tokens,
  schema,
  visible: (actor) => and(eq(tokens.userUuid, actor.userUuid), eq(tokens.kind, 'personal'), isNull(tokens.revokedAt)),
  present,
  scopeOf: () => ({}),
  list: true,
  retrieve: true,
  orderings: {
    name: tokens.name,
    created: tokens.createdAt,
    expires_at: tokens.expiresAt,
    last_used_at: tokens.lastUsedAt,
  },
  defaultOrder: [desc(tokens.createdAt)],
  destroy: action({
    summary: 'Revoke a personal access token',
    rule: signedIn,
    handle: async ({ row, call }) => {
      await transaction(async () => {
        await revokeTokens({ uuid: row.uuid })
        await recordEvent({
          type: 'token_revoked',
          message: `Personal access token ${row.name} of user ${call.actor.username} has been revoked.`,
          author: authorOf(call),
          about: { type: 'personal-access-tokens', uuid: row.uuid, name: row.name },
          context: { affected_user_uuid: row.userUuid },
        })
      })
      return { status: 204 }
    },
  }),
  routes: [create, availableScopes],
})
