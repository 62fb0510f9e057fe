import type { Json } from '../json/json.js'
import { readBinding } from './binding.js'
import { hasTemplate, parseTemplate } from './parse-template.js'
import type { Path } from './template.js'
import { TemplateSyntaxError } from './template-syntax-error.js'

/** One template in a value. */
interface Reference {
  readonly path: Path
  /** Whether it stands under `or` or beside `default`, so that nothing breaks when it gives nothing. */
  readonly guarded: boolean
  /** The place of the string that holds it, inside the value or input that was given. */
  readonly at: readonly (string | number)[]
}

/** All templates of a value, in document order, and the strings that could not be read. After 1,001 of these the rest is left out. */
export interface CollectedReferences {
  readonly references: Reference[]
  readonly errors: { readonly at: readonly (string | number)[]; readonly error: TemplateSyntaxError }[]
}

/** Nobody is told more of one value, and a hostile one has a million. */
const MOST_ERRORS = 1001

function collect(into: CollectedReferences, value: Json, guarded: boolean, at: readonly (string | number)[]): void {
  if (into.errors.length >= MOST_ERRORS) return
  if (typeof value === 'string') {
    if (!hasTemplate(value)) return
    try {
      for (const part of parseTemplate(value).parts)
        if (typeof part !== 'string') into.references.push({ path: part, guarded, at })
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error
      into.errors.push({ at, error })
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(into, item, guarded, [...at, index])
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) collect(into, item, guarded, [...at, key])
  }
}

/**
 * Finds the templates of a plain value, at any depth. None of them is guarded.
 *
 * @example collectReferences({ text: 'to {{input.city}}' }).references[0]?.path.text // 'input.city'
 */
export function collectReferences(value: Json): CollectedReferences {
  const into: CollectedReferences = { references: [], errors: [] }
  collect(into, value, false, [])
  return into
}

/**
 * Finds the templates of an input as written: `{from, default}`, `{or, default}` or a bare value. Places include the keys `from`, `or`, `default`.
 *
 * @example collectBindingReferences({ from: '{{a.x}}', default: 0 }).references[0]?.guarded // true
 */
export function collectBindingReferences(input: Json): CollectedReferences {
  const into: CollectedReferences = { references: [], errors: [] }
  const binding = readBinding(input)
  const guarded = binding.kind === 'or' || binding.hasDefault
  for (const { value, at } of binding.alternatives) collect(into, value, guarded, at)
  if (binding.hasDefault) collect(into, binding.default, false, ['default'])
  return into
}
