/** Files of the server that the browser judges by too: copied, with their imports led elsewhere. */
import fs from 'node:fs'
import path from 'node:path'

export type Copy = { from: string; to: string }

const IMPORT = /(\bfrom\s*)(['"])([^'"]+)\2/g
const OTHER_INPUT = /^\.\.\/([a-z-]+)\/input\.ts$/
const INPUTS = 'components/api/input/'

/** Where imports of an input file lead in the browser. */
const LED: Record<string, string> = {
  zod: '../zod.ts',
  'ipaddr.js': 'ipaddr.js',
  '../../units.ts': '../units.gen.ts',
}

const folderOf = (file: string) => path.basename(path.dirname(file))

/** Undefined for what the browser does not have. */
const ledTo = (specifier: string, to: string): string | undefined => {
  if (!to.startsWith(INPUTS)) return undefined
  const other = OTHER_INPUT.exec(specifier)?.[1]
  return other ? `./${other}.gen.ts` : LED[specifier]
}

/** Whether the browser has all that an input file imports. */
const isPortable = (root: string, file: string): boolean =>
  [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(IMPORT)].every(([, , , specifier]) => {
    const other = OTHER_INPUT.exec(specifier)?.[1]
    return other ? isPortable(root, `server/resources/${other}/input.ts`) : specifier in LED
  })

/** What is copied from the tree at `root`, paths below it with `/`. Inputs that need more than zod stay on the server. */
export const copiesOf = (root: string): Copy[] => {
  const all = (pattern: string) =>
    fs
      .globSync(pattern, { cwd: root })
      .map((file) => file.split(path.sep).join('/'))
      .sort()
  const inputs = all('server/resources/*/input.ts').filter((file) => isPortable(root, file))
  const rules = all('server/resources/*/rules.ts')
  return [
    { from: 'server/api/rules.ts', to: 'components/api/access.gen.ts' },
    { from: 'server/api/refusal.ts', to: 'components/api/refusal.gen.ts' },
    { from: 'server/api/messages.ts', to: 'components/api/messages.gen.ts' },
    { from: 'server/units.ts', to: 'components/api/units.gen.ts' },
    ...rules.map((from) => ({ from, to: `components/api/rules/${folderOf(from)}.gen.ts` })),
    ...inputs.map((from) => ({ from, to: `${INPUTS}${folderOf(from)}.gen.ts` })),
  ]
}

/** @throws Error when the file imports what the browser does not have. */
export const copiedText = (text: string, { from, to }: Copy): string => {
  const led = text.replaceAll(IMPORT, (_, before: string, mark: string, specifier: string) => {
    const target = ledTo(specifier, to)
    if (!target) throw new Error(`${from} imports ${specifier}, and is copied for the browser, which has no such file.`)
    return `${before}${mark}${target}${mark}`
  })
  return `// Made by \`npm run gen\` from ${from}: edit that.\n${led}`
}
