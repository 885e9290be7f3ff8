/** Key pairs: they belong to users, not to projects. */
import { isoMicros } from '../clock.ts'
import { accepted, type Ctx, noContent, ok, Refusal, type Reply, type Route } from '../http.ts'
import { md5 } from '../ids.ts'
import type { Keypair } from '../rows.ts'
import { badRequest, conflict, forbidden, invalid, missing, python } from './base.ts'
import { limitsOf } from './quotas.ts'

const pairView = (ctx: Ctx, row: Keypair) => ({
  name: row.name,
  public_key: row.public_key,
  fingerprint: row.fingerprint,
  ...(ctx.version >= 2 ? { type: row.type } : {}),
})

/** Whose key pairs: one's own, or an administrator's choice since 2.10. */
function pairOwner(ctx: Ctx, named: string | null | undefined, rule: string): string {
  if (!named || ctx.version < 10 || named === ctx.identity.userId) return ctx.identity.userId
  if (!ctx.identity.isAdmin) throw forbidden(`os-keypairs:${rule}`)
  return named
}

const pairsOf = (ctx: Ctx, userId: string): Keypair[] =>
  [...ctx.cloud.state.keypairs.values()].filter((row) => row.user_id === userId)

function pairOf(ctx: Ctx, rule: string): Keypair {
  const owner = pairOwner(ctx, ctx.query.get('user_id'), rule)
  const row = pairsOf(ctx, owner).find((pair) => pair.name === ctx.params.name)
  if (!row) throw missing(`Keypair ${ctx.params.name} not found for user ${owner}`)
  return row
}

function createPair(ctx: Ctx): Reply {
  const given = ctx.body?.keypair
  if (!given?.name) throw invalid('keypair', python(given ?? {}), "'name' is a required property")
  if (!given.public_key) {
    // Nova no longer makes keys itself since 2.92; before that the tests of a portal do not need it.
    throw invalid('keypair', python(given), "'public_key' is a required property")
  }
  const owner = pairOwner(ctx, given.user_id, 'create')
  if (!/^[\w\- ]+$/.test(given.name) && !(ctx.version >= 92 && /^[\w\-@. ]+$/.test(given.name)))
    throw badRequest(
      "An invalid 'name' value was provided. The name must be: Only expected characters: [_- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ]",
    )
  const [type, blob] = String(given.public_key).trim().split(/\s+/)
  const data = Buffer.from(blob ?? '', 'base64')
  if (!/^(ssh-|ecdsa-|sk-)/.test(type) || data.length < 20 || data.subarray(4, 4 + type.length).toString() !== type)
    throw badRequest('Keypair data is invalid: failed to generate fingerprint')
  const pairs = pairsOf(ctx, owner)
  if (pairs.some((pair) => pair.name === given.name)) throw conflict(`Key pair '${given.name}' already exists.`)
  if (pairs.length >= limitsOf(ctx.cloud, ctx.identity.projectId).key_pairs)
    throw new Refusal(403, 'Quota exceeded, too many key pairs.')
  const row: Keypair = {
    id: ctx.cloud.next('keypairs'),
    name: given.name,
    user_id: owner,
    public_key: given.public_key,
    fingerprint: md5(data).match(/../g)!.join(':'),
    type: given.type ?? 'ssh',
    createdAtMs: ctx.cloud.now(),
  }
  ctx.cloud.state.keypairs.set(row.id, row)
  return { status: ctx.version >= 2 ? 201 : 200, body: { keypair: { ...pairView(ctx, row), user_id: owner } } }
}

const showPair = (ctx: Ctx): Reply => {
  const row = pairOf(ctx, 'show')
  return ok({
    keypair: {
      ...pairView(ctx, row),
      user_id: row.user_id,
      created_at: isoMicros(row.createdAtMs),
      deleted: false,
      deleted_at: null,
      id: row.id,
      updated_at: null,
    },
  })
}

export const keypairRoutes: readonly Route[] = [
  [
    'GET',
    '/os-keypairs',
    (ctx) =>
      ok({
        keypairs: pairsOf(ctx, pairOwner(ctx, ctx.query.get('user_id'), 'index')).map((row) => ({
          keypair: pairView(ctx, row),
        })),
      }),
  ],
  ['POST', '/os-keypairs', createPair],
  ['GET', '/os-keypairs/:name', showPair],
  [
    'DELETE',
    '/os-keypairs/:name',
    (ctx) => {
      ctx.cloud.state.keypairs.delete(pairOf(ctx, 'delete').id)
      return ctx.version >= 2 ? noContent() : accepted()
    },
  ],
]
