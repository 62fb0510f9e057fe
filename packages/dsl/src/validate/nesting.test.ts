import { expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { stringifyPipeline } from '../document/stringify-pipeline.js'
import type { Json } from '../json/json.js'
import { checkPipeline } from './validate-pipeline.js'

function documentWith(levels: number): PipelineDocument {
  let value: Json = 1
  for (let level = 0; level < levels; level += 1) value = [value]
  const step = { id: 'a', type: 'function', method: 'm', inputs: { x: value } }
  return { version: '1.0', pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'q', steps: [step] }
}

test('100 levels are allowed, in a text and in a document alike', () => {
  // Above the value stand the document, its steps, the step and its inputs.
  const document = documentWith(96)
  expect(checkPipeline(document).report.diagnostics).toEqual([])
  expect(checkPipeline(JSON.stringify(document)).report.diagnostics).toEqual([])
  expect(checkPipeline(stringifyPipeline(document)).pipeline).toEqual(document)
})

test.each([97, 20_000])('%i levels of one value are refused, with the place', (levels) => {
  const { report, pipeline } = checkPipeline(documentWith(levels))
  expect(pipeline).toBeUndefined()
  expect(report.diagnostics).toMatchObject([{ code: 'document_too_deep', level: 1, severity: 'error' }])
  expect(report.diagnostics[0]?.path.slice(0, 5)).toEqual(['steps', 0, 'inputs', 'x', 0])
  expect(checkPipeline(JSON.stringify(documentWith(levels % 1000))).report.errors.length).toBe(
    levels % 1000 > 96 ? 1 : 0,
  )
})

test('a document that holds itself is refused', () => {
  const document = documentWith(1)
  const inputs: Record<string, unknown> = {}
  inputs.self = inputs
  Object.assign(document.steps[0] ?? {}, { inputs })
  expect(checkPipeline(document).report.diagnostics).toMatchObject([{ code: 'document_too_deep' }])
})
