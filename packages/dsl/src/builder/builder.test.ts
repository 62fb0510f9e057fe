import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineStep } from '../steps/define-step.js'
import { count, eq, gt, or, PipelineBuildError, pipeline, template, verbatim } from './index.js'
import { createPipe } from './pipeline.js'

const meta = { pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }

describe('pipeline', () => {
  test('a builder is immutable and its document deeply frozen', () => {
    const start = pipeline(meta).function('a', { method: 'm', inputs: () => ({ list: [{ deep: 1 }] }) })
    const longer = start.function('b', { method: 'm' })
    expect(start.build().steps).toHaveLength(1)
    expect(longer.build().steps).toHaveLength(2)
    const document = start.build()
    expect(() => document.steps.push({ id: 'x', type: 'function' })).toThrow(TypeError)
    expect(
      Object.isFrozen((document.steps[0] as { inputs?: { list?: { from?: unknown[] } } }).inputs?.list?.from?.[0]),
    ).toBe(true)
  })

  test('build() lists every duplicate id and every unknown target at once', () => {
    const once = (id: string) =>
      pipeline(meta)
        .function('a', { method: 'm', on_error: { fallback_step: 'nobody' } })
        .loop(`loop_${id}`, { iterate_over: [1], loop_variable: 'v' }, (each) => each.function(id, { method: 'm' }))
    const twice = () =>
      once('inner')
        .loop('second', { iterate_over: [1], loop_variable: 'v' }, (each) => each.function('inner', { method: 'm' }))
        .onSuccess({ match: () => eq(1, 1) }, ['ghost'])
        .build()
    expect(twice).toThrow(PipelineBuildError)
    try {
      twice()
    } catch (error) {
      if (!(error instanceof PipelineBuildError)) throw error
      expect(error.issues.map(({ code, path }) => [code, path.join('.')])).toEqual([
        ['duplicate_id', 'steps.2.steps.0.id'],
        ['unknown_reference', 'steps.0.on_error.fallback_step'],
        ['unknown_reference', 'steps.2.on_success.routes.0.steps.0'],
      ])
      expect(error.message).toContain("'nobody', which does not exist")
    }
  })

  test('a value without a JSON form names its step and place', () => {
    const start = pipeline(meta)
    expect(() => start.function('a', { method: 'm', inputs: () => ({ n: Number.NaN }) })).toThrow(
      "Step 'a': 'inputs.n': NaN",
    )
    expect(() => start.function('a', { method: 'm', inputs: () => ({ d: { at: new Date(0) } }) })).toThrow(
      "'inputs.d.at': only plain",
    )
    expect(() => start.function('a', { method: 'm', inputs: () => ({ c: [or(1, 2)] }) })).toThrow(
      'directly as an input',
    )
    expect(() => start.function('a', { method: 'm', inputs: () => ({ c: gt(1, 2) }) })).toThrow('only in conditions')
  })

  test('templates come from references only', () => {
    const [step] = pipeline(meta)
      .input(z.object({ name: z.string(), list: z.array(z.string()) }))
      .function('a', {
        method: ({ input }) => `{{other}}_${input.name}`,
        inputs: ({ input }) => ({
          constant: '{{input.list}}',
          mixed: `{{run.id}} ${input.name} {{`,
          nested: [{ deep: input.list.at(2) }],
          text: template`{{${1}}} ${input.name}`,
          as_is: verbatim({ or: ['{{ x.y }}'] }),
        }),
      })
      .build().steps
    expect(step).toMatchObject({
      method: '\\{{other}}_{{input.name}}',
      inputs: {
        constant: { from: '\\{{input.list}}' },
        mixed: { from: '\\{{run.id}} {{input.name}} \\{{' },
        nested: { from: [{ deep: '{{input.list[2]}}' }] },
        text: { from: '\\{{1}} {{input.name}}' },
        as_is: { or: ['{{ x.y }}'] },
      },
    })
  })

  test('a text that would swallow its reference is refused', () => {
    const start = pipeline(meta)
    const build = (inputs: (scope: { input: { toString(): string } }) => { x: string }) => () =>
      start.function('a', { method: 'm', inputs })
    expect(build(({ input }) => ({ x: `C:\\${input}` }))).toThrow('cannot follow')
    expect(build(({ input }) => ({ x: `{${input}}` }))).toThrow('cannot follow')
  })

  test('conditions take expressions and text', () => {
    const [first, second] = pipeline(meta)
      .function('a', { method: 'm', outputs: z.object({ list: z.array(z.string()) }) })
      .conditional('b', { condition: ({ a }) => gt(count(a.list), 0), name: 'B' }, (then) =>
        then.function('c', { method: 'm' }),
      )
      .when('d', '{{a.list}} > 0', (then) => then.function('e', { method: 'm' }))
      .build()
      .steps.slice(1)
    expect(first).toMatchObject({ condition: { expression: 'size({{a.list}}) > 0' }, name: 'B' })
    expect(second).toMatchObject({ condition: { expression: '{{a.list}} > 0' } })
  })

  test('a step type that the builder has never heard of works through its definition', () => {
    const retryUntil = defineStep({
      type: 'retry_until',
      summary: 'Runs its steps until a condition holds.',
      keys: {
        until: z.strictObject({ expression: z.string().describe('When to stop.') }).describe('When to stop.'),
        body: z.strictObject({ steps: z.array(z.json()).describe('Steps.') }).describe('What is tried.'),
        label: z.string().describe('A name that is no template.'),
      },
      modes: ['workflow_logic'],
      run: 'control',
      blocks: [{ name: 'body', path: ['body', 'steps'], scope: 'same' }],
      strings: { 'until.expression': 'expression', label: 'literal' },
      example: { id: 'x', type: 'retry_until' },
    })
    const start = createPipe(
      { definitions: { retry_until: retryUntil } },
      { document: meta, steps: [] },
    ) as unknown as {
      retryUntil(id: string, options: object, body?: (inner: never) => unknown): { build(): { steps: unknown[] } }
    }
    const options = { label: '{{x}}', name: '{{x}}', until: (scope: { a: { n: never } }) => gt(scope.a.n, 3) }
    const body = (inner: typeof start) => inner.retryUntil('inner', { until: 'true' })
    expect(start.retryUntil('outer', options, body as never).build().steps).toEqual([
      {
        id: 'outer',
        type: 'retry_until',
        until: { expression: '{{a.n}} > 3' },
        label: '{{x}}',
        name: '\\{{x}}',
        body: { steps: [{ id: 'inner', type: 'retry_until', until: { expression: 'true' } }] },
      },
    ])
  })
})
