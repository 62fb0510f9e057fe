import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { outlineDocument } from './outline.js'
import { outputSchema } from './output-schema.js'

function schemaOf(step: JsonObject, returned?: JsonSchema) {
  const outline = outlineDocument({ steps: [{ id: 's', ...step }] }, defaultLanguage)
  const [found] = outline.steps
  if (found === undefined) throw new Error('no step')
  return outputSchema(found, outline, (asked) => (asked.id === 's' || asked.id === 'a' ? returned : undefined))
}

const work = (more: JsonObject = {}) => ({ type: 'function', method: 'm', ...more })

describe('what can be read from a step', () => {
  it('is everything where nothing is declared or known', () => {
    expect(schemaOf(work())).toBe(true)
    expect(schemaOf(work(), { type: 'object' })).toEqual({ type: 'object' })
  })

  it('is what is declared, with the types of the catalog', () => {
    const returned = { type: 'object', properties: { n: { type: 'integer' }, m: {} } }
    expect(schemaOf(work({ outputs: { n: 'x', other: 'y' } }), returned)).toEqual({
      type: 'object',
      properties: { n: { type: 'integer' }, other: true },
      required: ['n', 'other'],
      additionalProperties: false,
    })
  })

  it('is the whole value under a single name, where that is no map', () => {
    expect(schemaOf(work({ outputs: { all: 'x' } }), { type: 'array' })).toMatchObject({
      properties: { all: { type: 'array' } },
    })
  })

  it('has the types of output_schema first, which may make an output optional', () => {
    const output_schema = { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['b'] }
    const schema = schemaOf(work({ outputs: { a: 'x', b: 'y' }, output_schema }), {
      properties: { a: { type: 'null' } },
    })
    expect(schema).toMatchObject({ properties: { a: { type: 'string' } }, required: ['b'] })
  })

  it('of a group has a field a step, of a loop the fields of its items', () => {
    const steps = [{ id: 'a', ...work({ outputs: { n: 'x' } }) }]
    const fields = {
      type: 'object',
      properties: { a: { properties: { n: { type: 'integer' } } } },
      additionalProperties: false,
    }
    const returned = { properties: { n: { type: 'integer' } } }
    expect(schemaOf({ type: 'parallel_group', steps }, returned)).toMatchObject(fields)
    const loop = schemaOf({ type: 'loop', iterate_over: [], loop_variable: 'i', steps }, returned)
    expect(loop).toMatchObject({
      properties: { items: { items: { properties: { outputs: fields } } }, count: { type: 'integer' } },
    })
  })

  it('has fields with names of prototypes', () => {
    const group = { type: 'parallel_group', steps: [{ id: '__proto__', ...work() }] }
    expect(Object.keys((schemaOf(group) as { properties: object }).properties)).toEqual(['__proto__'])
    const fields = JSON.parse('{"__proto__":"x"}')
    expect(schemaOf(work({ outputs: fields }))).toMatchObject({ required: ['__proto__'] })
  })
})
