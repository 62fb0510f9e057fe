import { type Json, type JsonObject, readYaml } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { colorsFor } from '../output/colors.js'
import { formatIssues } from '../output/format-report.js'
import { readText } from './read-text.js'

/**
 * The input of a run: the file first, then single values, which win.
 *
 * @param values `key=text` or `key:=json`
 * @throws CliError when a value or the file cannot be read
 */
export async function readInput(
  values: readonly string[],
  file: string | undefined,
  context: CliContext,
): Promise<Record<string, Json>> {
  const fromFile = file === undefined ? {} : await readInputFile(file, context)
  // fromEntries makes own properties of every name, `__proto__` too.
  return Object.fromEntries([...Object.entries(fromFile), ...values.map(readValue)])
}

function readValue(text: string): [string, Json] {
  const [, key, operator, value = ''] = /^([^=:]+)(:?=)(.*)$/s.exec(text) ?? []
  if (key === undefined) {
    throw new CliError(`--input '${text}': expected key=text or key:=json, for example username=ada or 'limit:=20'`)
  }
  if (operator === '=') return [key, value]
  try {
    return [key, JSON.parse(value) as Json]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError(
      `--input '${text}': what follows := is not JSON (${reason}); for plain text write ${key}=${value}`,
    )
  }
}

async function readInputFile(file: string, context: CliContext): Promise<JsonObject> {
  const text = await readText(file, context)
  const { value, issues } = readYaml(text)
  if (issues.some((issue) => issue.severity === 'error')) {
    const colors = colorsFor(context.stderr, context.env)
    context.stderr.write(formatIssues(issues, { name: file, lines: text.split('\n') }, colors))
    throw new CliError(`the input file '${file}' cannot be read`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(`the input file '${file}' must hold a mapping of input names to values`)
  }
  return value
}
