import path from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, readSources, violations } from '../scripts/layers.ts'

const judge = (file: string, specifier: string) =>
  violations([{ file, text: `import { x } from '${specifier}'\n` }]).length === 0 ? 'allowed' : 'forbidden'

test('the tree keeps its layers', () => {
  const sources = readSources(path.join(import.meta.dirname, '..'))
  expect(sources.length).toBeGreaterThan(50)
  expect(violations(sources)).toEqual([])
})

test('every form of import is seen, and no text that looks like one', () => {
  const text = `
    import a, {
      type B,
    } from './one.ts'
    import type { C } from "./two.ts"
    import './three.css'
    export * from './four.ts'
    export { d } from './five.ts'
    const e = await import('./six.ts')
    // import x from './not-this.ts'
    /* export * from './nor-this.ts' */
    const url = 'https://example.org' // a comment
    const words = "copied from 'elsewhere'"
  `
  expect(importsOf(text)).toEqual(['./one.ts', './two.ts', './three.css', './four.ts', './five.ts', './six.ts'])
})

test.each([
  ['app/volumes/page.tsx', '@/components/ui/table'],
  ['app/api/[[...path]]/route.ts', '@/server/registry.ts'],
  ['components/volume/menu.tsx', '../api/schema.gen.ts'],
  ['components/volume/dialog.tsx', 'react'],
  ['server/resources/volume/actions.ts', './jobs.ts'],
  ['server/resources/volume/actions.ts', '../instance/table.ts'],
  ['server/resources/volume/actions.ts', '../../openstack/cinder/volumes.ts'],
  ['server/jobs/engine.ts', '../openstack/errors.ts'],
  ['server/openstack/nova/servers.ts', 'zod'],
  ['server/auth.ts', 'next/headers'],
  ['server/demo.ts', './openstack/fake/cloud.ts'],
  ['server/resources/volume/actions.test.ts', '../../openstack/fake/cloud.ts'],
])('%s may import %s', (file, specifier) => {
  expect(judge(file, specifier)).toBe('allowed')
})

test.each([
  ['app/volumes/page.tsx', '@/server/resources/volume/table.ts'],
  ['app/volumes/page.tsx', '@/server/openstack/cinder/volumes.ts'],
  ['app/volumes/page.tsx', '@/db/client.ts'],
  ['components/volume/menu.tsx', '@/server/resources/volume/rules'],
  ['components/volume/menu.tsx', '@/db/client.ts'],
  ['server/resources/volume/actions.ts', '../instance/jobs.ts'],
  ['server/resources/volume/actions.ts', '../../registry.ts'],
  ['server/jobs/engine.ts', '../resources/volume/table.ts'],
  ['server/jobs/engine.ts', '../openstack/nova/servers.ts'],
  ['server/api/dispatch.ts', 'next/server'],
  ['server/openstack/nova/servers.ts', '../../errors.ts'],
  ['server/openstack/nova/servers.ts', 'drizzle-orm'],
  ['server/openstack/nova/servers.ts', '../fake/cloud.ts'],
  ['server/openstack/fake/nova.ts', '../login.ts'],
  ['server/worker.ts', './openstack/fake/cloud.ts'],
  ['server/units.ts', '@/components/ui/table'],
  ['db/client.ts', '../server/env.ts'],
])('%s may not import %s', (file, specifier) => {
  expect(judge(file, specifier)).toBe('forbidden')
})
