/** What each declared action of the portal has to refuse, tested because it is declared. */
import { expect, test } from 'vitest'
import { registry } from '../registry.ts'
import { testActions } from '../testing/action-tests.ts'
import { openTestDatabase } from '../testing/database.ts'
import { loadFactories } from '../testing/factories.ts'
import { compiledOf } from './match.ts'

openTestDatabase()

test('no two declarations claim one method and path', () => {
  expect(() => compiledOf(registry)).not.toThrow()
})

testActions(registry, await loadFactories())
