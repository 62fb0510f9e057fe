import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConformanceHost } from './conformance-host.js'
import { localHost } from './local-host.js'
import { parseConformanceCase } from './parse-case.js'
import { type CaseReport, runConformanceCase } from './run-case.js'

/**
 * How a folder of cases is run.
 *
 * @example
 * ```ts
 * import type { ConformanceOptions } from '@odp/worker/conformance'
 *
 * const options: ConformanceOptions = { host: 'local', onCase: ({ name, ok }) => console.log(ok, name) }
 * ```
 */
export interface ConformanceOptions {
  /** What runs the plans. `local`, the default, runs them in this process in virtual time. */
  readonly host?: 'local' | ConformanceHost
  /** Called after every case, in the order of the files. */
  readonly onCase?: (report: CaseReport) => void
}

/**
 * How a folder of cases went.
 *
 * @example
 * ```ts
 * import { type ConformanceReport, runConformance } from '@odp/worker/conformance'
 *
 * const report: ConformanceReport = await runConformance('test/conformance')
 * ```
 */
export interface ConformanceReport {
  readonly passed: number
  readonly failed: number
  readonly cases: readonly CaseReport[]
}

/**
 * Runs every case of a folder: its files that end in `.yaml` or `.yml`, by name, without folders inside it. A file that
 * holds no case is a failed case.
 *
 * @throws the error of the file system when the folder cannot be read
 * @example
 * ```ts
 * import { runConformance } from '@odp/worker/conformance'
 *
 * const { passed, failed } = await runConformance('test/conformance', { host: 'local' })
 * ```
 */
export async function runConformance(directory: string, options: ConformanceOptions = {}): Promise<ConformanceReport> {
  const host = options.host === undefined || options.host === 'local' ? localHost : options.host
  const names = await readdir(directory)
  const cases: CaseReport[] = []
  for (const file of names.filter((name) => /\.ya?ml$/.test(name)).sort()) {
    const report = await runFile(directory, file, host)
    cases.push(report)
    options.onCase?.(report)
  }
  const passed = cases.filter((report) => report.ok).length
  return { passed, failed: cases.length - passed, cases }
}

async function runFile(directory: string, file: string, host: ConformanceHost): Promise<CaseReport> {
  const parsed = parseConformanceCase(await readFile(join(directory, file), 'utf8'))
  if (parsed.case === undefined) return { name: parsed.name ?? file, file, ok: false, differences: parsed.problems }
  return { ...(await runConformanceCase(parsed.case, host)), file }
}
