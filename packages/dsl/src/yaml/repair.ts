import { type CheckBlock, findCheckBlocks } from './check-blocks.js'
import { countUpTo } from './count-up-to.js'
import { type InsertedText, insertInto, untouched } from './insertions.js'
import { MAX_REPAIRED_CHARACTERS } from './limits.js'
import { lineStarts } from './line-starts.js'
import { type ReadTree, readTree } from './read-tree.js'
import { findUnquotedTemplates, type UnquotedTemplate } from './unquoted-templates.js'

/** Every attempt reads the whole text again: a long one, in UTF-16 units, has only one. */
const MOST_ATTEMPTS = 3
const LARGE_TEXT = 100_000

/** What was read after spellings that are no YAML were repaired, and which. */
export interface Repair {
  readonly parsed: InsertedText
  readonly tree: ReadTree
  readonly checks: readonly CheckBlock[]
  readonly templates: readonly UnquotedTemplate[]
}

/**
 * Repairs the two spellings that people write although they are not YAML: the source's `check`, and a template
 * without quotes. Only inserts, only where the parser found an error, and keeps only what removes errors.
 */
export function repairText(text: string, first: ReadTree): Repair {
  // Of a text that is too deep or too dense nothing is read.
  if (first.root === undefined || text.length > MAX_REPAIRED_CHARACTERS) return unrepaired(text, first)
  const place = lineStarts(text)
  /** The lines (from 0) of the syntax errors, ascending. */
  function errorLines(tree: ReadTree, parsed: InsertedText): number[] {
    const errors = tree.problems.list.filter(({ code }) => code === 'yaml_syntax')
    return errors.map(({ offset }) => place(parsed.toOriginal(offset)).line - 1).sort((a, b) => a - b)
  }

  const before = errorLines(first, untouched(text))
  let checks = before.length === 0 ? [] : findCheckBlocks(text).filter((block) => errorsInBlock(before, block) > 0)
  let templates =
    before.length === 0 ? [] : findUnquotedTemplates(text).filter(({ line }) => errorsOn(before, line, line) > 0)
  // A repair that did not help is dropped, and the rest is tried again without it.
  const attempts = text.length > LARGE_TEXT ? 1 : MOST_ATTEMPTS
  for (let attempt = 0; attempt < attempts && checks.length + templates.length > 0; attempt++) {
    const parsed = insertInto(
      text,
      [...checks, ...templates].flatMap((repair) => repair.insertions),
    )
    const tree = readTree(parsed.text)
    const after = errorLines(tree, parsed)
    const goodChecks = checks.filter((block) => errorsInBlock(after, block) < errorsInBlock(before, block))
    const goodTemplates = templates.filter(({ line }) => errorsOn(after, line, line) === 0)
    if (
      goodChecks.length === checks.length &&
      goodTemplates.length === templates.length &&
      after.length < before.length
    ) {
      return { parsed, tree, checks, templates }
    }
    checks = goodChecks
    templates = goodTemplates
  }
  return unrepaired(text, first)
}

/** A text that is read as it is. */
export function unrepaired(text: string, tree: ReadTree): Repair {
  return { parsed: untouched(text), tree, checks: [], templates: [] }
}

function errorsInBlock(lines: readonly number[], block: CheckBlock): number {
  return errorsOn(lines, block.firstLine + 1, block.lastLine)
}

function errorsOn(lines: readonly number[], from: number, to: number): number {
  return countUpTo(lines, to) - countUpTo(lines, from - 1)
}
