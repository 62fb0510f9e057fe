import type { Issue } from '../issues/issue.js'
import type { Json } from '../json/json.js'
import { insertInto, untouched } from './insertions.js'
import { MAX_DOCUMENT_BYTES } from './limits.js'
import { placeClean } from './place-clean.js'
import { placeNodes } from './place-nodes.js'
import { type PositionIndex, positionIndex, rangeFinder } from './position-index.js'
import { readCleanYaml } from './read-clean-yaml.js'
import { readJsonText } from './read-json-text.js'
import { readTree } from './read-tree.js'
import { repairText, unrepaired } from './repair.js'
import { exceedsUtf8Size } from './utf8-size.js'
import { yamlIssues } from './yaml-issues.js'

/**
 * What a text held.
 *
 * @example
 * ```ts
 * import { readYaml, type YamlReading } from '@odp/dsl'
 *
 * const { value, issues }: YamlReading = readYaml('steps: []\n')
 * ```
 */
export interface YamlReading {
  /** The value; with errors, as much of it as could be read. Absent when nothing sensible could be. */
  readonly value?: Json
  /** Everything that is wrong with the text, in its order. Errors refuse it, warnings do not. */
  readonly issues: readonly Issue[]
  /** Where the values stand in the text as given. */
  readonly positions: PositionIndex
  /** The text with every old-style `check` made a list, when there was one. */
  readonly repaired_text?: string
}

/**
 * Reads a YAML 1.2 or JSON text into a JSON value, with the place of every value. Never throws, runs nothing, and
 * takes time in proportion to the text. Aliases, tags, merge keys, directives, several documents, keys that stand
 * twice, `.inf` and `.nan`, more than 5 MB and more than 100 levels are errors; so is a text that would take over a
 * second to read (see `maxTokens`). The old spelling of `check`, which is
 * not YAML, is read as a list, with a warning.
 *
 * @example
 * ```ts
 * import { readYaml } from '@odp/dsl'
 *
 * const { value, issues, positions } = readYaml('version: "1.0"\nsteps: []\n')
 * positions.value(['steps']) // { line: 2, column: 8, … }
 * ```
 */
export function readYaml(text: string): YamlReading {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const given = text.slice(mark.length)
  const rangeOf = rangeFinder(given, mark.length)
  if (exceedsUtf8Size(text, MAX_DOCUMENT_BYTES)) {
    return {
      issues: [TOO_LARGE],
      positions: positionIndex(() => ({ root: undefined, parsed: untouched('') }), rangeOf),
    }
  }

  const value = readJsonText(given) ?? readCleanYaml(given)
  if (value !== undefined) {
    const source = () => ({ root: placeClean(given), parsed: untouched(given) })
    return { value, issues: [], positions: positionIndex(source, rangeOf) }
  }
  return readStrictly(given, mark, rangeOf)
}

function readStrictly(given: string, mark: string, rangeOf: ReturnType<typeof rangeFinder>): YamlReading {
  const first = readTree(given)
  const repair = first.problems.list.length === 0 ? unrepaired(given, first) : repairText(given, first)
  const { parsed, tree, checks } = repair
  const inserted = checks.flatMap((block) => block.insertions)
  return {
    ...(tree.value === undefined ? {} : { value: tree.value }),
    issues: yamlIssues(repair, rangeOf),
    positions: positionIndex(() => ({ root: placeNodes(tree.root, parsed.text), parsed }), rangeOf),
    ...(inserted.length === 0 ? {} : { repaired_text: mark + insertInto(given, inserted).text }),
  }
}

const TOO_LARGE: Issue = {
  code: 'document_too_large',
  level: 1,
  severity: 'error',
  message: `The document is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB`,
  path: [],
  line: 1,
  column: 1,
  hint: 'Nothing of it was read. Keep data out of the document; pass it as input.',
}
