import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineCatalog, defineMethod } from '../catalog/define-catalog.js'
import { pipeline } from './pipeline.js'

const method = (id: string, outputs: z.ZodObject) =>
  defineMethod({ id, step_type: 'function', summary: id, inputs: z.object({}), outputs })

const catalog = defineCatalog({
  methods: [
    method('whole', z.object({ a: z.string(), b: z.number() })),
    method('partly', z.object({ a: z.string(), b: z.number().optional() })),
  ],
})
const meta = { pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'q' }

test('what a method always returns is declared', () => {
  const [step] = pipeline(meta, { catalog })
    .function('s', { method: 'whole', inputs: () => ({}) })
    .build().steps
  expect(step?.outputs).toEqual({ a: 'a', b: 'b' })
})

test('a method that may leave something out declares nothing, so that nothing is missed', () => {
  const [step] = pipeline(meta, { catalog })
    .function('s', { method: 'partly', inputs: () => ({}) })
    .build().steps
  expect(step?.outputs).toBeUndefined()
})
