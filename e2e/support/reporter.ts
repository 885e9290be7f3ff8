/** Writes what `scripts/summary.mjs` sums to the file that `FOYER_TEST_SUMMARY` names. */
import fs from 'node:fs'
import type { Reporter, Suite, TestError } from '@playwright/test/reporter'

export default class SummaryReporter implements Reporter {
  private suite: Suite | undefined
  private errors: TestError[] = []

  onBegin(_: unknown, suite: Suite) {
    this.suite = suite
  }

  onError(error: TestError) {
    this.errors.push(error)
  }

  onEnd() {
    const summary = { passed: 0, failed: this.errors.length, skipped: [] as { name: string; reason: string }[] }
    for (const test of this.suite?.allTests() ?? []) {
      const outcome = test.outcome()
      if (outcome === 'expected' || outcome === 'flaky') summary.passed++
      else if (outcome === 'unexpected') summary.failed++
      else {
        const annotations = [...test.annotations, ...test.results.flatMap((result) => result.annotations)]
        const reason = annotations.find(({ type, description }) => /skip|fixme/.test(type) && description)?.description
        const fallback = test.results.length === 0 ? 'it never ran' : 'no reason given'
        summary.skipped.push({ name: test.titlePath().filter(Boolean).join(' > '), reason: reason ?? fallback })
      }
    }
    fs.writeFileSync(process.env.FOYER_TEST_SUMMARY!, JSON.stringify(summary))
  }

  printsToStdio() {
    return false
  }
}
