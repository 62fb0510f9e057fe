import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { gt, or, pipeline, pipelineSteps, template } from './index.js'

const meta = { pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }

test('both faces give the same document', () => {
  const input = z.object({ name: z.string(), items: z.array(z.object({ id: z.string() })) })
  const value = z.object({ n: z.number(), texts: z.array(z.string()) })
  const steps = pipelineSteps(meta, { input })
  const first = steps.function('first', { method: 'm', inputs: { name: steps.input.name }, outputs: value })
  steps.loop('each', { iterate_over: steps.input.items, loop_variable: 'item' }, (inner, item) => {
    inner.crawler('one', { method: template`c_${item.id}`, inputs: { id: `x ${item.id}` } })
  })
  steps.when(
    'big',
    gt(first.n, 3),
    (then) => {
      then.function('yes', { method: 'm' })
    },
    (otherwise) => {
      otherwise.function('no', { method: 'm', inputs: { alternatives: or(first.texts, []) } })
    },
  )
  steps.parallelGroup('side', {}, (group) => {
    group.validation('check', { checks: {} })
  })
  steps.onSuccess({ match: gt(first.n, 5) }, (route) => {
    route.function('routed', { method: 'm' })
  })

  const chain = pipeline(meta)
    .input(input)
    .function('first', { method: 'm', inputs: (scope) => ({ name: scope.input.name }), outputs: value })
    .loop('each', { iterate_over: (scope) => scope.input.items, loop_variable: 'item' }, (inner) =>
      inner.crawler('one', {
        method: ({ item }) => template`c_${item.id}`,
        inputs: ({ item }) => ({ id: `x ${item.id}` }),
      }),
    )
    .when(
      'big',
      (scope) => gt(scope.first.n, 3),
      (then) => then.function('yes', { method: 'm' }),
      (otherwise) =>
        otherwise.function('no', { method: 'm', inputs: (scope) => ({ alternatives: or(scope.first.texts, []) }) }),
    )
    .parallelGroup('side', {}, (group) => group.validation('check', { checks: {} }))
    .onSuccess({ match: (scope) => gt(scope.first.n, 5) }, (route) => route.function('routed', { method: 'm' }))
  expect(steps.build()).toEqual(chain.build())
})

const name = fc.stringMatching(/^[a-z]{1,5}$/)
const constant = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('{', '}', '\\', 'a', '.', 'é') })

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('{{', '\\{{')
  // JSON has no negative zero.
  if (value === 0) return 0
  if (Array.isArray(value)) return value.map(escaped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]))
}

test('a random pipeline is the document made by hand', () => {
  const step = fc.record({ constants: fc.dictionary(name, constant, { maxKeys: 3 }), reads: fc.nat(), field: name })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (drafts) => {
      const steps = pipelineSteps(meta)
      const outputs: { out: unknown }[] = []
      const byHand = drafts.map((draft, index) => {
        const id = `s${index}`
        const source = draft.reads % (index + 1)
        const read = source === index ? 'plain' : outputs[source]?.out
        const made = steps.function(id, {
          method: 'm',
          inputs: { ...draft.constants, READ: read },
          outputs: z.object({ out: z.string() }),
        })
        outputs.push(made)
        const inputs = Object.fromEntries(
          Object.entries(draft.constants).map(([key, value]) => [key, { from: escaped(value) }]),
        )
        return {
          id,
          type: 'function',
          method: 'm',
          inputs: { ...inputs, READ: { from: source === index ? 'plain' : `{{s${source}.out}}` } },
          outputs: { out: 'out' },
          output_schema: { type: 'object', properties: { out: { type: 'string' } }, required: ['out'] },
        }
      })
      expect(steps.build()).toEqual({ version: '1.0', ...meta, steps: byHand })
    }),
  )
})
