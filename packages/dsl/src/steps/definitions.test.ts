import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { checkShape } from '../validate/shape.js'
import { STEP_DEFINITIONS } from './index.js'
import type { StepMode } from './step-mode.js'

/** The table of the language: modes, the default first, and the keys that a step must have. */
const TABLE: Readonly<
  Record<keyof typeof STEP_DEFINITIONS, { modes: readonly StepMode[]; required: readonly string[] }>
> = {
  crawler: { modes: ['api', 'direct'], required: ['method'] },
  wait_for_asset: { modes: ['polling'], required: ['assets'] },
  ml_model: { modes: ['api', 'direct'], required: ['model'] },
  ml_serving: { modes: ['k8s'], required: ['model_uri', 'service_name'] },
  llm_flow: { modes: ['direct', 'api'], required: ['flow'] },
  llm_agent: { modes: ['direct'], required: ['agent_type', 'agent_config'] },
  function: { modes: ['direct'], required: ['method'] },
  loop: { modes: ['workflow_logic'], required: ['iterate_over', 'loop_variable', 'steps'] },
  parallel_group: { modes: ['workflow_logic'], required: ['steps'] },
  conditional: { modes: ['workflow_logic'], required: ['condition', 'branches'] },
  validation: { modes: ['direct'], required: ['checks'] },
  output: { modes: ['direct'], required: ['format'] },
  custom_code: { modes: ['direct'], required: ['runtime', 'code'] },
  data_transform: { modes: ['event_driven'], required: ['asset'] },
  ml_training: { modes: ['orchestrator_delegation'], required: ['training'] },
}

const documentOf = (step: unknown) =>
  ({ version: '1.0', pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'p', steps: [step] }) as JsonObject

const issues = (step: unknown) => checkShape(documentOf(step), defaultLanguage).issues

test('there are fifteen types, each under its own name', () => {
  expect(Object.keys(STEP_DEFINITIONS)).toEqual(Object.keys(TABLE))
  for (const [name, { type }] of Object.entries(STEP_DEFINITIONS)) expect(type).toBe(name)
})

describe.each(Object.values(STEP_DEFINITIONS))('$type', (definition) => {
  const { type, keys, modes, run, example } = definition
  const step = example as JsonObject
  const { required, modes: expected } = TABLE[type]

  test('has an example that passes level 1 and is of its type', () => {
    expect(step.type).toBe(type)
    expect(issues(step)).toEqual([])
  })

  test('describes itself and every key of its own', () => {
    expect(definition.summary).toMatch(/^[A-Z].*\.$/)
    const missing = Object.entries(keys).filter(
      ([, schema]) => !/^\S.*\.$/s.test((schema as z.ZodType).description ?? ''),
    )
    expect(missing.map(([key]) => key)).toEqual([])
  })

  test('asks for the keys that the language asks for', () => {
    const needed = Object.entries(keys).filter(([, schema]) => !(schema instanceof z.ZodOptional))
    expect(needed.map(([key]) => key)).toEqual(required)
    for (const key of required) {
      const { [key]: _, ...rest } = step
      expect(issues(rest).map(({ code, path }) => [code, path.join('.')])).toEqual([['missing_key', `steps.0.${key}`]])
    }
  })

  test('runs in the modes of the language and in no other', () => {
    expect(modes).toEqual(expected)
    for (const mode of modes) expect(issues({ ...step, execution_mode: mode })).toEqual([])
    const other = modes.includes('k8s' as never) ? 'polling' : 'k8s'
    expect(issues({ ...step, execution_mode: other }).map(({ code }) => code)).toEqual(['wrong_value'])
  })

  test('limits an attempt if it works, to 5 to 30 minutes, and is never limited if it controls', () => {
    const minutes = 'timeout_minutes' in definition ? definition.timeout_minutes : undefined
    if (run === 'control') expect(minutes).toBeUndefined()
    else {
      expect(minutes).toBeGreaterThanOrEqual(5)
      expect(minutes).toBeLessThanOrEqual(30)
    }
  })
})
