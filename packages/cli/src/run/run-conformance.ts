import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { installQuietRuntime } from '@odp/worker'
import { type CaseReport, type ConformanceReport, runConformance, startTemporalHost } from '@odp/worker/conformance'
import { connectionSettings, startDevServer } from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { type Colors, colorsFor } from '../output/colors.js'
import { count } from '../output/count.js'
import { plainText } from '../output/plain-text.js'
import { writeJson } from '../output/write-json.js'
import { fileError } from '../sources/read-text.js'

/** The options of `odp conformance`. */
export interface ConformanceFlags {
  readonly host: 'local' | 'temporal'
  readonly json?: boolean
}

/** Runs the cases of a folder and tells each as soon as it is done. */
export async function conformance(folder: string, flags: ConformanceFlags, context: CliContext): Promise<ExitCode> {
  const colors = colorsFor(context.stdout, context.env)
  const onCase = (report: CaseReport) => {
    if (!flags.json) context.stdout.write(caseText(report, colors))
  }
  const { passed, failed, cases } = await runCases(folder, flags.host, onCase, context)
  if (cases.length === 0) throw new CliError(`there is no case (.yaml) in '${folder}'`)
  if (flags.json) writeJson(context.stdout, { passed, failed, cases })
  else {
    const mark = failed === 0 ? colors.green('✔') : colors.red('✖')
    context.stdout.write(`${mark} ${count(passed, 'case')} passed, ${failed} failed\n`)
  }
  return failed === 0 ? EXIT.fine : EXIT.failed
}

async function runCases(
  folder: string,
  host: ConformanceFlags['host'],
  onCase: (report: CaseReport) => void,
  context: CliContext,
): Promise<ConformanceReport> {
  const path = resolve(context.cwd, folder)
  try {
    if (host === 'local') return await runConformance(path, { host, onCase })
    // A folder that cannot be read is told before a server is started.
    await readdir(path)
    return await runOnTemporal(path, onCase, context)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
    throw error.code === 'ENOENT' ? new CliError(`there is no folder '${folder}'`) : fileError(folder, error)
  }
}

async function runOnTemporal(
  path: string,
  onCase: (report: CaseReport) => void,
  context: CliContext,
): Promise<ConformanceReport> {
  const settings = connectionSettings({ ...context.env })
  if (settings?.tls || settings?.apiKey) {
    throw new CliError(
      'conformance cases run on a server without encryption and keys; leave TEMPORAL_ADDRESS out for an embedded one',
    )
  }
  const onProgress = (message: string) => context.stderr.write(`${message} …\n`)
  const server = settings === undefined ? await startDevServer({ onProgress }) : { ...settings, stop: async () => {} }
  installQuietRuntime()
  try {
    const { address, namespace } = server
    const host = await startTemporalHost({ address, namespace })
    try {
      return await runConformance(path, { host, onCase })
    } finally {
      await host.close()
    }
  } finally {
    await server.stop()
  }
}

function caseText({ name, file, ok, differences }: CaseReport, colors: Colors): string {
  const head = `${ok ? colors.green('✔') : colors.red('✖')} ${plainText(name)}${ok || file === undefined ? '' : colors.dim(`  ${file}`)}`
  const details = differences.map((difference) => `    ${plainText(difference).replaceAll('\n', '\n    ')}`)
  return `${[head, ...details].join('\n')}\n`
}
