/** Who may import whom: reads the import lines of all sources. Run directly, it prints what is not allowed. */
import fs from 'node:fs'
import path from 'node:path'

export type Source = { file: string; text: string }

/** A part of the tree, and what its files may import. The first layer whose pattern fits a file is the file's. */
type Layer = {
  name: string
  files: RegExp
  /** Files of ours. What lies in the same folder of `server/resources/` is always allowed. */
  ours: RegExp[]
  /** Packages; any when left out. */
  packages?: RegExp
}

const DB = /^db\//
/** What types share: rows, the translation between them and the cloud's objects, and what they take of quotas. */
const TABLE = /^server\/.*\/(table|cloud|quota)\.ts$/
const FAKE = /^server\/openstack\/fake\//
const OPENSTACK = /^server\/openstack\/(?!fake\/)/
/** Logging in, calling, errors: what is the same for all services. */
const OPENSTACK_COMMON = /^server\/openstack\/[^/]+\.ts$/
const RESOURCES = /^server\/resources\//
const RESOURCE_BASE = /^server\/resources\/base\//
/** The server beside resources and OpenStack's clients. */
const ENGINE = /^server\/(?!resources\/|openstack\/)/

const LAYERS: Layer[] = [
  // Tests and tools put parts together as they like, and `main`, `portal`, `worker`, `demo`, `registry` are the places that do so.
  { name: 'tests and tools', files: /\.test\.tsx?$|^(e2e|bench|scripts)\/|\/testing\//, ours: [/./] },
  { name: 'the demo', files: /^server\/demo\.ts$/, ours: [/^(server|db)\//] },
  {
    name: 'the processes and the registry',
    files: /^server\/(main|portal|boot|worker|registry)\.ts$/,
    ours: [DB, ENGINE, RESOURCES, OPENSTACK],
  },
  {
    name: 'app, which reaches data through the registry and the API',
    files: /^app\//,
    ours: [/^(app|components)\//, /^server\/(registry|auth|env|log)\.ts$/, /^server\/(api|live|identity)\/(?!table)/],
  },
  {
    name: 'components, which speak HTTP or call server actions',
    files: /^components\//,
    ours: [/^components\//, /^app\/actions\.ts$/],
  },
  { name: 'the built-in cloud, which knows nothing of the portal', files: FAKE, ours: [FAKE] },
  {
    name: 'server/openstack, which knows nothing of the portal',
    files: /^server\/openstack\//,
    ours: [OPENSTACK],
    packages: /^(node:|zod$|undici$|ws$)/,
  },
  {
    name: 'db, which knows no table',
    files: DB,
    ours: [DB],
    packages: /^(node:|drizzle-orm($|\/)|better-sqlite3$|pg$)/,
  },
  {
    name: 'a resource, which knows of another one only its table',
    files: RESOURCES,
    ours: [DB, ENGINE, RESOURCE_BASE, TABLE, OPENSTACK],
  },
  {
    name: 'api and jobs, which meet resources in the registry',
    files: /^server\/(api|jobs)\//,
    ours: [DB, ENGINE, RESOURCE_BASE, OPENSTACK_COMMON],
  },
  {
    // It works provider by provider and within tenants; what lies in a tenant it meets in the registry.
    name: 'sync, which knows providers and tenants, and meets other resources in the registry',
    files: /^server\/sync\//,
    ours: [DB, ENGINE, RESOURCE_BASE, OPENSTACK_COMMON, /^server\/resources\/(provider|tenant)\/table\.ts$/],
  },
  { name: 'server', files: /^server\//, ours: [DB, ENGINE, RESOURCE_BASE, TABLE, OPENSTACK] },
]

/** Only these know that there is a framework; the rest runs in plain Node. */
const FRAMEWORK = /^(next|react|react-dom)($|\/)/
const FRAMEWORK_FILES = /^(app|components)\/|^server\/(auth|portal)\.ts$|\.test\.tsx$/
/** Put together the parts that everybody else gets from them. */
const ROOTS = /^server\/(main|portal|boot|worker|demo|registry)\.ts$/
const MAY_IMPORT_ROOTS = /^(app|e2e|bench|scripts)\/|\.test\.tsx?$|^server\/(main|portal|worker|demo)\.ts$|\/testing\//

/** What a file imports or re-exports, as written, dynamic imports and types included. */
export const importsOf = (text: string): string[] => {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  const statements =
    /(?:^|[;\n])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])(.+?)\1|(?:^|[;\n])\s*import\s*(['"])(.+?)\3/g
  const dynamic = /\bimport\s*\(\s*(['"])(.+?)\1/g
  return [
    ...[...code.matchAll(statements)].map((match) => match[2] ?? match[4]),
    ...[...code.matchAll(dynamic)].map((match) => match[2]),
  ]
}

/** One sentence for each import that the layers do not allow. Files of no layer (settings at the top) are not judged. */
export const violations = (sources: Source[]): string[] =>
  sources.flatMap(({ file, text }) => {
    const layer = LAYERS.find(({ files }) => files.test(file))
    if (!layer) return []
    return importsOf(text)
      .filter((specifier) => !isAllowed(layer, file, specifier))
      .map((specifier) => `${file} imports ${specifier}: not for ${layer.name}`)
  })

const isAllowed = (layer: Layer, file: string, specifier: string): boolean => {
  const target = ourFile(file, specifier)
  if (target === undefined) {
    if (FRAMEWORK.test(specifier) && !FRAMEWORK_FILES.test(file)) return false
    return layer.packages?.test(specifier) ?? true
  }
  if (!/^(app|components|server|db)\//.test(target)) return true // package.json, a message catalogue
  if (ROOTS.test(target) && !MAY_IMPORT_ROOTS.test(file)) return false
  return sameResource(file, target) || layer.ours.some((pattern) => pattern.test(target))
}

/** The imported file from the top of the tree, undefined for a package. */
const ourFile = (file: string, specifier: string): string | undefined => {
  if (specifier.startsWith('@/')) return withExtension(specifier.slice(2))
  if (specifier.startsWith('.')) return withExtension(path.posix.join(path.posix.dirname(file), specifier))
}

/** Under app/ and components/ the extension may be left out. */
const withExtension = (file: string) => (path.posix.extname(file) ? file : `${file}.ts`)

const sameResource = (file: string, target: string): boolean => {
  const folder = /^server\/resources\/[^/]+\//.exec(file)?.[0]
  return folder !== undefined && target.startsWith(folder)
}

/** All sources of the tree at `root`. */
export const readSources = (root: string): Source[] =>
  fs
    .globSync('{app,components,server,db,e2e,bench,scripts}/**/*.{ts,tsx}', { cwd: root })
    .sort()
    .map((file) => ({ file: file.split(path.sep).join('/'), text: fs.readFileSync(path.join(root, file), 'utf8') }))

if (process.argv[1] === import.meta.filename) {
  const found = violations(readSources('.'))
  for (const line of found) console.error(line)
  process.exitCode = found.length > 0 ? 1 : 0
}
