import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { describePathFailure, type PathFailure } from './describe-path-failure.js'
import { formatPath } from './format-path.js'
import type { Path, PathOutcome, PathSegment, Scope } from './template.js'

/** `failure` is set where nothing was found; `value` then holds the nulls that stand there if a sibling item has something. */
interface Reading {
  readonly value: Json
  readonly found: boolean
  readonly failure?: PathFailure
}

interface Reader {
  readonly segments: readonly PathSegment[]
  /** The first `[*]`: behind it a list that is null counts as missing. */
  readonly firstSplat: number
  /** One object may stand at many places of a value: without memory, backtracking over it could take exponential time. */
  readonly memory: Map<JsonObject, Map<number, Reading>>
}

function fail(kind: PathFailure['kind'], at: number, value: Json): Reading {
  return { value: null, found: false, failure: { kind, at, value } }
}

function readSegment(reader: Reader, value: Json, at: number): Reading {
  const segment = reader.segments[at]
  if (segment === undefined) return { value, found: true }
  switch (segment.kind) {
    case 'field':
      return isJsonObject(value) ? readField(reader, value, at, segment.name) : fail('missing', at, value)
    case 'key':
      if (!isJsonObject(value) || !Object.hasOwn(value, segment.name)) return fail('missing', at, value)
      return readSegment(reader, value[segment.name] ?? null, at + 1)
    case 'index':
      if (!Array.isArray(value) || segment.index >= value.length) return fail('missing', at, value)
      return readSegment(reader, value[segment.index] ?? null, at + 1)
    case 'splat':
      if (Array.isArray(value)) return readItems(reader, value, at)
      return fail(value === null && at > reader.firstSplat ? 'missing' : 'invalid', at, value)
  }
}

function readField(reader: Reader, map: JsonObject, at: number, name: string): Reading {
  const nexts: { readonly value: Json; readonly at: number }[] = []
  let key = name
  for (let next = at + 1; ; next += 1) {
    if (Object.hasOwn(map, key)) nexts.push({ value: map[key] ?? null, at: next })
    const segment = reader.segments[next]
    if (segment?.kind !== 'field') break
    key += `.${segment.name}`
  }
  const [only] = nexts
  if (only === undefined) return fail('missing', at, map)
  if (nexts.length === 1) return readSegment(reader, only.value, only.at)
  const known = reader.memory.get(map)?.get(at)
  if (known !== undefined) return known
  const reading = readLongest(reader, nexts)
  const places = reader.memory.get(map) ?? new Map<number, Reading>()
  reader.memory.set(map, places.set(at, reading))
  return reading
}

function readLongest(reader: Reader, nexts: readonly { readonly value: Json; readonly at: number }[]): Reading {
  let furthest: Reading | undefined
  for (const next of nexts.toReversed()) {
    const reading = readSegment(reader, next.value, next.at)
    if (reading.failure === undefined) return reading
    if (furthest?.failure === undefined || reading.failure.at > furthest.failure.at) furthest = reading
  }
  return furthest ?? fail('missing', 0, null)
}

function readItems(reader: Reader, list: readonly Json[], at: number): Reading {
  const values: Json[] = []
  let found = false
  let furthest: PathFailure | undefined
  for (const item of list) {
    const reading = readSegment(reader, item, at + 1)
    if (reading.failure?.kind === 'invalid') return reading
    found ||= reading.found
    values.push(reading.value)
    if (reading.failure !== undefined && (furthest === undefined || reading.failure.at > furthest.at))
      furthest = reading.failure
  }
  if (found || furthest === undefined) return { value: values, found }
  return { value: values, found, failure: furthest }
}

function resolveSegments(start: Json, segments: readonly PathSegment[], place: (at: number) => string): PathOutcome {
  const firstSplat = segments.findIndex((segment) => segment.kind === 'splat')
  const { value, failure } = readSegment({ segments, firstSplat, memory: new Map() }, start, 0)
  if (failure === undefined) return { kind: 'value', value }
  return { kind: failure.kind, message: describePathFailure(failure, segments[failure.at], place(failure.at)) }
}

/**
 * Reads a path. At each map the longest key that exists is taken, and the next shorter one where the rest fails; only own keys are read.
 *
 * @returns the value; `missing` where a field does not exist; `unavailable` for a step without outputs; `invalid` for an unknown root or a `[*]`
 * on something that is no list. Secrets are always `invalid` here: they are put in later, see `fillSecrets`.
 * @example
 * ```ts
 * import { parsePath, resolvePath, type Scope } from '@odp/dsl/plan'
 *
 * const scope: Scope = { read: () => ({ kind: 'value', value: { whales: [{ name: 'Ari' }, { name: null }] } }) }
 * resolvePath(parsePath('spot.whales[*].name'), scope) // { kind: 'value', value: ['Ari', null] }
 * ```
 */
export function resolvePath(path: Path, scope: Scope): PathOutcome {
  if (path.root === 'secrets') {
    return {
      kind: 'invalid',
      message: `'${path.text}' cannot be read here: secrets are only for the inputs of steps that do work`,
    }
  }
  const root = scope.read(path.root)
  if (root.kind === 'unavailable') return { kind: 'unavailable', root: path.root, reason: root.reason }
  if (root.kind === 'unknown') {
    return {
      kind: 'invalid',
      message: `Step '${path.root}' not found: ${describeAlternatives(path.root, root.available)}`,
    }
  }
  return resolveSegments(root.value, path.segments, (at) => `'${formatPath(path.root, path.segments.slice(0, at))}'`)
}

/**
 * Reads a path that starts at a step's own outputs, as `check` does: the root is the first field.
 *
 * @example
 * ```ts
 * import { parsePath, resolveOwnPath } from '@odp/dsl/plan'
 *
 * resolveOwnPath(parsePath('profile.name'), { profile: { name: 'Ada' } }) // { kind: 'value', value: 'Ada' }
 * ```
 */
export function resolveOwnPath(path: Path, own: Json): PathOutcome {
  const segments: PathSegment[] = [{ kind: 'field', name: path.root }, ...path.segments]
  const place = (at: number): string =>
    at === 0 ? "the step's own outputs" : `'${formatPath(path.root, path.segments.slice(0, at - 1))}'`
  return resolveSegments(own, segments, place)
}
