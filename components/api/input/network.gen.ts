// Made by `npm run gen` from server/resources/network/input.ts: edit that.
/** Inputs of network actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

export const MTU_LEAST = 68
export const MTU_MOST = 9000

const nameField = z.string().trim().min(1, 'This field may not be blank.').max(150)
const descriptionField = z.string().max(4096)
const mtu = z
  .int()
  .min(MTU_LEAST, `Ensure this value is greater than or equal to ${MTU_LEAST}.`)
  .max(MTU_MOST, `Ensure this value is less than or equal to ${MTU_MOST}.`)
  .meta({ description: 'Bytes.' })

/** What is left out stays as it is, in PUT too. */
export const updateNetworkInput = z.object({ name: nameField, description: descriptionField.optional() })

export const createNetworkInput = z.object({
  name: nameField,
  description: descriptionField.default(''),
  mtu: mtu.nullish().meta({ description: "Bytes; the offering's or the cloud's default when left out." }),
  port_security_enabled: z.boolean().default(true),
})
export type CreateNetworkInput = z.infer<typeof createNetworkInput>

/** The brief's form of creation, on the collection itself. */
export const createNetworkInTenantInput = createNetworkInput.extend({ tenant: z.string().min(1) })

export const setMtuInput = z.object({ mtu })
