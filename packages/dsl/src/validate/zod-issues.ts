import * as z from 'zod'
import { valueAt } from '../document/outline.js'
import type { DocumentPath, Issue, IssueFix } from '../issues/issue.js'
import { MOST_ISSUES } from '../issues/issue-list.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives, nearestSpelling } from '../issues/nearest.js'
import { isJsonObject, type Json } from '../json/json.js'
import { describe } from './shape.js'

type ZodIssue = z.core.$ZodIssue

/** Checks a value against a Zod schema and says what is wrong in the words of the language, with fixes. */
export function zodIssues(schema: z.ZodType, value: Json, path: DocumentPath, step?: string): Issue[] {
  // Zod finds all mistakes before it says one, and breaks when they are too many. So those of the beginning go first.
  const short = shortened(value, MOST_LEVELS)
  const found = short === value ? [] : allIssues(schema, short, path, step)
  return found.length > 0 ? found : allIssues(schema, value, path, step)
}

function allIssues(schema: z.ZodType, value: Json, path: DocumentPath, step?: string): Issue[] {
  const about = step === undefined ? {} : { step }
  try {
    const result = schema.safeParse(value)
    if (result.success) return []
    return mostOf(result.error.issues).flatMap((issue) => translate(schema, value, issue, path, step))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [makeIssue('too_many_issues', 'there are too many mistakes in here to tell them', path, about)]
  }
}

function mostOf<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(0, MOST_ISSUES + 1)
}

/** Lists and mappings of the language itself stand no deeper in a step. */
const MOST_LEVELS = 5
const LONG_LIST = 4 * MOST_ISSUES

/** A value with the beginnings of its long lists and mappings; the same value where none is long. */
function shortened(value: Json, levels: number): Json {
  if (typeof value !== 'object' || value === null || levels === 0) return value
  if (Array.isArray(value)) {
    if (value.length > LONG_LIST) return value.slice(0, LONG_LIST)
    let isSame = true
    const items = value.map((item) => {
      const short = shortened(item, levels - 1)
      isSame &&= short === item
      return short
    })
    return isSame ? value : items
  }
  const keys = Object.keys(value)
  if (keys.length > LONG_LIST)
    return Object.fromEntries(keys.slice(0, LONG_LIST).map((key) => [key, value[key] ?? null]))
  let isSame = true
  const entries = keys.map((key): [string, Json] => {
    const inner = value[key] ?? null
    const short = shortened(inner, levels - 1)
    isSame &&= short === inner
    return [key, short]
  })
  return isSame ? value : Object.fromEntries(entries)
}

function translate(
  schema: z.ZodType,
  value: Json,
  issue: ZodIssue,
  base: DocumentPath,
  step: string | undefined,
): Issue[] {
  const inside = issue.path.filter((key): key is string | number => typeof key !== 'symbol')
  const path = [...base, ...inside]
  const about = step === undefined ? {} : { step }
  if (issue.code === 'invalid_union') {
    const best = bestAlternative(issue)
    if (best !== undefined) {
      return mostOf(best).flatMap((inner) =>
        translate(schema, value, { ...inner, path: [...issue.path, ...inner.path] } as ZodIssue, base, step),
      )
    }
  }
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, inside)
    const present = valueAt(value, inside)
    const free = isJsonObject(present) ? known.filter((key) => !Object.hasOwn(present, key)) : known
    return mostOf(issue.keys.filter((key) => !key.startsWith('x-'))).map((key) =>
      unknownKey(key, known, free, path, about),
    )
  }
  const found = valueAt(value, inside)
  const name = String(inside.at(-1) ?? '')
  if (found === undefined)
    return [makeIssue('missing_key', `the key '${name}' is required${expectation(issue)}`, path, about)]
  const fix = repair(issue, found, path)
  const code = issue.code === 'invalid_type' ? 'wrong_type' : 'wrong_value'
  return [
    makeIssue(code, `'${name}': ${sentence(issue, found)}`, path, { ...about, ...(fix === undefined ? {} : { fix }) }),
  ]
}

/** The alternative of a union that was meant: the one that fits deepest. */
function bestAlternative(issue: Extract<ZodIssue, { code: 'invalid_union' }>): readonly ZodIssue[] | undefined {
  let best: readonly ZodIssue[] | undefined
  let bestScore = 0
  for (const errors of issue.errors) {
    const depth = errors.reduce(
      (deepest, error) => Math.max(deepest, error.path.length + (error.code === 'unrecognized_keys' ? 0.5 : 0)),
      0,
    )
    const score = depth * 10 - errors.length
    if (depth > 0 && score > bestScore) {
      best = errors as readonly ZodIssue[]
      bestScore = score
    }
  }
  return best ?? issue.errors.find(([only]) => only?.code === 'invalid_value' && only.path.length === 0)
}

function unknownKey(
  key: string,
  known: readonly string[],
  free: readonly string[],
  path: DocumentPath,
  about: { step?: string },
): Issue {
  const nearest = nearestSpelling(key, free)
  const at = [...path, key]
  const fix: IssueFix | undefined =
    nearest === undefined
      ? undefined
      : { title: `rename to '${nearest}'`, safe: true, changes: [{ kind: 'rename_key', path: at, key: nearest }] }
  return makeIssue('unknown_key', `unknown key '${key}'; ${describeAlternatives(key, known)}`, at, {
    ...about,
    ...(fix === undefined ? {} : { fix }),
  })
}

/** The keys that a schema knows at a place. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  const keys = new Set<string>()
  const visit = (at: z.ZodType, depth: number) => {
    if (at instanceof z.ZodOptional) return visit(at.unwrap() as z.ZodType, depth)
    if (at instanceof z.ZodUnion)
      return at.options.forEach((option) => {
        visit(option as z.ZodType, depth)
      })
    const key = path[depth]
    if (at instanceof z.ZodObject) {
      if (key === undefined) for (const name of Object.keys(at.shape)) keys.add(name)
      else if (Object.hasOwn(at.shape, key)) visit(at.shape[String(key)] as z.ZodType, depth + 1)
    } else if (at instanceof z.ZodArray && key !== undefined) visit(at.element as z.ZodType, depth + 1)
  }
  visit(schema, 0)
  return [...keys]
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

function expectation(issue: ZodIssue): string {
  if (issue.code === 'invalid_type') return `: ${TYPE_WORDS[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `: ${issue.values.map((allowed) => JSON.stringify(allowed)).join(' or ')}`
  return ''
}

function sentence(issue: ZodIssue, found: Json): string {
  if (issue.code === 'invalid_type')
    return `expected ${TYPE_WORDS[issue.expected] ?? issue.expected}, found ${describe(found)}`
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String)
    return issue.values.length === 1
      ? `expected ${JSON.stringify(issue.values[0])}, found ${describe(found)}`
      : isScalar(found)
        ? `'${String(found)}' is not allowed; ${describeAlternatives(String(found), allowed)}`
        : `${describe(found)} is not allowed; ${describeAlternatives('', allowed)}`
  }
  if (issue.code === 'invalid_union') {
    const first = issue.errors.map(([only]) => only)
    const expected = first.flatMap((only) =>
      only?.code === 'invalid_type' && only.path.length === 0 ? [TYPE_WORDS[only.expected] ?? only.expected] : [],
    )
    if (expected.length > 0 && expected.length === first.length)
      return `expected ${[...new Set(expected)].join(' or ')}, found ${describe(found)}`
  }
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unit(issue.origin)} expected`
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unit(issue.origin)} expected`
  return issue.message
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters are'
  return origin === 'array' ? ' entries are' : ' is'
}

/** Whether a value can be written as text. A mapping cannot: one with the key `toString` has no text at all. */
function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null
}

/** A change that makes the value what was surely meant. */
function repair(issue: ZodIssue, found: Json, path: DocumentPath): IssueFix | undefined {
  const set = (value: Json, title: string): IssueFix => ({ title, safe: true, changes: [{ kind: 'set', path, value }] })
  if (issue.code === 'invalid_value') {
    if (issue.values.length === 1 && issue.values[0] === '1.0' && (found === 1 || found === '1'))
      return set('1.0', 'write "1.0", with quotes')
    const nearest = isScalar(found) ? nearestSpelling(String(found), issue.values.map(String)) : undefined
    return nearest === undefined ? undefined : set(nearest, `change to '${nearest}'`)
  }
  if (issue.code !== 'invalid_type') return undefined
  if (issue.expected === 'array' && !isJsonObject(found) && found !== null) return set([found], 'make it a list')
  if (issue.expected === 'string' && (typeof found === 'number' || typeof found === 'boolean'))
    return set(String(found), 'quote it')
  if (
    issue.expected === 'number' &&
    typeof found === 'string' &&
    found.trim() !== '' &&
    Number.isFinite(Number(found))
  ) {
    return set(Number(found), 'write the number without quotes')
  }
  if (issue.expected === 'boolean' && typeof found === 'string') {
    if (['true', 'yes', 'on'].includes(found.toLowerCase())) return set(true, 'write true')
    if (['false', 'no', 'off'].includes(found.toLowerCase())) return set(false, 'write false')
  }
  return undefined
}
