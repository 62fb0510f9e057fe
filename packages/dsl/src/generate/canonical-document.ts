import { joinPieces, type TextPiece } from '../builder/text.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import type { StringKind } from '../steps/define-step.js'
import { COMMON_STRINGS } from '../steps/step-keys.js'
import { hasTemplate, parseTemplate } from '../template/parse-template.js'
import { TemplateSyntaxError } from '../template/template-syntax-error.js'
import { canonicalTemplate } from './reference-code.js'

/** Keys whose content is data, or is spelled in one way only. */
const KEPT = ['output_schema', 'input_schema', 'outputs']

/**
 * The document as the builder spells it: a bare input `name: V` is `name: {from: V}`, and `{{ a.x }}` is `{{a.x}}`. It
 * means the same.
 */
export function canonicalDocument(document: JsonObject): JsonObject {
  return mapped(document, (key, value) => (KEPT.includes(key) ? value : withSteps(value, key)))
}

function mapped(object: JsonObject, write: (key: string, value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, write(key, value)]))
}

function withSteps(value: Json, key: string): Json {
  if (Array.isArray(value)) {
    return value.map((item) => (key === 'steps' && isJsonObject(item) ? canonicalStep(item) : withSteps(item, '')))
  }
  return isJsonObject(value) ? mapped(value, (inner, content) => withSteps(content, inner)) : value
}

function canonicalStep(step: JsonObject): JsonObject {
  const definition = defaultLanguage.definition(String(step.type))
  const kinds: Readonly<Record<string, StringKind>> = { ...COMMON_STRINGS, ...definition?.strings }
  const holdsSteps = ['on_success', ...(definition?.blocks ?? []).flatMap(({ path }) => path.slice(0, 1))]
  return mapped(step, (key, value) => {
    if (KEPT.includes(key) || key.startsWith('x-') || key === 'check') return value
    if (holdsSteps.includes(key)) return withSteps(value, key)
    if (key === 'inputs' && isJsonObject(value)) return mapped(value, (_, input) => canonicalInput(input))
    return respelled(value, kinds, key)
  })
}

function canonicalInput(input: Json): Json {
  const isBare = !isJsonObject(input) || (input.from === undefined && input.or === undefined)
  return respelled(isBare ? { from: input } : input)
}

/** The same value with its templates spelled as the builder spells them. */
function respelled(value: Json, kinds: Readonly<Record<string, StringKind>> = {}, path = ''): Json {
  if (typeof value === 'string') return Object.hasOwn(kinds, path) ? value : respelledText(value)
  if (Array.isArray(value)) return value.map((item) => respelled(item, kinds, path))
  return isJsonObject(value) ? mapped(value, (key, inner) => respelled(inner, kinds, `${path}.${key}`)) : value
}

function respelledText(text: string): string {
  if (!hasTemplate(text)) return text
  try {
    const { parts } = parseTemplate(text)
    return joinPieces(
      parts.map(
        (part): TextPiece => (typeof part === 'string' ? { constant: part } : { template: canonicalTemplate(part) }),
      ),
    )
  } catch (error) {
    if (error instanceof TemplateSyntaxError || error instanceof TypeError) return text
    throw error
  }
}
