import type { DocumentPath, Issue } from '../issues/issue.js'
import { isJsonObject, type Json } from '../json/json.js'
import { pathAt } from './node-lookup.js'
import type { rangeFinder } from './position-index.js'
import type { Repair } from './repair.js'
import { unquotedTemplate } from './unquoted-templates.js'
import { writeYaml } from './write-yaml.js'
import type { YamlProblem } from './yaml-problem.js'

/** More than this many errors of one text help nobody. Warnings never take the place of an error. */
const MAX_ERRORS = 100

/** The issues of a reading in the order of the text, each with its path and its place in the text as given. */
export function yamlIssues(repair: Repair, rangeOf: ReturnType<typeof rangeFinder>): Issue[] {
  const { parsed, tree } = repair
  const problems: PlacedProblem[] = [
    ...repair.checks.map((block) => ({
      ...CHECK_SPELLING,
      ...placed(repair, block.offset, block.offset + 5),
      isCheck: true,
    })),
    ...repair.templates.map((template) => ({
      ...unquotedTemplate(template.quoted),
      ...placed(repair, template.offset, template.end),
    })),
    ...tree.problems.list,
  ].sort((a, b) => a.offset - b.offset)

  const isSound = tree.problems.list.every(({ severity }) => severity === 'warning')
  const issues: Issue[] = []
  let errors = 0
  const syntaxLines = new Set<number>()
  for (const problem of problems) {
    const { line, column, end_line, end_column } = rangeOf(parsed, problem.offset, problem.end)
    // One mistake makes the parser stumble several times on its line.
    if (problem.code === 'yaml_syntax' && syntaxLines.has(line)) continue
    if (problem.code === 'yaml_syntax') syntaxLines.add(line)
    const severity = problem.severity ?? 'error'
    if (severity === 'error' && ++errors > MAX_ERRORS) return withoutTheRest(issues)
    const path = pathAt(tree.root, problem.offset)
    issues.push({
      code: problem.code,
      level: 1,
      severity,
      message: problem.message,
      path,
      line,
      column,
      end_line,
      end_column,
      ...(problem.isCheck === true
        ? canonicalCheck(tree.value, path, isSound)
        : problem.hint === undefined
          ? {}
          : { hint: problem.hint }),
    })
  }
  return issues
}

interface PlacedProblem extends YamlProblem {
  readonly isCheck?: boolean
}

function placed({ parsed }: Repair, start: number, end: number): { readonly offset: number; readonly end: number } {
  return { offset: parsed.fromOriginal(start), end: parsed.fromOriginal(end) }
}

const CHECK_SPELLING: Omit<YamlProblem, 'offset' | 'end'> = {
  code: 'check_spelling',
  severity: 'warning',
  message:
    'This spelling of `check` is not YAML: `run` may not stand below the text of its condition. It is read as a list',
}

/** Shows a check as the list that it is read as; where nothing else is wrong, that is a safe fix. */
function canonicalCheck(document: Json | undefined, path: DocumentPath, isSound: boolean): Pick<Issue, 'hint' | 'fix'> {
  let value = document
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)]
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }
  if (value === undefined) return {}
  const hint = `Write it as a list:\n${writeYaml({ check: value }).trimEnd()}`
  if (!isSound) return { hint }
  return { hint, fix: { title: 'Write the check as a list', safe: true, changes: [{ kind: 'set', path, value }] } }
}

/** The issues, the last of which says that there are more. */
function withoutTheRest(issues: readonly Issue[]): Issue[] {
  const last = issues.at(-1)
  if (last === undefined) return []
  const hint = `${last.hint === undefined ? '' : `${last.hint} `}There are more problems in this text; correct these first.`
  return [...issues.slice(0, -1), { ...last, hint }]
}
