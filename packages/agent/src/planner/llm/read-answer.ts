import type { Json } from '@odp/dsl'
import type { Capability } from '../../catalog/capability.js'
import { declaredOutputs } from '../../catalog/planned-types.js'
import type { FlatPlan, PlanStep, PlanTest, PlanValue } from '../../plan/flat-plan.js'
import type { Candidate } from './candidates.js'
import type { PlanAnswer } from './plan-answer.js'

type AnswerStep = PlanAnswer['steps'][number]
type AnswerTest = NonNullable<AnswerStep['when']>['tests'][number]
type AnswerValue = AnswerStep['inputs'][number]['values'][number]

const LONGEST_REASON = 200

/** The answer of a model as a plan. Nothing is mended here: the checker and the policy say what is wrong. */
export function readAnswer(answer: PlanAnswer, candidates: readonly Candidate[], goal: string): FlatPlan {
  const named = new Map(candidates.map((candidate) => [candidate.name, candidate]))
  return { goal, steps: answer.steps.flatMap((step) => readStep(step, named.get(step.uses)) ?? []) }
}

/** A step of an answer; undefined where it uses nothing that was offered. */
export function readStep(step: AnswerStep, candidate: Candidate | undefined): PlanStep | undefined {
  if (candidate === undefined) return undefined
  const { capability, type, uses } = candidate
  const { for_each, when, fallback_of, send_to } = step
  return {
    id: step.id,
    uses,
    type,
    inputs: step.inputs.map((input) => readInput(input, capability)),
    settings: step.settings.map(({ path, value }) => ({ path, value: readValue(value) })),
    after: step.after,
    because: step.because.slice(0, LONGEST_REASON),
    outputs: declaredOutputs(type, capability),
    ...(capability?.format === undefined ? {} : { format: capability.format }),
    ...(fallback_of === null ? {} : { fallback_of }),
    ...(send_to === null ? {} : { delivery: { url: send_to } }),
    ...(for_each === null
      ? {}
      : {
          for_each: {
            key: for_each.loop,
            over: readValue(for_each.over),
            ...(for_each.max_parallel === null ? {} : { max_parallel: for_each.max_parallel }),
          },
        }),
    ...(when === null || when.tests.length === 0
      ? {}
      : {
          when: {
            key: when.condition,
            branch: when.branch,
            join: when.join,
            tests: when.tests.map(readTest),
          },
        }),
  }
}

/** A comparison of an answer. */
export function readTest({ ref, measure, op, value }: AnswerTest): PlanTest {
  return measure === 'exists' ? { ref, measure } : { ref, measure, op, value: jsonOr(value) }
}

/** A single text for an input that takes lists is a list of one, as anybody would mean it. */
export function readInput(
  { name, values }: AnswerStep['inputs'][number],
  capability: Capability | undefined,
): PlanStep['inputs'][number] {
  const read = values.map(readValue)
  const port = capability?.inputs.find((one) => one.name === name)
  const [only] = read
  const isOne = read.length === 1 && only?.kind === 'const' && !Array.isArray(only.value)
  return { name, values: read, ...(port?.arity === 'many' && isOne ? { is_list: true } : {}) }
}

/** A value of an answer. */
export function readValue({ kind, value }: AnswerValue): PlanValue {
  if (kind === 'ref') return { kind: 'ref', ref: value.replace(/^\{\{\s*|\s*\}\}$/g, '') }
  if (kind === 'input') return { kind: 'input', name: value }
  return { kind: 'const', value: kind === 'json' ? jsonOr(value) : value }
}

/** JSON, or the text itself where it is none. */
export function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
