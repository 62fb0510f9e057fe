import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { type FailedOutcome, graverFailure } from './failed-outcome.js'
import { resolvePath } from './resolve-path.js'
import { valueAsText } from './resolve-template.js'
import type { Path, PathOutcome, Scope, Template } from './template.js'

/**
 * A text that needs secrets. In the resolved value `null` stands at `at`; the text is `parts` joined, once the secrets are known.
 * A hole holds names of secrets, never their values, so it may stand in histories and logs.
 *
 * @example
 * ```ts
 * import type { SecretHole } from '@odp/dsl/plan'
 *
 * const hole: SecretHole = { at: ['headers', 'authorization'], parts: ['Bearer ', { secret: 'TOKEN' }] }
 * ```
 */
export interface SecretHole {
  readonly at: readonly (string | number)[]
  readonly parts: readonly (string | { readonly secret: string })[]
}

/**
 * A secret that the installation does not have, thrown by `fillSecrets`. `secret` is its name.
 *
 * @example
 * ```ts
 * import { fillSecrets, MissingSecretError } from '@odp/dsl/plan'
 *
 * try {
 *   fillSecrets({ key: null }, [{ at: ['key'], parts: [{ secret: 'TOKEN' }] }], () => undefined)
 * } catch (error) {
 *   if (error instanceof MissingSecretError) console.error(error.secret) // TOKEN
 * }
 * ```
 */
export class MissingSecretError extends Error {
  override readonly name = 'MissingSecretError'
  /** The name that was looked up. */
  readonly secret: string

  constructor(secret: string) {
    super(
      `Secret '${secret}' is not set; add it to the secrets of the worker, or correct the name in {{secrets.${secret}}}`,
    )
    this.secret = secret
  }
}

/** Whether a parsed string needs secrets. */
export function readsSecrets(template: Template): boolean {
  return template.parts.some((part) => typeof part !== 'string' && part.root === 'secrets')
}

function secretName(path: Path): string | undefined {
  const [segment] = path.segments
  if (path.segments.length !== 1 || segment === undefined) return undefined
  return segment.kind === 'field' || segment.kind === 'key' ? segment.name : undefined
}

/** Resolves everything in a string but its secrets; the value of the outcome is null, and the hole says what belongs there. */
export function resolveAroundSecrets(
  template: Template,
  scope: Scope,
  at: readonly (string | number)[],
): { readonly outcome: PathOutcome; readonly hole: SecretHole } {
  const parts: (string | { secret: string })[] = []
  let failure: FailedOutcome | undefined
  for (const part of template.parts) {
    if (typeof part === 'string') {
      parts.push(part)
    } else if (part.root === 'secrets') {
      const secret = secretName(part)
      if (secret !== undefined) parts.push({ secret })
      else
        failure = graverFailure(failure, {
          kind: 'invalid',
          message: `'${part.text}' is not a secret: write {{secrets.NAME}}`,
        })
    } else {
      const outcome = resolvePath(part, scope)
      if (outcome.kind === 'value') parts.push(valueAsText(outcome.value))
      else failure = graverFailure(failure, outcome)
    }
  }
  return { outcome: failure ?? { kind: 'value', value: null }, hole: { at, parts } }
}

function replaceAt(value: Json, at: readonly (string | number)[], depth: number, text: string): Json {
  const key = at[depth]
  if (key === undefined) return text
  if (Array.isArray(value) && typeof key === 'number' && key < value.length) {
    return value.map((item, index) => (index === key ? replaceAt(item, at, depth + 1, text) : item))
  }
  if (!isJsonObject(value) || typeof key !== 'string' || !Object.hasOwn(value, key)) {
    throw new RangeError(`The secret hole at ${JSON.stringify(at)} does not fit the value`)
  }
  const copy: JsonObject = {}
  for (const [name, item] of Object.entries(value)) {
    setOwn(copy, name, name === key ? replaceAt(item, at, depth + 1, text) : item)
  }
  return copy
}

/**
 * Puts the secrets into a resolved value. To be called where the work is done, never in a workflow.
 *
 * @param lookup gives the secret of a name, or undefined
 * @returns a new value; the given one is left as it is
 * @throws MissingSecretError for the first secret that `lookup` does not know; RangeError if a hole was not made for this value
 * @example
 * ```ts
 * import { fillSecrets } from '@odp/dsl/plan'
 *
 * const holes = [{ at: ['key'], parts: ['Bearer ', { secret: 'TOKEN' }] }]
 * fillSecrets({ key: null }, holes, () => 'x') // { key: 'Bearer x' }
 * ```
 */
export function fillSecrets(
  value: Json,
  holes: readonly SecretHole[],
  lookup: (name: string) => string | undefined,
): Json {
  let filled = value
  for (const hole of holes) {
    let text = ''
    for (const part of hole.parts) {
      if (typeof part === 'string') {
        text += part
        continue
      }
      const secret = lookup(part.secret)
      if (secret === undefined) throw new MissingSecretError(part.secret)
      text += secret
    }
    filled = replaceAt(filled, hole.at, 0, text)
  }
  return filled
}
