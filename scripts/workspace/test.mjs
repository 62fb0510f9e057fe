import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { binaries, cache } from './paths.mjs'
import { runInForeground } from './run.mjs'

const report = join(cache, 'vitest.json')

/**
 * Lint, types and tests; with arguments only the tests they name. The last line is `N passed, N failed`, where a lint
 * or type check that fails counts as one failure. Resolves to how the whole ended.
 */
export async function runTests(args) {
  mkdirSync(cache, { recursive: true })
  rmSync(report, { force: true })
  const stages =
    args.length > 0
      ? []
      : [
          ['biome', 'check'],
          ['tsc', '-b'],
          ['node', '--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'prepare-server.mjs')],
        ]
  let failedChecks = 0
  for (const [tool, ...rest] of stages) {
    const ended = await runInForeground(join(binaries, tool), rest)
    if (ended.signal !== undefined) return ended
    if (ended.code !== 0) failedChecks += 1
  }
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ended = await runInForeground(join(binaries, 'vitest'), ['run', ...reporters, ...args])
  if (ended.signal !== undefined) return ended
  const { passed, failed } = countTests(ended.code)
  console.log(`${passed} passed, ${failed + failedChecks} failed`)
  return failedChecks > 0 && ended.code === 0 ? { code: 1 } : ended
}

/** A file that could not be loaded, or an error outside a test, fails the run without a failed test: it counts as one. */
function countTests(code) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const brokenFiles = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    const failed = numFailedTests + brokenFiles.length
    return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed }
  } catch {
    return { passed: 0, failed: code === 0 ? 0 : 1 }
  }
}
