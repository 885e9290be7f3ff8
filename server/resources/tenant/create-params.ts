/** What the creation of a tenant makes in the cloud, decided when it was ordered. Ids of ours are given beforehand. */
import { z } from 'zod'
import { groupRuleInput } from './input.ts'

const uuid = z.string()
export const createTenantParams = z.object({
  /** Limits that are pushed, by the portal's names. */
  limits: z.record(z.string(), z.number()),
  network: z
    .object({
      uuid,
      name: z.string(),
      mtu: z.int().nullable(),
      subnetUuid: uuid,
      subnetName: z.string(),
      cidr: z.string(),
    })
    .nullable(),
  dnsNameservers: z.array(z.string()),
  router: z
    .object({ uuid, portUuid: uuid, name: z.string(), externalNetworkId: z.string(), ha: z.boolean() })
    .nullable(),
  groups: z.array(z.object({ uuid, name: z.string(), description: z.string(), rules: z.array(groupRuleInput) })),
})
export type CreateTenantParams = z.infer<typeof createTenantParams>
