import * as z from 'zod'
import type { EditOperation } from '../../edit/edit-operation.js'
import type { FlatPlan } from '../../plan/flat-plan.js'
import type { Candidate } from './candidates.js'
import { remarks, stepForm, testForm, valueForm } from './plan-answer.js'
import { jsonOr, readInput, readStep, readTest, readValue } from './read-answer.js'

/** The form in which a model changes a pipeline: the operations that the typed planner has as well, and nothing else. */
export function editAnswer(candidates: readonly Candidate[]) {
  // Literals of one value: some services know no constants, and a discriminated union would be `oneOf`.
  const operation = z.union([
    z.strictObject({
      op: z.enum(['add_steps']),
      steps: z.array(stepForm(candidates)),
      into_loop: z.nullable(z.string()),
    }),
    z.strictObject({ op: z.enum(['remove_step']), step: z.string() }),
    z.strictObject({
      op: z.enum(['replace_uses']),
      step: z.string(),
      uses: z.enum(candidates.map(({ name }) => name)),
    }),
    z.strictObject({ op: z.enum(['set_input']), step: z.string(), name: z.string(), values: z.array(valueForm()) }),
    z.strictObject({
      op: z.enum(['set_setting']),
      step: z.string(),
      path: z.string(),
      value: z.string().describe('JSON.'),
    }),
    z.strictObject({ op: z.enum(['set_parallel']), step: z.string(), max_parallel: z.int() }),
    z.strictObject({
      op: z.enum(['put_in_loop']),
      step: z.string(),
      name: z.string(),
      over: valueForm(),
      item_path: z.string(),
      max_parallel: z.nullable(z.int()),
    }),
    z.strictObject({
      op: z.enum(['add_condition']),
      step: z.string(),
      branch: z.enum(['if_true', 'if_false']),
      join: z.enum(['and', 'or']),
      tests: z.array(testForm()),
    }),
  ])
  return z.strictObject({ operations: z.array(operation), ...remarks() })
}

/** What a model answers. */
export type EditAnswer = z.output<ReturnType<typeof editAnswer>>

/** The operations of an answer. Nothing is mended here: the policy and the checker say what is wrong. */
export function readEditAnswer(
  { operations }: EditAnswer,
  candidates: readonly Candidate[],
  lifted: FlatPlan,
): EditOperation[] {
  const named = new Map(candidates.map((candidate) => [candidate.name, candidate]))
  return operations.map((operation): EditOperation => {
    switch (operation.op) {
      case 'add_steps': {
        const steps = operation.steps.flatMap((step) => readStep(step, named.get(step.uses)) ?? [])
        const { into_loop } = operation
        return { op: 'add_steps', steps, ...(into_loop === null ? {} : { into_loop }) }
      }
      case 'replace_uses': {
        const { uses = operation.uses, type = operation.uses } = named.get(operation.uses) ?? {}
        return { op: 'replace_uses', step: operation.step, uses, type }
      }
      case 'set_input': {
        const given = lifted.steps.find(({ id }) => id === operation.step)
        const own = candidates.find(({ uses, type }) => uses === given?.uses && type === given.type)
        return { op: 'set_input', step: operation.step, ...readInput(operation, own?.capability) }
      }
      case 'set_setting': {
        const { step, path, value } = operation
        return { op: 'set_setting', step, path, value: jsonOr(value) }
      }
      case 'add_condition': {
        const { step, branch, join, tests } = operation
        return { op: 'add_condition', step, branch, join, tests: tests.map(readTest) }
      }
      case 'put_in_loop': {
        const { step, name, over, item_path, max_parallel } = operation
        const most = max_parallel === null ? {} : { max_parallel }
        return { op: 'put_in_loop', step, name, over: readValue(over), item_path, ...most }
      }
      // These are as they are applied.
      default:
        return operation
    }
  })
}
