import { sshKeys } from '../../identity/table.ts'
import { newUuid } from '../../ids.ts'
import { makeActor } from '../../testing/api.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

export const makeSshKey: Make<typeof sshKeys> = (overrides = {}) =>
  insertRow(sshKeys, {
    uuid: newUuid(),
    userUuid: newUuid(),
    name: `key-${newUuid().slice(0, 6)}`,
    publicKey: 'ssh-ed25519 AAAA',
    type: 'ssh-ed25519',
    fingerprintMd5: newUuid(),
    fingerprintSha256: newUuid(),
    fingerprintSha512: newUuid(),
    createdAt: new Date(),
    ...overrides,
  })

export const factories: Factories = {
  keys: factory(makeSshKey, {}, { reader: (row) => makeActor({ isStaff: false, userUuid: String(row.userUuid) }) }),
}
