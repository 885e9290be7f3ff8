/** A running instance for tests that work with one: made in the demo's tenant, gone at the end. */
import type { Api } from './api.ts'
import { makeInstance, removeInstance } from './playground.ts'

export type Instance = {
  uuid: string
  name: string
  /** Nova's id. */
  backendId: string
  /** Its page, without a tab. */
  href: string
}

/** Makes an instance and waits until it runs. @throws Error with its message when it cannot be made */
export const launch = async (api: Api, name: string): Promise<Instance> => {
  const made = await makeInstance(api, { name })
  if (made.state !== 'OK') throw new Error(`${name} could not be made: ${made.error_message}`)
  return { uuid: made.uuid, name, backendId: made.backend_id, href: `/t/${made.tenant_uuid}/instances/${made.uuid}` }
}

/** Deletes an instance with its disks and waits until it is gone. */
export const discard = (api: Api, uuid: string): Promise<void> => removeInstance(api, uuid)
