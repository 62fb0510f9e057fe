import {
  checkValue,
  describeAlternatives,
  isJsonObject,
  type JsonObject,
  type JsonSchema,
  type PlanNode,
  type StepFailure,
} from '@odp/dsl/plan'

function failure(code: StepFailure['code'], message: string): StepFailure {
  return { code, message, retryable: false }
}

/** Whether the schema lets an output be absent: it has a property for it and does not require it. */
function isOptional(schema: JsonSchema | undefined, field: string): boolean {
  if (!isJsonObject(schema) || !isJsonObject(schema.properties) || !Object.hasOwn(schema.properties, field))
    return false
  return !(Array.isArray(schema.required) && schema.required.includes(field))
}

/** What can be read from a control step: its built-in outputs, and the whole under the only declared name if that is another. */
export function shapeControlOutputs(node: PlanNode, builtIn: JsonObject): JsonObject {
  const [only, ...others] = Object.keys(node.outputs ?? {})
  if (only === undefined || others.length > 0 || Object.hasOwn(builtIn, only)) return builtIn
  return Object.fromEntries([...Object.entries(builtIn), [only, builtIn]])
}

/** Checks what a step returned against what it declares. `fields` are the names of all of it where `outputs` is a part. */
export function acceptOutputs(
  node: PlanNode,
  outputs: JsonObject,
  fields: readonly string[] = Object.keys(outputs),
): StepFailure | undefined {
  const returnedFields = new Set(fields)
  for (const field of Object.keys(node.outputs ?? {})) {
    if (returnedFields.has(field) || isOptional(node.output_schema, field)) continue
    const returned = describeAlternatives(field, fields)
    return failure('output_missing', `the declared output '${field}' was not returned; ${returned}`)
  }
  if (node.output_schema === undefined) return undefined
  const [problem] = checkValue(node.output_schema, outputs)
  if (problem === undefined) return undefined
  const place = problem.path.length === 0 ? 'the outputs' : `output '${problem.path.join('.')}'`
  return failure('output_invalid', `${place}: ${problem.message}`)
}
