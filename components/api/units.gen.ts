// Made by `npm run gen` from server/units.ts: edit that.
/** The public API counts MiB, Cinder and our forms GiB. */
export const MIB_PER_GIB = 1024
export const BYTES_PER_MIB = 1024 * 1024

/** Rounds up: Cinder grows by whole GiB. */
export const mibToGib = (sizeMib: number) => Math.ceil(sizeMib / MIB_PER_GIB)
export const gibToMib = (sizeGib: number) => sizeGib * MIB_PER_GIB

/** The most that a 32-bit column holds; beyond it PostgreSQL refuses even to compare. */
export const INT_MAX = 2_147_483_647

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
