import type { Issue } from '../issues/issue.js'
import { defaultLanguage, type Language } from '../language/language.js'
import { checkShape } from '../validate/shape.js'
import { addFixes } from './add-fixes.js'
import { applyChange } from './apply-change.js'
import { canonicalChecks } from './canonical-checks.js'
import { type Draft, draftValue } from './draft.js'
import { draftEdits } from './draft-edits.js'
import { type EditableText, readEditableText } from './editable-text.js'

/** A fix can bring another to light, as when a key gets its right name. More rounds than this no document needs. */
const MAX_ROUNDS = 20

/**
 * A text in canonical spelling.
 *
 * @example
 * ```ts
 * import { type FormattedPipeline, formatPipeline } from '@odp/dsl'
 *
 * const isFormatted = (text: string): boolean => {
 *   const { changed, issues }: FormattedPipeline = formatPipeline(text)
 *   return !changed && issues.length === 0
 * }
 * ```
 */
export interface FormattedPipeline {
  readonly text: string
  readonly changed: boolean
  /** Why the text was left as it is: it cannot be read. Empty when it was formatted. */
  readonly issues: readonly Issue[]
}

/**
 * Gives a pipeline text its canonical spelling: every `check` becomes a list of `{not_exists, run}` and
 * `{boolean, run}`, and the safe fixes of level 1 are applied, such as `version: 1.0` to `version: "1.0"` and
 * `depends_on: a` to `depends_on: [a]`. All else stays byte for byte as it is. Formatting twice is the same as
 * formatting once. A text with syntax errors is left as it is.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { formatPipeline } from '@odp/dsl'
 *
 * const { text, changed, issues } = formatPipeline(readFileSync('pipeline.yaml', 'utf8'))
 * ```
 */
export function formatPipeline(text: string, options: { readonly language?: Language } = {}): FormattedPipeline {
  const source = readEditableText(text)
  if ('issues' in source) return { text, changed: false, issues: source.issues }
  const draft = canonicalDraft(withNewSpelling(source), options.language ?? defaultLanguage)
  const formatted = draftEdits(source, draft, true).text
  return { text: formatted, changed: formatted !== text, issues: [] }
}

function canonicalDraft(given: Draft, language: Language): Draft {
  let draft = given
  for (let round = 0; round < MAX_ROUNDS; round++) {
    draft = canonicalChecks(draftValue(draft), language).reduce(applyChange, draft)
    const { issues } = checkShape(draftValue(draft), language)
    const fixed = addFixes(draft, issues, ({ fix }) => fix?.safe === true)
    if (fixed.applied.length === 0) break
    draft = fixed.draft
  }
  return draft
}

/** Asks for the canonical spelling of every check that is a list only because it was repaired. */
function withNewSpelling({ draft, oldChecks }: EditableText): Draft {
  function visit(value: Draft): Draft {
    if (value.kind === 'scalar') return value
    const isOld = value.node !== undefined && oldChecks.has(value.node)
    const entries = value.entries.map((entry) => {
      const inner = visit(entry.value)
      return inner === entry.value ? entry : { ...entry, value: inner }
    })
    const isSame = entries.every((entry, index) => entry === value.entries[index])
    return isSame && !isOld ? value : { ...value, entries, ...(isOld ? { respell: true as const } : {}) }
  }
  return oldChecks.size === 0 ? draft : visit(draft)
}
