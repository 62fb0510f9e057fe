import { codes } from './markdown.mjs'

/** What a JSON Schema asks for, in words. */
export function valueText(schema) {
  if (schema.$ref?.endsWith('/step')) return 'step'
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return codes(schema.enum)
  if (schema.anyOf !== undefined) return unionText(schema.anyOf)
  switch (schema.type) {
    case 'string':
      return textText(schema)
    case 'integer':
      return `whole number${bounds(schema)}`
    case 'number':
      return `number${bounds(schema)}`
    case 'boolean':
      return '`true` or `false`'
    case 'array':
      return `list of ${plural(valueText(schema.items ?? {}))}${schema.minItems === 1 ? ', at least one' : ''}`
    case 'object':
      return typeof schema.additionalProperties === 'object' && schema.properties === undefined
        ? mapText(schema.additionalProperties)
        : 'mapping'
    default:
      return 'any value'
  }
}

function unionText(alternatives) {
  const [words, other] = alternatives
  if (words?.enum !== undefined && other?.pattern === '\\{\\{') return `${codes(words.enum)}, or a template`
  const parts = alternatives.flatMap((schema) =>
    schema.type === 'boolean' ? ['`true`', '`false`'] : [valueText(withoutBounds(schema))],
  )
  const shown = [...new Set(parts)]
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/** Bounds of one alternative would read as bounds of all. */
function withoutBounds({ minimum, maximum, exclusiveMinimum, maxLength, minItems, ...schema }) {
  return schema
}

function textText({ pattern, maxLength }) {
  const form = pattern === undefined ? '' : ` of the form \`${pattern}\``
  return `text${form}${maxLength === undefined ? '' : `, at most ${maxLength} characters`}`
}

function mapText(values) {
  return values.$ref === undefined ? `mapping with ${plural(valueText(values))}` : 'mapping'
}

function bounds({ minimum, maximum, exclusiveMinimum }) {
  const low = minimum ?? exclusiveMinimum
  if (low === undefined && maximum === undefined) return ''
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`
  const parts = [
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ]
  return `, ${parts.join(', ')}`
}

function plural(text) {
  if (text === 'any value') return 'any values'
  return text
    .replace(/^(text|mapping|step|number|whole number)\b/, '$1s')
    .replace(/ or (text|mapping|step|list)\b/g, ' or $1s')
}
