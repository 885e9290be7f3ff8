/** POST /api/foyer-connection-tests/: tries a provider's settings before they are saved (screens 15.1). */
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { defineResource, defineRoute } from '../../api/define.ts'
import { allows, anyOf, permission, provider as providerRule, signedIn } from '../../api/rules.ts'
import { ApiError, fieldError, invariant } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { testConnection, testStepSchema } from '../../providers/connection-test.ts'
import { certificateFacts, mergeSettings, serviceAttributes } from '../../providers/input.ts'
import { authorOf } from '../base/actions.ts'
import type { CustomerRow } from '../customer/table.ts'
import type { OfferingRow } from '../offering/table.ts'
import { type ProviderRow, providers } from '../provider/table.ts'

const input = z.object({
  service_attributes: serviceAttributes.default({}),
  offering: z.string().optional().meta({ description: 'A saved offering: fields that are not sent are its own.' }),
  customer: z.string().optional().meta({ description: 'The organisation that will own a new provider.' }),
})
const output = z
  .object({
    ok: z.boolean(),
    steps: z.array(testStepSchema),
    certificate_facts: z
      .array(z.object({ subject: z.string(), issuer: z.string(), expires_at: z.string() }))
      .meta({ description: 'The authority’s certificates that were given.' }),
  })
  .meta({ id: 'FoyerConnectionTest' })

const REQUIRED = ['backend_url', 'username', 'password'] as const

export const connectionTestResource = defineResource({
  path: 'foyer-connection-tests',
  model: 'ConnectionTest',
  summary: 'Tests of provider settings',
  table: providers,
  schema: output,
  visible: () => sql`1 = 0`,
  scopeOf: () => ({}),
  present: async () => [],
  defaultOrder: [providers.uuid],
  routes: [
    defineRoute({
      summary: 'Try provider settings step by step',
      description: 'Saves nothing. Staff, and those who may connect a cloud for the organisation.',
      method: 'POST',
      path: '',
      // Judged on the organisation that the body names.
      rule: signedIn,
      input,
      output,
      handle: async ({ input: given, call }) => {
        let current: ProviderRow | null = null
        let customerUuid: string | undefined
        if (given.offering) {
          const offering = await call.resolve<OfferingRow>('marketplace-provider-offerings', given.offering, 'offering')
          const [row] = await db.select().from(providers).where(eq(providers.uuid, offering.settingsUuid))
          invariant(row, 'an offering has a provider')
          current = row
          customerUuid = row.customerUuid
        } else if (given.customer)
          customerUuid = (await call.resolve<CustomerRow>('customers', given.customer, 'customer')).uuid
        const rule = anyOf(providerRule, permission('OFFERING.CREATE', ['customer']))
        if (!allows(rule, call.actor, { customerUuid, providerCustomerUuid: customerUuid }))
          throw new ApiError('forbidden', 'You do not have permission to perform this action.')
        const values = mergeSettings(current, given.service_attributes, call.actor)
        for (const name of REQUIRED) if (!values.secrets[name]) throw fieldError(name, 'This field is required.')
        if (!values.options.tenant_name) throw fieldError('tenant_name', 'This field is required.')
        // A stored password goes to the stored address only: else a test would carry it to wherever the caller points.
        const moved =
          current && given.service_attributes.backend_url !== undefined && !given.service_attributes.password
        if (moved && values.secrets.backend_url !== mergeSettings(current, {}, call.actor).secrets.backend_url)
          throw fieldError('password', 'Enter the password again to try another address.')
        const steps = await testConnection(values)
        const ok = steps.every(({ status }) => status === 'ok' || status === 'warning')
        await recordEvent({
          type: 'foyer_provider_connection_tested',
          result: ok ? 'succeeded' : 'failed',
          message: `Connection to ${new URL(values.secrets.backend_url).host} was tried${ok ? '' : ': it failed'}.`,
          author: authorOf(call.actor),
          context: { steps: Object.fromEntries(steps.map(({ name, status }) => [name, status])) },
        })
        return { status: 200, body: { ok, steps, certificate_facts: certificateFacts(values.secrets.certificate) } }
      },
    }),
  ],
})
