/** SSH public keys of people (contract 5.2). */
import { asc, eq, inArray, or } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { z } from 'zod'
import { db, isUniqueViolation, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { actionFor, defineResource, defineRoute, type Filter } from '../../api/define.ts'
import { after, before, boolean, contains, exact, uuidOf } from '../../api/filters.ts'
import { signedIn } from '../../api/rules.ts'
import { ApiError, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { type SshKeyRow, sshKeys } from '../../identity/table.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { uuidField, wireTime } from '../base/present.ts'
import { readPublicKey } from './public-key.ts'

const action = actionFor(sshKeys)

const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    public_key: z.string(),
    fingerprint_md5: z.string(),
    fingerprint_sha256: z.string(),
    fingerprint_sha512: z.string(),
    type: z.string(),
    user_uuid: uuidField,
    is_shared: z.boolean().meta({ description: 'Offered to everybody.' }),
    created: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'SshKey' })

const input = z.object({
  name: z.string().trim().max(150).optional().meta({ description: "Default: the key's comment." }),
  public_key: z.string().min(1).max(16_384),
})

const create = defineRoute({
  summary: 'Add an SSH public key',
  method: 'POST',
  path: '',
  rule: signedIn,
  input,
  output: schema,
  status: 201,
  handle: async ({ input, call }) => {
    const { actor } = call
    const key = readPublicKey(input.public_key)
    if ('problem' in key) throw fieldError('public_key', key.problem)
    if (key.text.length > 8000) throw fieldError('public_key', 'Ensure this field has no more than 8000 characters.')
    const values = {
      uuid: newUuid(),
      userUuid: actor.userUuid,
      name: input.name || key.comment.slice(0, 150) || key.type,
      publicKey: key.text,
      type: key.type,
      fingerprintMd5: key.fingerprintMd5,
      fingerprintSha256: key.fingerprintSha256,
      fingerprintSha512: key.fingerprintSha512,
      createdAt: new Date(),
    }
    try {
      await transaction(async () => {
        await db.insert(sshKeys).values(values)
        await recordEvent({
          type: 'ssh_key_creation_succeeded',
          message: `SSH key ${values.name} of user ${actor.username} has been created.`,
          author: authorOf(call),
          about: { type: 'keys', uuid: values.uuid, name: values.name },
          context: { ssh_key_fingerprint: key.fingerprintSha256, affected_user_uuid: actor.userUuid },
        })
        await noteChange('keys', 'created', { uuid: values.uuid, userUuid: actor.userUuid })
      })
    } catch (error) {
      if (isUniqueViolation(error)) throw fieldError('public_key', 'Key with the same fingerprint already exists.')
      throw error
    }
    return { status: 201, body: await call.render('keys', values.uuid) }
  },
})

/** With or without the hash's name before it, as `ssh-keygen -l` prints it. */
const fingerprint = (column: SQLiteColumn): Filter => ({
  description: 'Exact.',
  repeatable: true,
  where: (texts) =>
    inArray(
      column,
      texts.map((text) => text.replace(/^(MD5|SHA256|SHA512):/, '')),
    ),
})

export const sshKeyResource = defineResource({
  path: 'keys',
  model: 'SshPublicKey',
  summary: 'SSH public keys',
  table: sshKeys,
  schema,
  visible: (actor) =>
    actor.isStaff ? undefined : or(eq(sshKeys.userUuid, actor.userUuid), eq(sshKeys.isShared, true)),
  present: async (rows, { link }) =>
    rows.map((row: SshKeyRow) => ({
      url: link('keys', row.uuid),
      uuid: row.uuid,
      name: row.name,
      public_key: row.publicKey,
      fingerprint_md5: row.fingerprintMd5,
      fingerprint_sha256: row.fingerprintSha256,
      fingerprint_sha512: row.fingerprintSha512,
      type: row.type,
      user_uuid: row.userUuid,
      is_shared: row.isShared,
      created: wireTime(row.createdAt),
    })),
  scopeOf: () => ({}),
  list: true,
  retrieve: true,
  filters: {
    uuid: uuidOf(sshKeys.uuid),
    name: contains(sshKeys.name),
    name_exact: exact(sshKeys.name),
    user_uuid: uuidOf(sshKeys.userUuid, 'Owner.'),
    fingerprint_md5: fingerprint(sshKeys.fingerprintMd5),
    fingerprint_sha256: fingerprint(sshKeys.fingerprintSha256),
    fingerprint_sha512: fingerprint(sshKeys.fingerprintSha512),
    is_shared: boolean(sshKeys.isShared),
    created: after(sshKeys.createdAt),
    created_before: before(sshKeys.createdAt),
  },
  orderings: { name: sshKeys.name, created: sshKeys.createdAt },
  defaultOrder: [asc(sshKeys.name)],
  destroy: action({
    summary: 'Delete an SSH public key',
    rule: signedIn,
    event: 'ssh_key_deletion',
    handle: async ({ row, call }) => {
      if (!call.actor.isStaff && row.userUuid !== call.actor.userUuid)
        throw new ApiError('forbidden', 'You do not have permission to perform this action.')
      await transaction(async () => {
        await db.delete(sshKeys).where(eq(sshKeys.uuid, row.uuid))
        await recordEvent({
          type: 'ssh_key_deletion_succeeded',
          message: `SSH key ${row.name} has been deleted.`,
          author: authorOf(call),
          about: { type: 'keys', uuid: row.uuid, name: row.name },
          context: { ssh_key_fingerprint: row.fingerprintSha256, affected_user_uuid: row.userUuid },
        })
        await noteChange('keys', 'deleted', { uuid: row.uuid, userUuid: row.userUuid })
      })
      return { status: 204 }
    },
  }),
  routes: [create],
})
