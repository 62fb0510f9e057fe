import type { Json } from '../json/json.js'
import { type FailedOutcome, graverFailure } from './failed-outcome.js'
import { resolvePath } from './resolve-path.js'
import type { PathOutcome, Scope, Template } from './template.js'

/** Far more than any text that is meant; it keeps a hostile document from filling the memory. */
export const maximumTextLength = 10_000_000

/** A value as it is put into a text: null as nothing, lists and maps as compact JSON, numbers as in JSON. */
export function valueAsText(value: Json): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * Resolves a parsed string. Exactly one template keeps the type of its value, anything else gives text.
 *
 * @example resolveTemplate(parseTemplate('Train {{board.number}}'), scope) // { kind: 'value', value: 'Train 7' }
 */
export function resolveTemplate(template: Template, scope: Scope): PathOutcome {
  const [first] = template.parts
  if (template.single && first !== undefined && typeof first !== 'string') return resolvePath(first, scope)
  let text = ''
  let failure: FailedOutcome | undefined
  for (const part of template.parts) {
    const outcome: PathOutcome = typeof part === 'string' ? { kind: 'value', value: part } : resolvePath(part, scope)
    if (outcome.kind === 'value') text += valueAsText(outcome.value)
    else failure = graverFailure(failure, outcome)
    if (text.length > maximumTextLength) {
      return {
        kind: 'invalid',
        message: `The text is longer than ${maximumTextLength} characters after its templates were resolved`,
      }
    }
  }
  return failure ?? { kind: 'value', value: text }
}
