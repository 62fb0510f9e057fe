import type { ValidateOptions } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { count } from '../output/count.js'
import { formatIssues, formatSummary } from '../output/format-report.js'
import { plainLine } from '../output/plain-text.js'
import { writeJson } from '../output/write-json.js'
import { fixPipeline } from '../sources/fix-pipeline.js'
import { isModule } from '../sources/load-module.js'
import { readText } from '../sources/read-text.js'
import { writeText } from '../sources/write-text.js'

/** Applies the safe fixes to files, writes back those that changed, and reports what was done and what is left. */
export async function validateAndFix(
  files: readonly string[],
  options: ValidateOptions,
  json: boolean,
  context: CliContext,
): Promise<ExitCode> {
  const code = files.find(isModule)
  if (code !== undefined) throw new CliError(`'${code}' is code; --fix is for YAML and JSON`)
  const reports: object[] = []
  let valid = true
  for (const file of files) {
    const given = await readText(file, context)
    const { text, applied, report } = fixPipeline(given, options)
    valid &&= report.valid
    if (file !== '-' && text !== given) await writeText(file, text, context)
    if (json) {
      reports.push({ ...report, applied, ...(file === '-' ? { text } : {}) })
      continue
    }
    if (file === '-') context.stdout.write(text)
    // The text of standard input must not be mixed with what is said about it.
    const output = file === '-' ? context.stderr : context.stdout
    const colors = colorsFor(output, context.env)
    const name = file === '-' ? '<stdin>' : file
    for (const { fix, line, message } of applied) {
      const place = line === undefined ? name : `${name}:${line}`
      output.write(`${colors.cyan('fixed')} ${place}  ${plainLine(fix?.title ?? message)}\n`)
    }
    output.write(formatIssues(report.diagnostics, { name, lines: text.split('\n') }, colors))
    const summary = formatSummary(report, name, colors)
    output.write(`${summary}${applied.length === 0 ? '' : ` · ${count(applied.length, 'problem')} fixed`}\n`)
  }
  if (json) writeJson(context.stdout, files.length === 1 ? reports[0] : reports)
  return valid ? EXIT.fine : EXIT.failed
}
