import type { Json, JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { type FailedOutcome, graverFailure } from './failed-outcome.js'
import { hasTemplate, parseTemplate } from './parse-template.js'
import { resolveTemplate } from './resolve-template.js'
import { readsSecrets, resolveAroundSecrets, type SecretHole } from './secret-hole.js'
import type { PathOutcome, Scope, Template } from './template.js'
import { TemplateSyntaxError } from './template-syntax-error.js'

/** As deep as a document may be. Values that are read through a template may be deeper: they are not walked. */
const maximumDepth = 100

interface Walk {
  readonly scope: Scope
  readonly holes: SecretHole[]
  readonly withSecrets: boolean
  readonly at: (string | number)[]
  failure: FailedOutcome | undefined
}

function parseOrFail(text: string): Template | FailedOutcome {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return { kind: 'invalid', message: error.message }
    throw error
  }
}

function resolveText(walk: Walk, text: string): PathOutcome {
  const template = parseOrFail(text)
  if ('kind' in template) return template
  if (!walk.withSecrets || !readsSecrets(template)) return resolveTemplate(template, walk.scope)
  const { outcome, hole } = resolveAroundSecrets(template, walk.scope, [...walk.at])
  if (outcome.kind === 'value') walk.holes.push(hole)
  return outcome
}

function resolveChild(walk: Walk, key: string | number, value: Json): Json {
  walk.at.push(key)
  const resolved = resolveDeep(walk, value)
  walk.at.pop()
  return resolved
}

function resolveDeep(walk: Walk, value: Json): Json {
  if (typeof value === 'string') {
    if (!hasTemplate(value)) return value
    const outcome = resolveText(walk, value)
    if (outcome.kind === 'value') return outcome.value
    walk.failure = graverFailure(walk.failure, outcome)
    return null
  }
  if (typeof value !== 'object' || value === null) return value
  if (walk.at.length >= maximumDepth) {
    walk.failure = graverFailure(walk.failure, {
      kind: 'invalid',
      message: `The value is nested deeper than ${maximumDepth} levels`,
    })
    return null
  }
  if (Array.isArray(value)) return value.map((item, index) => resolveChild(walk, index, item))
  const map: JsonObject = {}
  for (const [key, item] of Object.entries(value)) setOwn(map, key, resolveChild(walk, key, item))
  return map
}

/**
 * Resolves the templates in every string of a value, at any depth; keys stay as they are, and what a template gives is data, not looked at again.
 * If several templates fail, `invalid` counts before `unavailable`, and that before `missing`.
 *
 * @param holes where given, `{{secrets.NAME}}` is allowed: null stands in its place and what belongs there is added here (only if the outcome is
 * a value). Without it secrets are `invalid`.
 * @example
 * ```ts
 * import { resolveValue, type Scope } from '@odp/dsl/plan'
 *
 * const scope: Scope = { read: () => ({ kind: 'value', value: { city: 'Ulm' } }) }
 * resolveValue(['{{input.city}}', { copies: 2 }], scope) // { kind: 'value', value: ['Ulm', { copies: 2 }] }
 * ```
 */
export function resolveValue(value: Json, scope: Scope, holes?: SecretHole[]): PathOutcome {
  const walk: Walk = { scope, holes: [], withSecrets: holes !== undefined, at: [], failure: undefined }
  const resolved = resolveDeep(walk, value)
  if (walk.failure !== undefined) return walk.failure
  if (holes !== undefined) for (const hole of walk.holes) holes.push(hole)
  return { kind: 'value', value: resolved }
}
