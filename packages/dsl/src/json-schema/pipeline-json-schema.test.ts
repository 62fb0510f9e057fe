import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { IssueCode } from '../issues/codes.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { createLanguage, defaultLanguage } from '../language/language.js'
import { defineStep } from '../steps/define-step.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { checkShape } from '../validate/shape.js'
import { pipelineJsonSchema } from './pipeline-json-schema.js'

const validator = new Validator(pipelineJsonSchema(), '2020-12')
const accepts = (document: Json) => validator.validate(document).valid
const errors = (document: Json) =>
  checkShape(document, defaultLanguage).issues.filter(({ severity }) => severity === 'error')

const document = (steps: Json[], more: JsonObject = {}): JsonObject => ({
  version: '1.0',
  pipeline_id: 'risk',
  name: 'Risk',
  workspace_id: 'w',
  project_id: 'p',
  ...more,
  steps,
})

/** A document that uses every key of the language, in one of its forms at least. */
const everything: JsonObject = document(
  [
    {
      id: 'first',
      type: 'crawler',
      method: 'm',
      name: 'First',
      description: 'Collects.',
      depends_on: ['second'],
      inputs: { a: { from: '{{input.a}}', default: 1 }, b: { or: [1, '{{input.b}}'] }, c: 'plain', d: { free: true } },
      outputs: { profile: 'kept' },
      output_schema: { type: 'object', properties: { profile: true } },
      execution_mode: 'direct',
      retry_policy: { max_attempts: 2, backoff: 'linear', initial_backoff_seconds: 0, max_backoff_seconds: 5 },
      timeout_minutes: 5,
      on_error: { fallback_step: 'second', continue_on_failure: true },
      on_success: {
        routes: [{ match: { expression: 'true' }, steps: ['second', { id: 'held', type: 'function', method: 'm' }] }],
      },
      check: [
        { not_exists: 'profile.name', run: 'second' },
        { boolean: 'true', run: 'second' },
        { not_exists: { path: 'profile', run: 'second' } },
      ],
      resources: { cpu: '500m', memory: '1Gi', gpu: 1 },
      cache: { ttl_minutes: 5, key: ['{{input.a}}'] },
      'x-owner': { team: 1 },
    },
    {
      id: 'second',
      type: 'function',
      method: 'm',
      is_child: true,
      check: { boolean: { expression: 'true', run: 'third' }, not_exists: { path: 'profile', run: 'third' } },
    },
    {
      id: 'group',
      type: 'parallel_group',
      parallel_config: { max_parallel: 2 },
      steps: [
        {
          id: 'each',
          type: 'loop',
          iterate_over: [1, 2],
          loop_variable: 'item',
          batch_size: 2,
          max_parallel: 3,
          steps: [{ id: 'third', type: 'ml_model', model: 'm_{{item}}' }],
        },
      ],
    },
    {
      id: 'choose',
      type: 'conditional',
      condition: { expression: 'true' },
      branches: {
        if_true: {
          steps: [{ id: 'yes', type: 'output', format: '{{input.format}}', delivery: { method: 'webhook', url: 'u' } }],
        },
        if_false: {
          steps: [{ id: 'no', type: 'validation', checks: { relevance: { enabled: true } }, on_below: 'ask' }],
        },
      },
    },
    {
      id: 'agent',
      type: 'llm_agent',
      agent_type: 'langgraph',
      agent_config: {
        graph_definition: 'g',
        nodes: [{ id: 'n', type: 'llm', model: 'm', more: 1 }],
        max_iterations: 2,
      },
    },
  ],
  {
    execution: {
      mode: 'safe',
      timeout_minutes: 5,
      estimated_cost_units: 1,
      estimated_duration_minutes: 1.5,
      retry_policy: { max_attempts: 1 },
      max_parallel: 2,
      budget_units: 5,
    },
    replay: { enabled: true, original_execution_id: 'e', replay_from_step: 'second' },
    input_schema: { type: 'object' },
    'x-note': null,
  },
)

const examples = Object.values(STEP_DEFINITIONS).map((definition) => document([definition.example]))

test.each(Object.values(STEP_DEFINITIONS).map(({ type, example }) => [type, example]))(
  'the example of %s is accepted',
  (_, example) => {
    expect(validator.validate(document([example as Json])).errors).toEqual([])
  },
)

test('a document that uses every key is accepted', () => {
  expect(errors(everything)).toEqual([])
  expect(validator.validate(everything).errors).toEqual([])
})

describe('it agrees with level 1', () => {
  /** What JSON Schema can tell. */
  const SEEN: readonly IssueCode[] = [
    'unknown_key',
    'missing_key',
    'wrong_type',
    'wrong_value',
    'unknown_step_type',
    'not_a_mapping',
  ]

  const places = (value: Json, path: (string | number)[] = []): (string | number)[][] => {
    const inner = Array.isArray(value)
      ? value.map((item, index) => [index, item] as const)
      : isJsonObject(value)
        ? Object.entries(value)
        : []
    return [path, ...inner.flatMap(([key, item]) => places(item, [...path, key]))]
  }
  const changed = (
    value: Json,
    path: readonly (string | number)[],
    change: (old: Json) => Json | undefined,
  ): Json | undefined => {
    const [key, ...rest] = path
    if (key === undefined) return change(value)
    if (Array.isArray(value)) {
      const inner = changed(value[Number(key)] ?? null, rest, change)
      return inner === undefined
        ? value.filter((_, index) => index !== key)
        : value.map((item, index) => (index === key ? inner : item))
    }
    if (!isJsonObject(value)) return value
    const { [key]: old, ...others } = value
    const inner = changed(old ?? null, rest, change)
    return inner === undefined ? others : { ...value, [key]: inner }
  }

  const value: fc.Arbitrary<Json> = fc.oneof(
    fc.constantFrom<Json>(
      null,
      true,
      0,
      -1,
      1,
      1.5,
      1e9,
      '',
      'x',
      '{{input.x}}',
      'direct',
      'api',
      'loop',
      'é f',
      [],
      {},
      [''],
      [{}],
      { from: 1 },
    ),
    fc.constantFrom<Json>(
      { from: 1, or: [1] },
      { or: [] },
      { or: 1 },
      { from: 1, 'x-a': 1 },
      { from: 1, extra: 1 },
      { run: 'x', boolean: 'true' },
    ),
    fc.constantFrom<Json>(
      { id: 'new', type: 'function', method: 'm' },
      [{ id: 'newer', type: 'loop' }],
      { steps: [] },
      'crawler',
    ),
    fc.constantFrom<Json>([{ not_exists: 'a', run: 'b', 'x-a': 1 }], { 'x-a': 1 }, [{ 'x-a': 1 }], [{ boolean: 'a' }]),
  )
  const key = fc.constantFrom(
    'x-note',
    'extra',
    'from',
    'or',
    'default',
    'id',
    'type',
    'steps',
    'method',
    'enabled',
    'boolean',
    'run',
    'toString',
  )
  const mutation = fc.record({ at: fc.nat(), kind: fc.constantFrom('set', 'remove', 'add', 'rename'), value, key })
  const mutated = fc
    .tuple(
      fc.oneof(
        { arbitrary: fc.constant(everything), weight: 3 },
        { arbitrary: fc.constantFrom(...examples), weight: 2 },
      ),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
    )
    .map(([base, mutations]) =>
      mutations.reduce<Json>((current, { at, kind, value, key }) => {
        const all = places(current)
        const path = all[at % all.length] ?? []
        const change = (old: Json): Json | undefined => {
          if (kind === 'remove' && path.length > 0) return undefined
          if (kind === 'add' && isJsonObject(old)) return { ...old, [key]: value }
          if (kind === 'add' && Array.isArray(old)) return [...old, value]
          if (kind === 'rename' && isJsonObject(old)) {
            return Object.fromEntries(
              Object.entries(old).map(([name, inner], index) => [
                index === at % Object.keys(old).length ? key : name,
                inner,
              ]),
            )
          }
          return value
        }
        return changed(current, path, change) ?? current
      }, base),
    )

  test('it refuses what level 1 refuses, and takes what level 1 takes', () => {
    fc.assert(
      fc.property(mutated, (candidate) => {
        const found = errors(candidate)
        if (found.length === 0) expect(validator.validate(candidate).errors).toEqual([])
        else if (found.some(({ code }) => SEEN.includes(code)))
          expect(accepts(candidate), JSON.stringify(found)).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })

  test('among the candidates are both kinds', () => {
    const kinds = fc.sample(mutated, { numRuns: 300, seed: 1 }).map((candidate) => errors(candidate).length === 0)
    expect(kinds.filter((good) => good).length).toBeGreaterThan(30)
    expect(kinds.filter((good) => !good).length).toBeGreaterThan(30)
  })
})

test('every type has its keys, an example and a description in the schema', () => {
  const { $defs } = pipelineJsonSchema()
  for (const definition of Object.values(STEP_DEFINITIONS)) {
    const schema = isJsonObject($defs) ? $defs[`step_${definition.type}`] : undefined
    expect(schema).toMatchObject({ description: definition.summary, examples: [definition.example] })
    const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {}
    for (const name of Object.keys(definition.keys)) expect(properties[name]).toHaveProperty('description')
  }
})

test('it is plain JSON without a reference to nowhere', () => {
  const schema = pipelineJsonSchema()
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  const names = Object.keys(isJsonObject(schema.$defs) ? schema.$defs : {})
  for (const [, name] of JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) expect(names).toContain(name)
})

test("step types of one's own are in it, blocks and all", () => {
  const retry = defineStep({
    type: 'try/again',
    summary: 'Tries.',
    keys: { body: z.strictObject({ steps: z.array(z.json()).describe('Steps.') }).describe('Body.') },
    modes: ['workflow_logic'],
    run: 'control',
    blocks: [{ name: 'body', path: ['body', 'steps'], scope: 'same' }],
    example: {},
  })
  const own = new Validator(pipelineJsonSchema(createLanguage({ steps: [retry] })), '2020-12')
  const step = (inner: Json) => document([{ id: 'a', type: 'try/again', body: { steps: [inner] } }])
  expect(own.validate(step({ id: 'b', type: 'function', method: 'm' })).valid).toBe(true)
  expect(own.validate(step({ id: 'b', type: 'function' })).valid).toBe(false)
  expect(accepts(step({ id: 'b', type: 'function', method: 'm' }))).toBe(false)
})
