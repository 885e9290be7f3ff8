/** What a browser remembers of consoles: scale and quality for the user, the keyboard layout for each instance. */
import { type Layout, layouts } from './keymaps'
import { type Quality, qualities, type Scale, scales } from './vnc'

const read = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage is switched off: nothing is remembered
  }
}
const write = (key: string, value: string) => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // as above
  }
}
const oneOf = <T extends string>(known: readonly T[], text: string | null, otherwise: T): T =>
  known.find((each) => each === text) ?? otherwise

export const readScale = (): Scale => oneOf(scales, read('foyer-console-scale'), 'fit')
export const writeScale = (scale: Scale) => write('foyer-console-scale', scale)
export const readQuality = (): Quality => oneOf(qualities, read('foyer-console-quality'), 'auto')
export const writeQuality = (quality: Quality) => write('foyer-console-quality', quality)
export const readLayout = (instanceUuid: string, language: string): Layout =>
  oneOf(layouts, read(`foyer-console-layout-${instanceUuid}`), language.startsWith('de') ? 'de' : 'us')
export const writeLayout = (instanceUuid: string, layout: Layout) =>
  write(`foyer-console-layout-${instanceUuid}`, layout)
