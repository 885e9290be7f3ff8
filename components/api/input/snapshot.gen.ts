// Made by `npm run gen` from server/resources/snapshot/input.ts: edit that.
/** Inputs of snapshot actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

const link = z.string().min(1)

export const snapshotName = z.string().trim().min(1, 'This field may not be blank.').max(150)
const description = z.string().max(4096)

const keptUntil = z.iso
  .datetime({ offset: true, error: 'Datetime has wrong format. Use YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].' })
  .refine((text) => Date.parse(text) > Date.now(), 'The moment must be in the future.')
  .refine((text) => new Date(text).getUTCFullYear() <= 9999, 'The year must not be after 9999.')
  .nullish()
  .meta({ description: 'When it is deleted by itself; null: never.' })

export const createSnapshotInput = z.object({
  name: snapshotName,
  description: description.default(''),
  kept_until: keptUntil,
})
export type CreateSnapshotInput = z.infer<typeof createSnapshotInput>

/** The brief's form. */
export const createSnapshotOfInput = createSnapshotInput.extend({ source_volume: link })

export const snapshotUpdateInput = z.object({
  name: snapshotName.optional(),
  description: description.optional(),
  kept_until: keptUntil,
})
