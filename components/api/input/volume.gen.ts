// Made by `npm run gen` from server/resources/volume/input.ts: edit that.
/** Inputs of volume actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

const link = z.string().min(1)

export const volumeName = z.string().trim().min(1, 'This field may not be blank.').max(150)

/** Attributes of an OpenStack.Volume order (contract 6.3). Older clients send numbers as text. */
export const volumeOrderInput = z.object({
  name: volumeName,
  description: z.string().max(2000).default(''),
  size: z.coerce
    .number()
    .int()
    .min(1024, 'At least 1024 MiB.')
    .max(1024 * 1024 * 1024)
    .optional()
    .meta({ description: 'MiB.' }),
  image: link.nullish(),
  type: link.nullish(),
  availability_zone: link.nullish(),
})
export type VolumeOrderInput = z.infer<typeof volumeOrderInput>

export const volumeUpdateInput = z.object({
  name: volumeName.optional(),
  description: z.string().max(2000).optional(),
  bootable: z.boolean().optional(),
})

export const extendInput = z.object({
  disk_size: z.coerce
    .number()
    .int()
    .positive()
    .max(1024 * 1024 * 1024)
    .meta({ description: 'New size, MiB.' }),
})

export const retypeInput = z.object({ type: link.meta({ description: 'Volume type that the tenant may use.' }) })

export const restoreInput = z.object({
  name: volumeName,
  description: z.string().max(2000).optional().meta({ description: 'Default: from which snapshot.' }),
})
/** The brief's form, asked of the volume. */
export const createFromSnapshotInput = restoreInput.extend({ snapshot: link.optional() })

/** The brief's form, asked of the instance. */
export const volumeRefInput = z.object({ volume: link, device: z.string().optional() })

export const attachInput = z.object({ instance: link.meta({ description: 'Instance of the same tenant.' }) })
