import { expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import { validatePipeline } from './validate-pipeline.js'

function check(steps: Json[], more: Record<string, Json> = {}) {
  const document = { version: '1.0', pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'q', ...more, steps }
  return validatePipeline(document as unknown as PipelineDocument).diagnostics
}

const work = (id: string, inputs: Record<string, Json> = {}, more: Record<string, Json> = {}): Json => ({
  id,
  type: 'function',
  method: 'm',
  inputs,
  outputs: { profile: 'profile' },
  ...more,
})

test('a misspelt step and a misspelt field come with the corrected string', () => {
  const [step, field] = check([
    work('collect'),
    work('reader', { a: 'to {{colect.profile}}', b: 'to {{collect.profil.name}}' }),
  ])
  expect(step).toMatchObject({ code: 'unknown_reference', fix: { changes: [{ value: 'to {{collect.profile}}' }] } })
  expect(field).toMatchObject({ code: 'unknown_field', fix: { changes: [{ value: 'to {{collect.profile.name}}' }] } })
})

test('a field that stands twice is not corrected, since another one may be meant', () => {
  const schema = {
    type: 'object',
    properties: { profile: { type: 'object', properties: { profil: { type: 'object', properties: {} } } } },
  }
  const [issue] = check([
    work('collect', {}, { output_schema: schema }),
    work('reader', { a: '{{collect.profile.profil.profil}}' }),
  ])
  expect(issue).toMatchObject({ code: 'unknown_field' })
  expect(issue?.fix).toBeUndefined()
})

test('a loop hides its steps, and says how they are read', () => {
  const loop = {
    id: 'each',
    type: 'loop',
    iterate_over: '{{input.list}}',
    loop_variable: 'item',
    steps: [work('inner')],
  }
  const [issue] = check([loop, work('reader', { a: '{{inner.profile}}' })])
  expect(issue).toMatchObject({
    code: 'unknown_reference',
    hint: expect.stringContaining('{{each.items[*].outputs.inner}}'),
  })
  expect(check([loop, work('reader', { a: '{{each.items[*].outputs.inner.profile}}' })])).toEqual([])
  expect(check([loop, work('reader', { a: '{{each.items[*].outputs.iner.profile}}' })])[0]).toMatchObject({
    code: 'unknown_field',
  })
})

test('inside a loop only earlier steps are seen; outside the order of the document does not matter', () => {
  const loop = (steps: Json[]) => ({ id: 'each', type: 'loop', iterate_over: [1], loop_variable: 'item', steps })
  expect(check([loop([work('a', { x: '{{b.profile}}' }), work('b')])])[0]).toMatchObject({ code: 'unknown_reference' })
  expect(check([loop([work('b'), work('a', { x: '{{b.profile}} {{item}} {{late.profile}}' })]), work('late')])).toEqual(
    [],
  )
})

test('input, run and loop variables are roots; a loop variable may not take a name that is taken', () => {
  const schema = { type: 'object', properties: { user: { type: 'string' } } }
  expect(check([work('a', { x: '{{input.user}} {{run.id}}' })], { input_schema: schema })).toEqual([])
  expect(check([work('a', { x: '{{input.usr}}' })], { input_schema: schema })[0]).toMatchObject({
    code: 'unknown_field',
  })
  expect(check([work('a', { x: '{{run.name}}' })])[0]).toMatchObject({ code: 'unknown_field' })
  const loop = (variable: string) => ({
    id: 'each',
    type: 'loop',
    iterate_over: [1],
    loop_variable: variable,
    steps: [work('inner')],
  })
  for (const name of ['input', 'each', 'inner'])
    expect(check([loop(name)]).map((issue) => issue.code)).toContain('loop_variable_clash')
})

test('a step that waits for itself is a cycle', () => {
  expect(check([work('a', {}, { depends_on: ['a'] })])[0]).toMatchObject({ code: 'cycle', step: 'a' })
})
