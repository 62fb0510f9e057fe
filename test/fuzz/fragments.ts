import type { Json } from '@odp/dsl'
import { EXPRESSION_PARTS, KEYS, PATHS, PATTERNS, SCHEMAS, VALUES } from './hostile-lists.ts'
import type { Random } from './random.ts'

/** A path, a template, a text with templates, broken or not. */
export function templateText(random: Random, ids: readonly string[]): string {
  let text = ''
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    text += random.chance(70)
      ? `{{${path(random, ids)}}}`
      : (random.pick(['{{', '}}', '\\{{', '{{ {{', 'text', ' ', '{', '{{}}', '\\', '{{a}']) ?? '')
  }
  return text
}

/** A path whose root is often an id of the document. */
function path(random: Random, ids: readonly string[]): string {
  const written = random.pick(PATHS) ?? 'a'
  const id = random.pick(ids)
  return id !== undefined && random.chance(75) ? written.replace(/^[a-z]+/, id) : written
}

export function expressionText(random: Random, ids: readonly string[]): string {
  if (random.chance(40)) {
    const operator = random.pick(['==', '<', '>=', '&&', 'in', '+', '%'])
    return `${path(random, ids)} ${operator} ${random.chance(50) ? `{{${path(random, ids)}}}` : random.pick(['1', '"a"', 'null', '[1, 2]', 'true'])}`
  }
  let text = ''
  for (let count = random.size(40); count > 0; count -= 1) {
    text += random.chance(25) ? path(random, ids) : (random.pick(EXPRESSION_PARTS) ?? '')
  }
  return text
}

export function schema(random: Random, depth = 0): Json {
  const base = random.pick(SCHEMAS) ?? true
  if (depth > 3 || random.chance(45)) return structuredClone(base)
  const inner = schema(random, depth + 1)
  const other = () => schema(random, depth + 1)
  const key = random.pick(KEYS) ?? 'b'
  const forms: readonly (() => Json)[] = [
    () => ({ type: 'object', properties: { a: inner, [key]: other() } }),
    () => ({ type: 'object', additionalProperties: inner, required: ['a', key] }),
    () => ({ type: 'array', items: inner, minItems: random.below(3) }),
    () => ({ anyOf: [inner, other()] }),
    () => ({ allOf: [inner, other()] }),
    () => ({ oneOf: [inner, inner, other()] }),
    () => ({ type: 'string', pattern: random.pick(PATTERNS) ?? '' }),
    () => ({ patternProperties: { [random.pick(PATTERNS) ?? '']: inner } }),
    () => ({ $defs: { a: inner, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/b' }),
    () =>
      Object.fromEntries([
        ['if', inner],
        ['then', other()],
        ['else', false],
      ]),
    () => ({ enum: [random.pick(VALUES) ?? null, random.pick(VALUES) ?? null] }),
  ]
  return random.pick(forms)?.() ?? true
}

/** Any value that a careless reader does not expect. */
export function hostileValue(random: Random, ids: readonly string[]): Json {
  const kind = random.below(100)
  if (kind < 50) return structuredClone(random.pick(VALUES) ?? null)
  if (kind < 65) return templateText(random, ids)
  if (kind < 75) return expressionText(random, ids)
  if (kind < 80) return schema(random)
  if (kind < 85) return random.pick(PATTERNS) ?? ''
  if (kind < 92) return random.pick(ids) ?? 'a'
  if (kind < 96) return { [random.pick(KEYS) ?? 'a']: hostileValue(random, ids) }
  if (kind < 98) return deep(random.size(120), random.chance(50), 'end')
  return (random.pick(['a', ' ', '{{', '\n', '[', '\ud83d\ude00', 'ab ', '\u0000']) ?? 'a').repeat(random.size(3000))
}

/** Lists or mappings in each other. */
export function deep(levels: number, lists: boolean, end: Json): Json {
  let value = end
  for (let level = 0; level < levels; level += 1) value = lists ? [value] : { a: value }
  return value
}
