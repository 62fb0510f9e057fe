import type { Json, JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import type { StepDefinition } from '../steps/define-step.js'

const COMMON_ORDER = [
  'name',
  'description',
  'is_child',
  'execution_mode',
  'retry_policy',
  'timeout_minutes',
  'inputs',
  'check',
  'outputs',
  'output_schema',
  'on_error',
  'resources',
  'cache',
  'depends_on',
]

const DOCUMENT_ORDER = [
  'version',
  'pipeline_id',
  'name',
  'workspace_id',
  'project_id',
  'execution',
  'replay',
  'input_schema',
]

/** The keys of a step in canonical order: what it is, its own keys, the common ones, the steps inside it, its routes. */
export function orderStepKeys(step: JsonObject, definition: StepDefinition): JsonObject {
  const blocks = new Set((definition.blocks ?? []).map((block) => block.path[0]))
  const own = Object.keys(definition.keys)
  return orderKeys(step, [
    ['id', 'type'],
    own.filter((key) => !blocks.has(key)),
    COMMON_ORDER,
    own.filter((key) => blocks.has(key)),
    ['on_success'],
  ])
}

/** The keys of a document in canonical order, `steps` last. */
export function orderDocumentKeys(document: JsonObject): JsonObject {
  const last = ['steps']
  const others = Object.keys(document).filter((key) => !DOCUMENT_ORDER.includes(key) && !last.includes(key))
  return orderKeys(document, [DOCUMENT_ORDER, others, last])
}

function orderKeys(value: JsonObject, order: readonly (readonly string[])[]): JsonObject {
  const ordered: JsonObject = {}
  const keys = new Set([...order.flat().filter((key) => Object.hasOwn(value, key)), ...Object.keys(value)])
  for (const key of keys) setOwn(ordered, key, value[key] as Json)
  return ordered
}
