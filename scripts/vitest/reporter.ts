/** Writes what `scripts/summary.mjs` sums to the file that `FOYER_TEST_SUMMARY` names. */
import fs from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]) {
    const summary = { passed: 0, failed: unhandled.length, skipped: [] as { name: string; reason: string }[] }
    for (const module of modules) {
      // A file that does not load, or a hook that throws, has no failed test to be counted by.
      summary.failed += module.errors().length
      for (const suite of module.children.allSuites()) summary.failed += suite.errors().length
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') summary.passed++
        else if (result.state === 'failed') summary.failed++
        else {
          const note = result.state === 'skipped' ? result.note : 'it never ran'
          const name = `[${test.project.name}] ${module.relativeModuleId} > ${test.fullName}`
          summary.skipped.push({ name, reason: note ?? 'no reason given' })
        }
      }
    }
    fs.writeFileSync(process.env.FOYER_TEST_SUMMARY!, JSON.stringify(summary))
  }
}
