// Made by `npm run gen` from server/resources/floating-ip/input.ts: edit that.
/** Inputs of floating IP actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

const link = z.string().min(1)
const description = z.string().max(4096)

export const createFloatingIpInput = z.object({
  router: link.nullish().meta({ description: 'Takes the address from the network of its gateway.' }),
  description: description.default(''),
})
export type CreateFloatingIpInput = z.infer<typeof createFloatingIpInput>

/** The brief's form of creation, on the collection itself. */
export const createFloatingIpInTenantInput = createFloatingIpInput.extend({ tenant: link })

export const attachInput = z.object({ port: link })

/** The brief's form: a port, or an instance, and which of its subnets when it has several. */
export const assignInput = z
  .object({ port: link.nullish(), instance: link.nullish(), subnet: link.nullish() })
  .refine(({ port, instance }) => Boolean(port) !== Boolean(instance), {
    message: 'Either port or instance must be given, and not both.',
  })

export const descriptionInput = z.object({ description: description.default('') })
