import * as z from 'zod'
import { once } from './once.js'
import { QUANTITY_PATTERN } from './quantity.js'
import { STEP_MODES } from './step-mode.js'

/** A string that may be one of a few words, or a template that gives one of them when the step starts. */
export function templatable<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.union([z.enum(values), z.string().regex(/\{\{/, { abort: true })], {
    error: () => `expected one of ${values.join(', ')}, or a template`,
  })
}

const quantity = once(() =>
  z.union([z.number().nonnegative(), z.string().regex(QUANTITY_PATTERN), z.string().regex(/\{\{/)], {
    error: () => 'expected a quantity as Kubernetes writes it, such as 500m, 1Gi, 2 or 1e3',
  }),
)

/** Retry policy of a step or of the whole pipeline. */
export const retryPolicySchema = once(() =>
  z.strictObject({
    max_attempts: z.int().min(1).max(10).optional().describe('Attempts in all, 1 to 10. Default 3.'),
    backoff: z.enum(['exponential', 'linear', 'fixed']).optional().describe('How the wait grows. Default exponential.'),
    initial_backoff_seconds: z
      .number()
      .min(0)
      .max(3600)
      .optional()
      .describe('Wait before the second attempt, in seconds. Default 1.'),
    max_backoff_seconds: z.number().min(0).max(86400).optional().describe('Longest wait, in seconds. Default 60.'),
  }),
)

const notExistsBody = once(() => z.strictObject({ path: z.string().min(1), run: z.string().min(1) }))
const booleanBody = once(() => z.strictObject({ expression: z.string().min(1), run: z.string().min(1) }))

/** The canonical list, and the accepted forms that keep condition and step together in one mapping. */
const checkSchema = once(() =>
  z.union([
    z.array(
      z.union([
        z.strictObject({ not_exists: z.string().min(1), run: z.string().min(1) }),
        z.strictObject({ boolean: z.string().min(1), run: z.string().min(1) }),
        z.strictObject({ not_exists: notExistsBody() }),
        z.strictObject({ boolean: booleanBody() }),
      ]),
    ),
    z.strictObject({ not_exists: notExistsBody().optional(), boolean: booleanBody().optional() }),
  ]),
)

/** Keys that every step type has. */
export const commonStepKeys = once(() => ({
  id: z
    .string()
    .max(256)
    .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'an id begins with a letter or _ and goes on with letters, digits, _ or -')
    .describe('Name of the step, unique in the whole document.'),
  type: z.string().describe('Step type.'),
  name: z.string().optional().describe('Name for people.'),
  description: z.string().optional().describe('What the step is for.'),
  depends_on: z
    .array(z.string())
    .optional()
    .describe('Steps that must have settled before this one starts. It only orders.'),
  inputs: z
    .record(z.string(), z.json())
    .optional()
    .describe('What the work receives: `name: {from: V}`, `name: {or: [V1, V2]}` or a bare value.'),
  outputs: z
    .record(z.string(), z.string())
    .optional()
    .describe('Fields of the return value that later steps may read, each with the name of the artifact that is kept.'),
  output_schema: z
    .union([z.boolean(), z.record(z.string(), z.json())])
    .optional()
    .describe('JSON Schema of the outputs, one property an output.'),
  execution_mode: z.enum(STEP_MODES).optional().describe('How the step is executed. The default depends on the type.'),
  retry_policy: retryPolicySchema()
    .optional()
    .describe('Retry policy of this step, merged key by key over the global one.'),
  timeout_minutes: z.number().positive().max(10080).optional().describe('Minutes that one attempt may take.'),
  on_error: z
    .strictObject({
      fallback_step: z.string().optional().describe('Step that stands in when this one failed.'),
      continue_on_failure: z
        .boolean()
        .optional()
        .describe('Whether the run goes on when this step failed. Default false.'),
    })
    .optional()
    .describe('What happens when the step failed.'),
  on_success: z
    .strictObject({
      routes: z
        .array(
          z.strictObject({
            match: z
              .strictObject({ expression: z.string().min(1).describe('Expression that gives true or false.') })
              .describe('What decides.'),
            steps: z
              .array(z.union([z.string(), z.record(z.string(), z.json())]))
              .min(1)
              .describe('What the route runs: steps, or ids of children.'),
          }),
        )
        .describe('Every route whose expression holds runs its steps (steps, or ids of children).'),
    })
    .optional()
    .describe('What runs after the step completed.'),
  check: checkSchema()
    .optional()
    .describe('Conditions on the outputs, evaluated once after the step completed; each that holds runs a step.'),
  is_child: z
    .boolean()
    .optional()
    .describe('Whether the step runs only when a check, a fallback or a route activates it. Default false.'),
  resources: z
    .strictObject({
      cpu: quantity().optional().describe('Processors, such as `500m`.'),
      memory: quantity().optional().describe('Memory, such as `1Gi`.'),
      gpu: quantity().optional().describe('Number of graphics processors.'),
    })
    .optional()
    .describe('Kubernetes quantities that the work needs.'),
  cache: z
    .strictObject({
      ttl_minutes: z.number().min(0).optional().describe('Minutes for which the result is kept.'),
      key: z.json().optional().describe('What makes two results the same; it may hold templates.'),
    })
    .optional()
    .describe('Keeps the result for later runs: `ttl_minutes` and `key`.'),
}))

/** Strings among the common keys that are not templates. */
export const COMMON_STRINGS = {
  id: 'literal',
  type: 'literal',
  depends_on: 'literal',
  is_child: 'literal',
  execution_mode: 'literal',
  retry_policy: 'literal',
  'on_error.fallback_step': 'literal',
} as const
