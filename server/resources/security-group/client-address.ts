/** Where the caller comes from, as rules write it: what "my address" in the rule editor means. */
import { z } from 'zod'
import { defineRoute } from '../../api/define.ts'
import { signedIn } from '../../api/rules.ts'

export const clientAddressRoute = defineRoute({
  summary: "The caller's address as a rule names it",
  method: 'GET',
  path: 'foyer_client_address',
  rule: signedIn,
  output: z
    .object({
      address: z.string().meta({ description: 'Empty when it is not known.' }),
      cidr: z.string().meta({ description: 'With /32 or /128.' }),
    })
    .meta({ id: 'FoyerClientAddress' }),
  handle: async ({ call: { ipAddress } }) => ({
    status: 200,
    body: { address: ipAddress, cidr: ipAddress && `${ipAddress}/${ipAddress.includes(':') ? 128 : 32}` },
  }),
})
