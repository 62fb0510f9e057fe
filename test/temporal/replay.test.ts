import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Json, type PipelineDocument, stringifyPipeline } from '@odp/dsl'
import type { SubmitOptions } from '@odp/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, startEngine } from './engine.ts'

let engine: Engine

beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())

const call = (id: string, method: string, inputs: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  id,
  type: 'function',
  method,
  inputs,
  ...more,
})

function document(steps: Json[], more: Record<string, Json> = {}): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: 'replayed',
    name: 'Replayed',
    workspace_id: 'tests',
    project_id: 'temporal',
    ...more,
    steps,
  } as unknown as PipelineDocument
}

/** A pipeline whose steps write down that they ran, and how often each did. */
function written() {
  const ledger = join(engine.folder, `${crypto.randomUUID()}.txt`)
  const ran = async () => {
    const text = await readFile(ledger, 'utf8').catch(() => '')
    const steps = text.split('\n').flatMap((line) => /^end .*?\/(?<step>\w+)/.exec(line)?.groups?.step ?? [])
    return steps.sort()
  }
  const steps = [
    call('crawl', 'wait', { ms: '{{input.ms}}', ledger }),
    {
      id: 'each',
      type: 'loop',
      iterate_over: [1, 2, 3],
      loop_variable: 'one',
      steps: [call('inner', 'wait', { ms: '{{one}}', ledger })],
    },
    call('analyse', 'wait', { ms: '{{crawl.waited}}', ledger }),
    call('report', 'double', { n: '{{analyse.waited}}' }, { depends_on: ['each'] }),
  ]
  return { steps, ran }
}

describe.each([{}, { continue_every: 2 }])('a replay, %o', (options: SubmitOptions) => {
  test('does the work from one step on, and takes over the rest', async () => {
    const { steps, ran } = written()
    const first = await engine.odp.submit(document(steps), { input: { ms: 5 }, ...options })
    const outputs = await first.result()
    expect(await ran()).toHaveLength(5)
    const preview = await first.previewReplay({ from: 'analyse' })
    expect(preview.steps.map(({ id, action }) => [id, action])).toEqual([
      ['crawl', 'reuse'],
      ['each', 'reuse'],
      ['analyse', 'run'],
      ['report', 'run'],
    ])
    const again = await first.replay({ from: 'analyse', ...options })
    expect(await again.result()).toEqual(outputs)
    expect((await ran()).length).toBe(6)
    const state = await again.status()
    expect(state.steps.map(({ id, reused }) => [id, reused])).toEqual([
      ['crawl', 'replay'],
      ['each', 'replay'],
      ['analyse', undefined],
      ['report', undefined],
    ])
    // A replay can be replayed.
    expect(await (await again.replay({ from: 'report' })).result()).toEqual(outputs)
    expect((await ran()).length).toBe(6)
  })

  test('with another input does what reads it', async () => {
    const { steps, ran } = written()
    const first = await engine.odp.submit(document(steps), { input: { ms: 5 }, ...options })
    await first.result()
    const again = await first.replay({ input: { ms: 6 } })
    expect(await again.result()).toMatchObject({ report: { doubled: 12 } })
    expect(await ran()).toHaveLength(7)
  })

  test('refuses an input that does not fit, as a start does', async () => {
    const input_schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
    const first = await engine.odp.submit(document([call('twice', 'double', { n: '{{input.n}}' })], { input_schema }), {
      input: { n: 2 },
      ...options,
    })
    await first.result()
    const refused = { code: 'pipeline_invalid', issues: [{ code: 'input_invalid', path: ['input', 'n'] }] }
    await expect(first.replay({ input: { n: 'two' } })).rejects.toMatchObject(refused)
    await expect(first.previewReplay({ input: { n: 'two' } })).rejects.toMatchObject(refused)
    expect(await (await first.replay({ input: { n: 3 } })).result()).toEqual({ twice: { doubled: 6 } })
  })

  test('goes on behind a failure with a changed document, as its replay block says', async () => {
    const { steps, ran } = written()
    const file = join(engine.folder, `${crypto.randomUUID()}.txt`)
    const read = (more: Record<string, Json>) =>
      call('read', 'read_file', { file }, { depends_on: ['report'], ...more })
    const policy = { retry_policy: { max_attempts: 1 } }
    const failed = await engine.odp.submit(document([...steps, read(policy)]), { input: { ms: 2 }, ...options })
    expect((await failed.outcome()).status).toBe('failed')
    await writeFile(file, 'now')
    const replay = { enabled: true, original_execution_id: failed.id }
    const changed = document(
      [...steps, read({ retry_policy: { max_attempts: 2 } }), call('more', 'echo', { value: '{{read.text}}' })],
      { replay },
    )
    const again = await engine.odp.submit(stringifyPipeline(changed))
    expect(await again.result()).toMatchObject({ read: { text: 'now' }, more: { value: 'now' }, crawl: { waited: 2 } })
    expect(await ran()).toHaveLength(5)
    expect(again.id).not.toBe(failed.id)
  })
})

test('a person is asked again, unless answers are reused', async () => {
  const check = {
    id: 'check',
    type: 'validation',
    checks: { completeness: { threshold: 1 } },
    on_below: 'ask',
    inputs: { text: '' },
  }
  const first = await engine.odp.submit(document([check, call('after', 'echo', { value: '{{check.passed}}' })]))
  for await (const event of first.events())
    if (event.type === 'step.answer_requested') await first.answerStep('check', 'continue')
  expect((await first.previewReplay()).steps[0]).toMatchObject({ action: 'run', reason: 'answered' })
  const asked = await first.replay()
  for await (const event of asked.events())
    if (event.type === 'step.answer_requested') await asked.answerStep('check', 'fail')
  expect((await asked.outcome()).status).toBe('failed')
  const reused = await first.replay({ reuse_answers: true })
  expect(await reused.result()).toMatchObject({ after: { value: false } })
})

test('a replay in safe mode waits for an approval of its own', async () => {
  const first = await engine.odp.submit(document([call('twice', 'double', { n: 2 })], { execution: { mode: 'safe' } }))
  await first.approve({ digest: (await first.status()).approval?.digest ?? '' })
  await first.result()
  const again = await first.replay({ from: 'twice' })
  const { status, approval } = await again.status()
  expect(status).toBe('awaiting_approval')
  await again.approve({ digest: approval?.digest ?? '' })
  expect(await again.result()).toEqual({ twice: { doubled: 4 } })
})

test('what cannot be replayed is refused, and nothing starts', async () => {
  await expect(engine.odp.execution('nobody').replay()).rejects.toMatchObject({ code: 'execution_not_found' })
  const first = await engine.odp.submit(document([call('twice', 'double', { n: '{{input.n}}' })]), { input: { n: 1 } })
  await first.result()
  await expect(first.replay({ from: 'twcie' })).rejects.toMatchObject({ code: 'replay_step_unknown' })
  await expect(first.replay({ pipeline: document([]) })).rejects.toMatchObject({ code: 'pipeline_invalid' })
  const needs = document([call('twice', 'double', { n: '{{input.m}}' })])
  await expect(first.replay({ pipeline: needs })).rejects.toMatchObject({ code: 'pipeline_invalid' })
})
