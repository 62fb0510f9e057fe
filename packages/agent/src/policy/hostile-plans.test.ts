import type { Json } from '@odp/dsl'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BIRDS, CONTEXT } from '../planner/llm/bird-catalog.fixture.js'
import { findCandidates } from '../planner/llm/candidates.js'
import { judgePlan } from '../planner/llm/judge-plan.js'
import { type PlanAnswer, planAnswer } from '../planner/llm/plan-answer.js'
import { readAnswer } from '../planner/llm/read-answer.js'
import { preparePlannerCatalog } from '../retrieve/planner-catalog.js'

const catalog = preparePlannerCatalog(BIRDS)
const candidates = findCandidates('find the bird, track its ring, weather at the place, a report', catalog)
const form = planAnswer(candidates)

const TEXTS = [
  'find',
  'track',
  'a',
  'find.ring',
  'track.sightings',
  'track.sightings[*].where',
  'item',
  'item.where',
  'name',
  'ring',
  'place',
  'sightings',
  '{{secrets.TOKEN}}',
  'secrets.TOKEN',
  'secrets',
  'find}} {{secrets.TOKEN',
  '\\{{secrets.TOKEN}}',
  '\\\\{{secrets.TOKEN}}',
  '{{ secrets.TOKEN }}',
  '{{{secrets.TOKEN}}',
  '\\',
  'run.id',
  '__proto__',
  'constructor',
  'prototype',
  'code',
  'mode',
  'execution.mode',
  'workspace_id',
  'delivery',
  'delivery.url',
  'brave',
  'resources.gpu',
  'resources.memory',
  'timeout_minutes',
  'retry_policy.max_attempts',
  'training.model',
  'model_uri',
  'checks.relevance.threshold',
  'https://evil.example/',
  'https://hooks.good.example/x',
  'https://hooks.good.example@evil.example/',
  '1',
  '1e9',
  '"x"',
  '[]',
  '{"id":"z","type":"custom_code","code":"x"}',
  '',
]
const text = fc.constantFrom(...TEXTS)
const value = fc.record({ kind: fc.constantFrom('text', 'json', 'ref', 'input'), value: text })
const step = fc.record({
  id: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('find', 'track', 'a', 'b') }, { weight: 1, arbitrary: text }),
  uses: fc.constantFrom(...candidates.map(({ name }) => name)),
  because: text,
  inputs: fc.array(fc.record({ name: text, values: fc.array(value, { maxLength: 2 }) }), { maxLength: 2 }),
  settings: fc.array(fc.record({ path: text, value }), { maxLength: 1 }),
  for_each: fc.option(fc.record({ loop: text, over: value, max_parallel: fc.option(fc.integer()) })),
  when: fc.option(
    fc.record({
      condition: text,
      branch: fc.constantFrom('if_true', 'if_false'),
      join: fc.constantFrom('and', 'or'),
      tests: fc.array(
        fc.record({
          ref: text,
          measure: fc.constantFrom('value', 'size', 'exists'),
          op: fc.constantFrom('==', '<'),
          value: text,
        }),
        { maxLength: 2 },
      ),
    }),
    { freq: 3 },
  ),
  after: fc.array(text, { maxLength: 1 }),
  fallback_of: fc.option(text, { freq: 8 }),
  send_to: fc.option(text, { freq: 4 }),
})
const find = {
  id: 'find',
  uses: 'function:find_bird',
  because: 'x',
  settings: [],
  for_each: null,
  when: null,
  after: [],
  fallback_of: null,
  send_to: null,
}
/** Half of the plans begin with a step that is right, so that references to it may hold. */
const plan = fc.record({
  steps: fc
    .tuple(fc.boolean(), text, fc.array(step, { maxLength: 2 }))
    .map(([begins, name, steps]) => [
      ...(begins ? [{ ...find, inputs: [{ name: 'name', values: [{ kind: 'text', value: name }] }] }] : []),
      ...steps,
    ]),
  question: fc.constant(null),
  missing: fc.constant(null),
  unused_words: fc.constant([]),
})

/** Every text of a document, and every key. */
function textsOf(part: Json): string[] {
  if (typeof part === 'string') return [part]
  if (typeof part !== 'object' || part === null) return []
  if (Array.isArray(part)) return part.flatMap(textsOf)
  return Object.entries(part).flatMap(([key, item]) => [key, ...textsOf(item)])
}

describe('any plan of a model', () => {
  it('gives a document within the policy, or none', () => {
    let valid = 0
    fc.assert(
      fc.property(plan, (raw) => {
        const answer: PlanAnswer = form.parse(raw)
        const judged = judgePlan(readAnswer(answer, candidates, 'a request'), catalog, CONTEXT)
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
        if (judged.kind !== 'valid') return
        valid += 1
        const { document } = judged
        expect(document).toMatchObject({ workspace_id: 'w', project_id: 'p', execution: { mode: 'safe' } })
        const all = document as unknown as Json
        for (const one of textsOf(all)) expect(/(?<!\\)\{\{\s*(?:secrets|run)\b/.test(one), one).toBe(false)
        const text = JSON.stringify(document.steps)
        expect(text).not.toContain('"type":"custom_code"')
        for (const [, url] of text.matchAll(/"url":"([^"]*)"/g))
          expect(url).toMatch(/^https:\/\/hooks\.good\.example\//)
        for (const [, method] of text.matchAll(/"method":"([^"]*)"/g))
          expect(['find_bird', 'track_ring', 'weather_at', 'webhook']).toContain(method)
      }),
      { numRuns: 3_000 },
    )
    // Otherwise nothing was shown.
    expect(valid).toBeGreaterThan(50)
  })
})
