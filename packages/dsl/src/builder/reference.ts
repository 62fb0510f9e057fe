import { formatPath } from '../template/format-path.js'
import type { PathSegment } from '../template/template.js'
import type { Reference, UntypedReference, Value } from './value.js'

/** Texts of the references that were put into strings, so that they can be told from constants that look like templates. */
export type Mentioned = Set<string>

interface Place {
  readonly root: string
  readonly segments: readonly PathSegment[]
  readonly mentioned: Mentioned
}

const placeKey = Symbol('place')
const inspectKey = Symbol.for('nodejs.util.inspect.custom')
const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/

function placeOf(value: unknown): Place | undefined {
  return typeof value === 'object' && value !== null ? (value as { readonly [placeKey]?: Place })[placeKey] : undefined
}

function pathSegment(name: string): PathSegment {
  return plainKey.test(name) ? { kind: 'field', name } : { kind: 'key', name }
}

function extend(place: Place, ...segments: readonly PathSegment[]): UntypedReference {
  return createReference(place.root, [...place.segments, ...segments], place.mentioned)
}

function templateOf(place: Place): string {
  return `{{${formatPath(place.root, place.segments)}}}`
}

function mention(place: Place, hint: string): string {
  if (hint === 'number') {
    throw new TypeError(
      `${templateOf(place)} has no value yet, so it cannot be calculated with: use gt(), eq() or expression\`…\``,
    )
  }
  const text = templateOf(place)
  place.mentioned.add(text)
  return text
}

/** Makes a reference. Fields are made when they are read; nothing is checked here. */
export function createReference(
  root: string,
  segments: readonly PathSegment[],
  mentioned: Mentioned,
): UntypedReference {
  const place: Place = { root, segments, mentioned }
  const target = Object.assign(Object.create(null), { [inspectKey]: () => templateOf(place) })
  return new Proxy(target, {
    get: (_target, key) => readKey(place, key),
    set: () => false,
    ownKeys: () => {
      throw new TypeError(`${templateOf(place)} cannot be spread or listed: name the fields that you need`)
    },
  })
}

function readKey(place: Place, key: string | symbol): unknown {
  switch (key) {
    case placeKey:
      return place
    case Symbol.toPrimitive:
      return (hint: string) => mention(place, hint)
    case 'toString':
    case 'valueOf':
      return () => mention(place, 'string')
    case 'toJSON':
    case inspectKey:
      return () => templateOf(place)
    case 'then':
      return undefined
    case 'all':
      return extend(place, { kind: 'splat' })
    case 'map':
      return (read: (item: UntypedReference) => unknown) => read(extend(place, { kind: 'splat' }))
    case 'at':
      return (index: number) => extend(place, { kind: 'index', index: checkIndex(place, index) })
    default:
      return typeof key === 'string' ? extend(place, pathSegment(key)) : undefined
  }
}

function checkIndex(place: Place, index: number): number {
  if (Number.isSafeInteger(index) && index >= 0) return index
  throw new RangeError(`${templateOf(place)}.at(${index}): an index is a whole number from 0`)
}

/** `{{path}}` of a reference, undefined for anything else. */
export function referenceText(value: unknown): string | undefined {
  const place = placeOf(value)
  return place && templateOf(place)
}

/**
 * Reads a field by name: for names that a reference uses itself (`all`, `map`, `at`, `then`, `toString`, `toJSON`,
 * `valueOf`) and for untyped outputs. Several names read deeper.
 *
 * @throws TypeError when `reference` is no reference
 * @example
 * ```ts
 * import { field, pipelineSteps } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const steps = pipelineSteps({ pipeline_id: 'p', workspace_id: 'acme', project_id: 'demo' })
 * const crawl = steps.crawler('crawl', { method: 'spider', outputs: z.object({ all: z.string() }) })
 * const everything = field(crawl, 'all') // {{crawl.all}}
 * ```
 */
export function field<T, const Name extends keyof NonNullable<T> & string>(
  reference: Value<T>,
  name: Name,
): Reference<NonNullable<T>[Name] | (undefined extends T ? undefined : never)>
export function field(reference: Value<unknown>, ...names: readonly [string, ...string[]]): UntypedReference
export function field(reference: Value<unknown>, ...names: readonly string[]): UntypedReference {
  const place = placeOf(reference)
  if (place === undefined) throw new TypeError('field() takes a reference, such as a step’s output')
  return extend(place, ...names.map(pathSegment))
}

/**
 * Says that a value which may be missing is there whenever it is read. If its step was skipped after all, the step
 * that reads it is skipped too. `or()` and `withDefault()` are the ways to go on without it.
 *
 * @example
 * ```ts
 * import { gt, required, type Value } from '@odp/dsl'
 *
 * const isRisky = (risk: Value<number | undefined>) => gt(required(risk), 0.5)
 * ```
 */
export function required<T>(reference: Value<T>): Reference<NonNullable<T>> {
  return reference as Reference<NonNullable<T>>
}

/** The roots that callbacks read: every name is one; whether it exists is the validator’s matter. */
export function createScope(mentioned: Mentioned): Readonly<Record<string, UntypedReference>> {
  return new Proxy<Readonly<Record<string, UntypedReference>>>(Object.create(null), {
    get: (_target, key) => (typeof key === 'string' ? createReference(key, [], mentioned) : undefined),
  })
}
