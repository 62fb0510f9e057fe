import { canonicalJson } from '../json/canonical-json.js'
import { readYaml } from '../yaml/read-yaml.js'
import { type CollectionNode, type Draft, draftValue } from './draft.js'
import type { EditableText } from './editable-text.js'
import { emitEdits } from './emit-edits.js'
import { PipelineEditError } from './pipeline-edit-error.js'
import { applyTextEdits, joinEdits, type TextEdit } from './text-edit.js'

/** The edits that give a text the value of a draft, and the text that they make. */
export interface DraftEdits {
  readonly edits: readonly TextEdit[]
  readonly text: string
}

/**
 * Makes the edits of a draft, in the text as given. The result is read again: a text that is not exactly the draft
 * (such as one that is nested too deeply now) is refused with a `PipelineEditError`.
 */
export function draftEdits(source: EditableText, draft: Draft, keepComments = false): DraftEdits {
  const { parsed, root, style } = source
  const { edits, touched } = emitEdits({ text: parsed.text, root, style, keepComments }, source.draft, draft)
  const given = withLastBreak(source, joinEdits(inGivenText(source, joinEdits(edits), touched)))
  if (given.length === 0) return { edits: [], text: source.text }
  const text = applyTextEdits(source.text, given)
  const { value, issues } = readYaml(text)
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 || value === undefined || canonicalJson(value) !== canonicalJson(draftValue(draft))) {
    const reason = errors[0]?.message ?? 'the text would mean something else'
    throw new PipelineEditError(`The edit cannot be made in this text: ${reason}`, [], errors)
  }
  return { edits: given, text }
}

/** Where the text ends without a line break and its last lines go, an empty line is the last now: it needs one to be a line. */
function withLastBreak({ text, style }: EditableText, edits: readonly TextEdit[]): readonly TextEdit[] {
  const last = edits.at(-1)
  if (last?.end_offset !== text.length || text.endsWith('\n')) return edits
  if (!(text.slice(0, last.start_offset) + last.text).endsWith('\n')) return edits
  return edits.with(-1, { ...last, text: last.text + style.lineBreak })
}

/** Edits of the parsed text as edits of the text as given. Where a check of the old spelling changes, it becomes a list. */
function inGivenText(
  { parsed, shift, oldChecks }: EditableText,
  edits: readonly TextEdit[],
  touched: ReadonlySet<CollectionNode>,
): TextEdit[] {
  const placed = edits.map((edit) => ({ at: edit.start_offset, end: edit.end_offset, edit }))
  for (const [node, { insertions }] of oldChecks) {
    if (!touched.has(node)) continue
    for (const { offset, text } of insertions) {
      const start = parsed.fromOriginal(offset)
      if (edits.some((edit) => edit.start_offset <= start && start < edit.end_offset)) continue
      placed.push({ at: start, end: start, edit: { start_offset: start, end_offset: start, text } })
    }
  }
  placed.sort((left, right) => left.at - right.at)
  return placed.map(({ edit }) => {
    const start = parsed.toOriginal(edit.start_offset)
    const end = Math.max(start, parsed.toOriginal(edit.end_offset))
    return { start_offset: start + shift, end_offset: end + shift, text: edit.text }
  })
}
