import { randomUUID } from 'node:crypto'

/** Our identifiers on the wire: 32 lower-case hex digits, no dashes. */
export const newUuid = (): string => randomUUID().replaceAll('-', '')

/** The wire form of a uuid in either spelling, or undefined when it is none. */
export const parseUuid = (text: string): string | undefined => {
  const hex = text.toLowerCase().replaceAll('-', '')
  return /^[0-9a-f]{32}$/.test(hex) && (text.length === 32 || text.length === 36) ? hex : undefined
}

/** The dashed form, as OpenStack spells ids. */
export const dashed = (uuid: string): string =>
  `${uuid.slice(0, 8)}-${uuid.slice(8, 12)}-${uuid.slice(12, 16)}-${uuid.slice(16, 20)}-${uuid.slice(20)}`
