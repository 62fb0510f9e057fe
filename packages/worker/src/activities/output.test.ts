import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineCatalog, defineReportTemplate } from '@odp/dsl'
import type { JsonObject } from '@odp/dsl/plan'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { equipmentOf } from '../equipment.js'
import { output } from './output.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odp-output-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const people = defineReportTemplate({
  id: 'people_v1',
  summary: 'People',
  format: 'csv_dataset',
  inputs: z.object({ names: z.array(z.string()) }),
  run: ({ names }) => ({ rows: names.map((name) => ({ name })) }),
})

function write(config: JsonObject, inputs: JsonObject, step = 'report') {
  const context = { signal: new AbortController().signal, execution_id: '../exec/1', attempt: 1, heartbeat() {} }
  const equipment = equipmentOf({ catalog: defineCatalog({ report_templates: [people] }), output_directory: folder })
  return output.run({ step, type: 'output', config, inputs }, context, equipment) as Promise<{
    files: { path: string; name: string; bytes: number }[]
  }>
}

test('inputs without a template are laid out as a PDF', async () => {
  const { files } = await write({ format: 'pdf_report' }, { title: 'Findings', people: [{ name: 'Ada' }] })
  const [file] = files
  expect(file?.name).toBe('report.pdf')
  const bytes = await readFile(file?.path ?? '')
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.length).toBe(file?.bytes)
})

test('a graph becomes a picture and a file for Gephi', async () => {
  const graph = {
    nodes: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ],
    edges: [{ source: 'a', target: 'b' }],
  }
  const { files } = await write({ format: 'graph_visualization' }, { graph })
  expect(files.map((file) => file.name)).toEqual(['report.svg', 'report.gexf'])
  expect(await readFile(files[0]?.path ?? '', 'utf8')).toContain('<svg')
})

test('a template of the catalog makes the rows', async () => {
  const { files } = await write({ format: 'csv_dataset', template: 'people_v1' }, { names: ['Ada', '=1+1'] })
  expect(await readFile(files[0]?.path ?? '', 'utf8')).toBe("name\r\nAda\r\n'=1+1\r\n")
})

test('no name of an execution or a step leads out of the folder', async () => {
  const { files } = await write({ format: 'csv_dataset' }, { rows: [] }, 'loop[3].../../report')
  expect(files[0]?.path.startsWith(`${folder}/`)).toBe(true)
  expect(files[0]?.path).not.toContain('..')
})

test('what cannot be done is refused with a code', async () => {
  await expect(write({ format: 'docx' }, {})).rejects.toMatchObject({ failure: { code: 'method_input_invalid' } })
  await expect(write({ format: 'csv_dataset', template: 'peple_v1' }, {})).rejects.toThrow(/did you mean 'people_v1'/)
  await expect(write({ format: 'pdf_report', template: 'people_v1' }, { names: [] })).rejects.toThrow(
    /makes a csv_dataset/,
  )
  await expect(write({ format: 'csv_dataset', template: 'people_v1' }, { names: 3 })).rejects.toMatchObject({
    failure: { code: 'method_input_invalid' },
  })
  await expect(write({ format: 'csv_dataset' }, { rows: 3 })).rejects.toMatchObject({
    failure: { code: 'method_input_invalid' },
  })
  const delivery = { method: 'webhook', url: 'https://example.com' }
  await expect(write({ format: 'csv_dataset', delivery }, { rows: [] })).rejects.toMatchObject({
    failure: { code: 'connector_missing' },
  })
})
