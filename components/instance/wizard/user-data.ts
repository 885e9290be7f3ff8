/** What can be said of user data without running it. */

/** What Nova takes, before it is encoded: 64 KiB of base64. */
export const USER_DATA_BYTES = 49_149

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length

export type UserDataProblem = { kind: 'tab' | 'colon'; line: number }

const isHead = (line: string) =>
  line.startsWith('#cloud-config') ||
  line.startsWith('#!') ||
  /^(Content-Type|MIME-Version|#include|#cloud-boothook|## template: jinja)/i.test(line)

/** Whether cloud-init would look at it at all. */
export const isKnownToCloudInit = (text: string): boolean => text.trim() === '' || isHead(text.trimStart())

const ITEM = /^(-(\s|$)|[^\s#:"'[{][^#]*:(\s|$)|["'].*["']\s*:(\s|$)|["'[{#])/

/**
 * The first line of a `#cloud-config` that cannot be YAML: a tab in the indentation, or on the outermost level something
 * that is no key and no item. Block texts and continued lines are left alone.
 */
export const userDataProblem = (text: string): UserDataProblem | undefined => {
  if (!text.trimStart().startsWith('#cloud-config')) return undefined
  let block = false
  for (const [index, line] of text.split('\n').entries()) {
    if (/^ *\t/.test(line) && line.trim() !== '' && !block) return { kind: 'tab', line: index + 1 }
    if (/^\S/.test(line)) {
      if (!ITEM.test(line) && !/^(---|\.\.\.|%)/.test(line) && line.trim() !== '')
        return { kind: 'colon', line: index + 1 }
      block = false
    }
    if (/[|>][+-]?\d*\s*$/.test(line)) block = true
  }
}
