import { type Resources, resourcesFromDocument } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { formatIssues } from '../output/format-report.js'
import { readText } from './read-text.js'

/**
 * Reads what there is and what workspaces may use: a document in YAML or JSON. Warnings are shown.
 *
 * @throws CliError when there is none, or it is not valid (its issues are shown before)
 */
export async function readResources(file: string, context: CliContext): Promise<Resources> {
  const text = await readText(file, context)
  const { resources, issues } = resourcesFromDocument(text)
  const colors = colorsFor(context.stderr, context.env)
  context.stderr.write(formatIssues(issues, { name: file, lines: text.split('\n') }, colors))
  if (resources === undefined) throw new CliError(`the resources document '${file}' is not valid`, EXIT.failed)
  return resources
}
