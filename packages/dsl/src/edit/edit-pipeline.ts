import type { PipelineDocument } from '../document/pipeline-document.js'
import type { DocumentChange, Issue } from '../issues/issue.js'
import type { Json } from '../json/json.js'
import { applyChange } from './apply-change.js'
import { type Draft, draftValue } from './draft.js'
import { draftEdits } from './draft-edits.js'
import { readEditableText } from './editable-text.js'
import { mergeDraft } from './merge-draft.js'
import { PipelineEditError } from './pipeline-edit-error.js'
import type { TextEdit } from './text-edit.js'

/**
 * A text after an edit.
 *
 * @example
 * ```ts
 * import { type EditedPipeline, editPipeline } from '@odp/dsl'
 *
 * const renamed = (text: string, name: string): EditedPipeline =>
 *   editPipeline(text, [{ kind: 'set', path: ['name'], value: name }])
 * ```
 */
export interface EditedPipeline {
  readonly text: string
  /** Why the text was left as it is: it cannot be read. Absent when the edit was made. */
  readonly issues?: readonly Issue[]
}

/**
 * Edits a pipeline in its YAML or JSON text. Everything that the edit does not touch stays byte for byte as it is:
 * comments, blank lines, quotes, the order of keys. What is new is written like its surroundings. The comments
 * directly above a key or item go, and move, with it.
 *
 * `changes` are applied in their order. A function gets the document and answers the edited one (it may change the
 * one that it got); steps are recognised by their `id`, so that a step keeps its comments wherever it goes within its list.
 *
 * A text with syntax errors is left as it is, with the issues. Throws a `PipelineEditError` when a change does not
 * fit the document.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { editPipeline } from '@odp/dsl'
 *
 * const source = readFileSync('pipeline.yaml', 'utf8')
 * const { text } = editPipeline(source, [{ kind: 'set', path: ['execution', 'mode'], value: 'safe' }])
 * const { text: renamed } = editPipeline(text, (document) => ({ ...document, name: 'Risk assessment' }))
 * ```
 */
export function editPipeline(
  text: string,
  changes: readonly DocumentChange[] | ((document: PipelineDocument) => PipelineDocument),
): EditedPipeline {
  const source = readEditableText(text)
  if ('issues' in source) return { text, issues: source.issues }
  return { text: draftEdits(source, editDraft(source.draft, changes)).text }
}

/**
 * The text edits that make changes, for an editor to apply: in the order of the text, not touching each other, with
 * offsets in the text as given. Throws a `PipelineEditError` when a change does not fit the document, or when the
 * text cannot be read.
 *
 * @example
 * ```ts
 * import { textEdits } from '@odp/dsl'
 *
 * textEdits('mode: brave # fast\n', [{ kind: 'set', path: ['mode'], value: 'safe' }])
 * // [{ start_offset: 6, end_offset: 11, text: 'safe' }]
 * ```
 */
export function textEdits(text: string, changes: readonly DocumentChange[]): readonly TextEdit[] {
  const source = readEditableText(text)
  if ('issues' in source) throw new PipelineEditError('The text cannot be read', [], source.issues)
  return draftEdits(source, editDraft(source.draft, changes)).edits
}

function editDraft(
  draft: Draft,
  changes: readonly DocumentChange[] | ((document: PipelineDocument) => PipelineDocument),
): Draft {
  if (typeof changes !== 'function') return changes.reduce(applyChange, draft)
  const edited = changes(draftValue(draft) as unknown as PipelineDocument)
  return mergeDraft(draft, edited as unknown as Json)
}
