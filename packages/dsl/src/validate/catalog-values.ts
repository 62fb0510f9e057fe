import type { OutlineStep } from '../document/outline.js'
import { isJsonObject, type Json } from '../json/json.js'
import { checkValue } from '../schema/check-value.js'
import { describeSchema } from '../schema/describe-schema.js'
import { schemaFits } from '../schema/fits.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { hasTemplate } from '../template/parse-template.js'
import type { PathSegment } from '../template/template.js'
import { type DocumentTypes, readTemplateText } from './catalog-types.js'

type Place = readonly (string | number)[]

/** A part of a value that cannot fit, with its place in the value. */
export interface Misfit {
  readonly at: Place
  readonly message: string
  readonly hint?: string
}

/** What of a value with templates certainly does not fit a schema: constants are checked, references are followed. */
export function misfits(
  step: OutlineStep,
  value: Json,
  target: JsonSchema,
  types: DocumentTypes,
  at: Place = [],
): Misfit[] {
  if (target === true) return []
  if (!holdsTemplate(value)) return constantMisfits(value, target, at)
  if (typeof value === 'string') return textMisfits(step, value, target, types, at)
  const entries: [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : isJsonObject(value)
      ? Object.entries(value)
      : []
  const form: JsonSchema = Array.isArray(value)
    ? { type: 'array', minItems: value.length, maxItems: value.length }
    : {
        type: 'object',
        properties: Object.fromEntries(entries.map(([key]) => [key, true])),
        required: entries.map(([key]) => String(key)),
        additionalProperties: false,
      }
  const verdict = schemaFits(form, target)
  if (verdict.fits === 'no') return [{ at, message: verdict.message }]
  return entries.flatMap(([key, item]) => {
    const segment: PathSegment = typeof key === 'number' ? { kind: 'index', index: key } : { kind: 'key', name: key }
    const inner = types.at(target, [segment])
    return inner.kind === 'known' ? misfits(step, item, inner.schema, types, [...at, key]) : []
  })
}

function constantMisfits(value: Json, target: JsonSchema, at: Place): Misfit[] {
  return checkValue(target, value)
    .filter((problem) => problem.keyword !== 'limit')
    .map(({ path, message }) => ({ at: [...at, ...path], message }))
}

function textMisfits(step: OutlineStep, text: string, target: JsonSchema, types: DocumentTypes, at: Place): Misfit[] {
  const template = readTemplateText(text)
  if (template === undefined) return []
  const [only] = template.parts
  // A text with nothing but escapes is a constant.
  if (template.parts.every((part) => typeof part === 'string'))
    return constantMisfits(template.parts.join(''), target, at)
  if (!template.single || only === undefined || typeof only === 'string') {
    const verdict = schemaFits({ type: 'string' }, target)
    if (verdict.fits !== 'no') return []
    const hint =
      template.parts.length === 2 || template.parts.length === 3
        ? 'write the template alone to keep the type of its value'
        : undefined
    return [
      {
        at,
        message: `a text with templates in it is always a string, but ${describeSchema(target)} is expected`,
        ...(hint === undefined ? {} : { hint }),
      },
    ]
  }
  const found = types.read(step, only)
  if (found.kind !== 'known') return []
  const verdict = types.fits(found.schema, target)
  if (verdict.fits !== 'no') return []
  const message = `{{${only.text}}} is ${describeSchema(found.schema)}, but ${describeSchema(target)} is expected`
  return [{ at, message, ...(verdict.message.includes(':') ? { hint: verdict.message } : {}) }]
}

function holdsTemplate(value: Json): boolean {
  if (typeof value === 'string') return hasTemplate(value)
  if (Array.isArray(value)) return value.some(holdsTemplate)
  return isJsonObject(value) && Object.values(value).some(holdsTemplate)
}
