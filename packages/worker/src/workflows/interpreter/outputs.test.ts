import type { PlanNode } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { acceptOutputs, shapeControlOutputs } from './outputs.js'

const node = (more: Partial<PlanNode>): PlanNode => ({ id: 's', type: 'function', ...more })

describe('what a step returned', () => {
  const declared = { outputs: { name: 'x', age: 'y' } }

  it('must hold every declared output; null counts', () => {
    expect(acceptOutputs(node(declared), { name: null, age: 1 })).toBeUndefined()
    const failure = acceptOutputs(node(declared), { nmae: 'Ada', age: 1 })
    expect(failure).toMatchObject({ code: 'output_missing', retryable: false })
    expect(failure?.message).toContain("'name'")
    expect(failure?.message).toContain("did you mean 'nmae'")
  })

  it('may leave out what the schema makes optional', () => {
    const properties = { name: { type: 'string' }, age: { type: 'integer' } }
    const output_schema = { type: 'object', properties, required: ['name'] }
    expect(acceptOutputs(node({ ...declared, output_schema }), { name: 'Ada' })).toBeUndefined()
    expect(acceptOutputs(node({ ...declared, output_schema }), { age: 3 })?.code).toBe('output_missing')
    const unrelated = { type: 'object', properties: {} }
    expect(acceptOutputs(node({ ...declared, output_schema: unrelated }), { name: 'Ada' })?.code).toBe('output_missing')
  })

  it('must fit its schema; the failure names the output', () => {
    const output_schema = { type: 'object', properties: { people: { type: 'array', items: { type: 'string' } } } }
    const failure = acceptOutputs(node({ outputs: { people: 'x' }, output_schema }), { people: ['Ada', 3] })
    expect(failure).toMatchObject({ code: 'output_invalid', retryable: false })
    expect(failure?.message).toContain("output 'people.1'")
  })

  it('of a control step is its built-in outputs, and the whole under a single name of another', () => {
    const built = { branch: 'if_true' }
    expect(shapeControlOutputs(node({}), built)).toBe(built)
    expect(shapeControlOutputs(node({ outputs: { branch: 'x' } }), built)).toBe(built)
    expect(shapeControlOutputs(node({ outputs: { taken: 'x' } }), built)).toEqual({ ...built, taken: built })
  })
})
