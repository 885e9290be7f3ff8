/**
 * The mark that each cloud object of ours bears from the very call that makes it (design 4): OpenStack's creates are not
 * idempotent, and by its mark an object whose creation was never answered is found again.
 */

/** For Neutron's and Keystone's `description`. Neutron filters it exactly; a later step writes the user's own text. */
export const descriptionMark = (uuid: string): string => `foyer:${uuid}`

/** For Nova's and Keystone's `tags`: up to 60 characters, no `/` and no `,`. */
export const tagMark = (uuid: string): string => `foyer-${uuid}`

/** For Cinder's `metadata`. */
export const metadataMark = (uuid: string): { foyer_uuid: string } => ({ foyer_uuid: uuid })

/** Our uuid in any of the marks; undefined when the text bears none. */
export const uuidOfMark = (text: string | null | undefined): string | undefined =>
  /^foyer[:-]([0-9a-f]{32})$/.exec(text ?? '')?.[1]
