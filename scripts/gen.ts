/**
 * `npm run gen`: writes what follows from the declarations. The API's document, the browser's types and rules, and copies
 * of the pure files that server and browser share. The same sources give the same bytes.
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SchemaBook } from '../server/api/json-schema.ts'
import { openApiOf } from '../server/api/openapi.ts'
import { registry } from '../server/registry.ts'
import { copiedText, copiesOf } from './gen/copies.ts'
import { type RuleModule, rulesText } from './gen/rules.ts'
import { typesText } from './gen/types.ts'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const MADE = '// Made by `npm run gen` from the declarations in server/resources: edit those.\n'

/** All generated files of the tree, by path. */
export const generate = async (): Promise<Map<string, string>> => {
  const files = new Map<string, string>()
  const book = new SchemaBook()
  const document = openApiOf(registry, '/', book)
  files.set('components/api/schema.gen.ts', `${MADE}${typesText(registry, book)}`)
  files.set('public/openapi.json', `${JSON.stringify(document, null, 1)}\n`)
  const modules: RuleModule[] = []
  for (const copy of copiesOf(ROOT)) {
    files.set(copy.to, copiedText(fs.readFileSync(path.join(ROOT, copy.from), 'utf8'), copy))
    const type = /^components\/api\/rules\/(.+)\.gen\.ts$/.exec(copy.to)?.[1]
    if (type) modules.push({ type, exports: await import(pathToFileURL(path.join(ROOT, copy.from)).href) })
  }
  files.set('components/api/rules.gen.ts', `${MADE}${rulesText(registry, modules)}`)
  return files
}

const write = (files: Map<string, string>) => {
  for (const stale of fs.globSync('components/api/**/*.gen.ts', { cwd: ROOT }))
    if (!files.has(stale.split(path.sep).join('/'))) fs.rmSync(path.join(ROOT, stale))
  for (const [file, text] of files) {
    const target = path.join(ROOT, file)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    if (!fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== text) fs.writeFileSync(target, text)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write(await generate())
