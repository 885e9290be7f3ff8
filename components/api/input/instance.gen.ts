// Made by `npm run gen` from server/resources/instance/input.ts: edit that.
/** Inputs of instance actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

const link = z.string().min(1)
const LARGEST_MIB = 1024 * 1024 * 1024

/** DNS label rules (contract 4.4). */
export const instanceName = z
  .string()
  .trim()
  .min(1, 'This field may not be blank.')
  .max(255, 'At most 255 characters.')
  .refine(
    (name) => name.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label)),
    'Use letters, digits and hyphens; 1 to 63 characters between dots, no hyphen at an end.',
  )
  .refine(
    (name) => !name.includes('.') || !/^\d+$/.test(name.split('.').at(-1)!),
    'The last part must not be all digits.',
  )

const size = z.coerce.number().int().min(1024, 'At least 1024 MiB.').max(LARGEST_MIB).meta({ description: 'MiB.' })

const fixedIp = z.object({ ip_address: z.string().optional(), subnet_id: z.string().optional() })
export const instancePort = z
  .object({
    subnet: link.optional(),
    port: link.optional(),
    fixed_ips: z.array(fixedIp).optional(),
    port_security_enabled: z.boolean().default(true),
  })
  .refine((port) => Boolean(port.subnet) !== Boolean(port.port), 'Give either a subnet or a port.')

export const instanceFloatingIp = z
  .object({ subnet: link, url: link.optional(), ip_address: z.string().optional() })
  .refine((address) => !(address.url && address.ip_address), 'Give either url or ip_address.')

/** Attributes of an OpenStack.Instance order (contract 6.3). Unknown keys are kept in the order and ignored. */
export const instanceOrderInput = z.object({
  name: instanceName,
  description: z.string().max(2000).default(''),
  flavor: link,
  image: link,
  system_volume_size: size,
  system_volume_type: link.nullish(),
  data_volume_size: size.nullish(),
  data_volume_type: link.nullish(),
  data_volumes: z
    .array(z.object({ size, volume_type: link.nullish() }))
    .max(10)
    .default([]),
  ports: z.array(instancePort).min(1, 'Please specify at least one network.').max(16),
  security_groups: z.array(z.object({ url: link })).default([]),
  floating_ips: z.array(instanceFloatingIp).default([]),
  ssh_public_key: link.nullish(),
  user_data: z
    .string()
    .refine((text) => new TextEncoder().encode(text).length <= 49_149, 'At most 64 KiB once encoded.')
    .default(''),
  availability_zone: link.nullish(),
  config_drive: z.boolean().nullish(),
  metadata: z.record(z.string(), z.string().max(255)).default({}),
})
export type InstanceOrderInput = z.infer<typeof instanceOrderInput>

export const instanceUpdateInput = z.object({
  name: instanceName.optional(),
  description: z.string().max(2000).optional(),
})

export const changeFlavorInput = z.object({ flavor: link })
export const restartInput = z.object({
  type: z.enum(['SOFT', 'HARD']).default('SOFT').meta({ description: 'SOFT asks the guest, HARD cuts the power.' }),
})
export const securityGroupsInput = z.object({ security_groups: z.array(link) })
export const consoleLogQuery = z.object({ length: z.coerce.number().int().positive().max(100_000).optional() })

/** What a termination may say (contract 4.4). The two lists are for what is kept although the switches say delete. */
export const instanceTerminationInput = z.object({
  delete_volumes: z.boolean().default(true),
  release_floating_ips: z.boolean().default(true),
  keep_volumes: z.array(z.string()).default([]),
  keep_floating_ips: z.array(z.string()).default([]),
  action: z.string().optional(),
})
