import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ConformanceCase, Expectation } from './conformance-case.js'
import { localHost } from './local-host.js'
import { runConformanceCase } from './run-case.js'
import { runConformance } from './run-conformance.js'

const TEXT = `
version: "1.0"
pipeline_id: relay
name: Relay
workspace_id: w
project_id: p
steps:
  - id: first
    type: function
    method: runner
    inputs: { lap: "{{input.lap}}" }
    outputs: { time: "time_{{input.lap}}" }
  - id: second
    type: function
    method: runner
    depends_on: [first]
`

function relay(expected: Expectation, changes: Partial<ConformanceCase> = {}): ConformanceCase {
  return {
    name: 'relay',
    pipeline: TEXT,
    input: { lap: 1 },
    mocks: { first: [{ outputs: { time: 9 }, seconds: 9 }], second: [{ outputs: {} }] },
    expect: expected,
    ...changes,
  }
}

async function differences(conformanceCase: ConformanceCase): Promise<string> {
  return (await runConformanceCase(conformanceCase, localHost)).differences.join('\n')
}

const RIGHT: Expectation = {
  validation: { valid: true, diagnostics: [] },
  status: 'completed',
  steps: { first: 'completed', second: 'completed' },
  calls: { first: 1 },
  inputs: { first: { lap: 1 } },
  outputs: { first: { time: 9 } },
  order: [['first', 'second']],
  artifacts: ['time_1'],
  events: ['step.started:first', 'pipeline.completed'],
}

test('a right case has no differences', async () => {
  expect(await runConformanceCase(relay(RIGHT), localHost)).toEqual({ name: 'relay', ok: true, differences: [] })
})

describe('a wrong expectation is named with what was found', () => {
  test.each<[string, Expectation, string]>([
    ['status', { status: 'failed' }, 'status: expected failed, got completed'],
    ['steps', { steps: { first: 'skipped' } }, "steps: expected 'first' skipped, got completed"],
    ['an unknown step', { steps: { frist: 'completed' } }, "steps: the pipeline has no step 'frist'"],
    ['calls', { calls: { first: 2 } }, "calls: expected 2 of 'first', got 1"],
    ['inputs', { inputs: { first: { lap: 2 } } }, "inputs of 'first': at .lap: expected 2, got 1"],
    ['outputs', { outputs: { first: {} } }, "outputs of 'first': at .time: nothing expected, got 9"],
    ['errors', { errors: { first: 'boom' } }, "errors: expected 'boom' in the error of 'first', got none"],
    ['order', { order: [['second', 'first']] }, "order: 'second' settled only after 'first' had started"],
    ['artifacts', { artifacts: ['time_2'] }, "artifacts: 'time_2' was not kept; kept were time_1"],
    ['no artifacts', { artifacts: [] }, 'artifacts: expected none, kept were time_1'],
    [
      'events',
      { events: ['pipeline.completed', 'step.started:first'] },
      "events: no 'step.started:first' in its place",
    ],
    ['valid', { validation: { valid: false } }, 'validation: expected valid: false, got true'],
    ['a finding', { validation: { diagnostics: [{ line: 3 }] } }, 'no diagnostic matches {"line":3}; there are none'],
  ])('%s', async (_, expected, sentence) => {
    expect(await differences(relay(expected))).toContain(sentence)
  })
})

test('a run that takes too long is told', async () => {
  const slow = relay({ status: 'completed' }, { limits: { max_wait_seconds: 8 } })
  expect(await differences(slow)).toContain('limits: the run took 9 seconds of virtual time, more than 8')
})

test('work without a mock makes the case wrong, whatever it expects', async () => {
  const unmocked = relay({ status: 'failed' }, { mocks: { first: [{ outputs: 1 }] } })
  expect(await differences(unmocked)).toContain("step 'second' was called, but the case has no mock for it")
})

test('an action that does not exist is named, with those that do', async () => {
  const text = await differences(relay(RIGHT, { actions: [{ at_seconds: 1, dance: {} }] }))
  expect(text).toContain("action 'dance' is none of approve, reject")
})

test('a run that nobody resumes is named', async () => {
  expect(await differences(relay(RIGHT, { actions: [{ at_seconds: 0, pause: {} }] }))).toContain('the run never ends')
})

describe('a refused run', () => {
  test('is invalid, with the reasons where something else was expected', async () => {
    const text = await differences(relay(RIGHT, { input: {} }))
    expect(text).toContain('status: expected completed, got invalid')
    expect(text).toContain('input.lap')
    expect(text).toContain('steps: the run was refused')
  })

  test('meets expectations of nothing', async () => {
    const refused = relay({ status: 'invalid', calls: { first: 0 }, errors: { pipeline: 'input.lap' } }, { input: {} })
    expect(await differences(refused)).toBe('')
  })
})

test('a broken catalog is a problem of the case', async () => {
  expect(await differences(relay(RIGHT, { catalog: { methods: 'many' } }))).toContain('the case, catalog.methods')
})

test('a folder is run by name, and a file that holds no case has failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'odp-cases-'))
  try {
    await writeFile(join(folder, 'b.yaml'), JSON.stringify(relay(RIGHT)))
    await writeFile(join(folder, 'a.yml'), 'name: broken\n')
    await writeFile(join(folder, 'notes.md'), 'no case')
    const seen: string[] = []
    const report = await runConformance(folder, { onCase: (ran) => seen.push(ran.name) })
    expect(report).toMatchObject({ passed: 1, failed: 1 })
    expect(seen).toEqual(['broken', 'relay'])
    expect(report.cases[0]).toMatchObject({ file: 'a.yml', ok: false })
  } finally {
    await rm(folder, { recursive: true })
  }
})
