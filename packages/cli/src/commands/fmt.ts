import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'

interface FmtFlags {
  readonly check?: boolean
  readonly write?: boolean
  readonly json?: boolean
}

interface Formatted {
  readonly file: string
  readonly text: string
  readonly changed: boolean
}

/** Adds `odp fmt`. */
export function addFmt(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  program
    .command('fmt')
    .summary('give pipelines their canonical spelling')
    .description(
      'Gives a pipeline its canonical spelling: the old form of `check` (which is not YAML) becomes a list, `version: 1.0` becomes ' +
        '`version: "1.0"`, and the like. Nothing else is touched: comments, blank lines, quotes and order stay as they are. Prints the ' +
        'text unless --write or --check is given.',
    )
    .argument('<files...>', 'YAML or JSON pipelines, or - for standard input')
    .option('--check', 'change nothing; exit 1 if a file would change')
    .option('--write', 'write the files back')
    .option('--json', 'print [{ file, changed, text }] as JSON')
    .addHelpText(
      'after',
      `
Examples:
  odp fmt pipeline.yaml
  odp fmt --write pipelines/*.yaml
  odp fmt --check pipelines/*.yaml

Exit codes: 0 fine, 1 a file is not valid YAML or --check found one that would change, 2 usage, or a file cannot be read`,
    )
    .action(async (files: string[], flags: FmtFlags) => end(await format(files, flags, context)))
}

async function format(files: readonly string[], flags: FmtFlags, context: CliContext): Promise<ExitCode> {
  if (flags.check && flags.write) throw new CliError('--check and --write exclude each other')
  if (flags.write && files.includes('-')) throw new CliError('standard input cannot be written back; leave --write out')
  const all: Formatted[] = []
  let refused = false
  for (const file of files) {
    const formatted = await formatFile(file, context)
    if (formatted === undefined) refused = true
    else all.push(formatted)
  }
  const changed = all.filter((file) => file.changed)
  if (flags.write) await writeBack(changed, context)
  if (flags.json) {
    const { writeJson } = await import('../output/write-json.js')
    writeJson(context.stdout, all)
  } else if (flags.check) {
    for (const { file } of changed) context.stdout.write(`${file} would change\n`)
  } else if (flags.write) {
    for (const { file } of changed) context.stdout.write(`${file} changed\n`)
  } else {
    for (const { text } of all) context.stdout.write(text)
  }
  return refused || (flags.check && changed.length > 0) ? EXIT.failed : EXIT.fine
}

/** The text in canonical spelling; undefined, with the issues shown, when the text is no YAML. */
async function formatFile(file: string, context: CliContext): Promise<Formatted | undefined> {
  const { formatPipeline } = await import('@odp/dsl')
  const { readText } = await import('../sources/read-text.js')
  const { isModule } = await import('../sources/load-module.js')
  if (isModule(file)) throw new CliError(`'${file}' is code; fmt is for YAML and JSON`)
  const given = await readText(file, context)
  const { text, changed, issues } = formatPipeline(given)
  const errors = issues.filter((issue) => issue.severity === 'error')
  if (errors.length === 0) return { file, text, changed }
  const { colorsFor } = await import('../output/colors.js')
  const { formatIssues } = await import('../output/format-report.js')
  const source = { name: file, lines: given.split('\n') }
  context.stderr.write(formatIssues(errors, source, colorsFor(context.stderr, context.env)))
  return undefined
}

async function writeBack(changed: readonly Formatted[], context: CliContext): Promise<void> {
  const { writeText } = await import('../sources/write-text.js')
  for (const { file, text } of changed) await writeText(file, text, context)
}
