/** Runs test suites one after another and sums what they say of themselves. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} Summary */

/**
 * Runs `command` with its output passed through. It writes its Summary to the file named by `FOYER_TEST_SUMMARY`; a
 * suite that ends badly without saying that something failed counts as one failure.
 * @returns {Promise<Summary>}
 */
export async function runSuite(name, command, args, env = process.env) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-summary-')), 'summary.json')
  console.log(`\n== ${name}`)
  const problem = await new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...env, FOYER_TEST_SUMMARY: file },
    })
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) =>
      resolve(code === 0 ? undefined : signal ? `ended by ${signal}` : `exit code ${code}`),
    )
  })
  const summary = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined
  fs.rmSync(path.dirname(file), { recursive: true, force: true })
  if (!summary) {
    console.error(`${name}: it gave no results (${problem ?? 'exit code 0'})`)
    return { passed: 0, failed: 1, skipped: [] }
  }
  if (problem && summary.failed === 0) {
    console.error(`${name}: ${problem}, although no test failed`)
    return { ...summary, failed: 1 }
  }
  return summary
}

/** @returns {Summary} */
export function sum(summaries) {
  const add = (key) => summaries.reduce((total, summary) => total + summary[key], 0)
  return { passed: add('passed'), failed: add('failed'), skipped: summaries.flatMap((summary) => summary.skipped) }
}

/**
 * Ends a suite: for the suite above when there is one, else for people, with `N passed, N failed, N skipped` as the last
 * line. Sets the exit code.
 */
export function finish(summary) {
  process.exitCode = summary.failed > 0 ? 1 : 0
  const file = process.env.FOYER_TEST_SUMMARY
  if (file) fs.writeFileSync(file, JSON.stringify(summary))
  else {
    console.log()
    for (const { name, reason } of summary.skipped) console.log(`skipped: ${name}: ${reason}`)
    console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped.length} skipped`)
  }
}

/** The environment without what would lead a test to somebody's cloud or database. */
export function withoutClouds(env = process.env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OS_|DATABASE_URL$|FOYER_)/.test(name)))
}
