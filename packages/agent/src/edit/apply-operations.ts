import type { JsonObject, PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { renderValue, setAt } from '../plan/compile-plan.js'
import { renderTests } from '../plan/render-test.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { documentPath, loopsAround } from './document-path.js'
import { copyOf, findInDocument } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'
import { givenGoals } from './given-goals.js'
import { insertSteps } from './insert-steps.js'
import { liftDocument } from './lift-document.js'
import { putInLoop } from './put-in-loop.js'
import { switchUses } from './switch-uses.js'
import { takeOut } from './take-out.js'

/** The document that operations make of one, in their order. What names no step of it changes nothing. */
export function applyOperations(
  given: PipelineDocument,
  operations: readonly EditOperation[],
  catalog: PlannerCatalog,
): PipelineDocument {
  const document = copyOf(given)
  for (const operation of operations) applyOperation(document, operation, catalog)
  return document
}

/** Changes a document. */
export function applyOperation(document: PipelineDocument, operation: EditOperation, catalog: PlannerCatalog): void {
  if (operation.op === 'add_steps') {
    insertSteps(document, operation, catalog)
    return
  }
  const place = findInDocument(document, operation.step)
  if (place === undefined) return
  const { step } = place
  const goals = () => givenGoals({ lifted: liftDocument(document), catalog })
  switch (operation.op) {
    case 'remove_step':
      takeOut(document, operation.step, goals())
      return
    case 'replace_uses':
      switchUses(document, step, operation, catalog)
      return
    case 'set_input': {
      const { name, values, is_list } = operation
      const here = loopsAround(document, operation.step) ?? []
      const written = values.map((value) => renderValue(value, (ref) => documentPath(document, ref, here)))
      const from = written.length === 1 && is_list !== true ? (written[0] ?? null) : written
      step.inputs = { ...objectOf(step.inputs), [name]: { from } }
      return
    }
    case 'set_setting':
      setAt(step, operation.path.split('.'), operation.value)
      return
    case 'set_parallel':
      if (step.type === PLANNED_TYPES.loop) step.max_parallel = operation.max_parallel
      else step.parallel_config = { ...objectOf(step.parallel_config), max_parallel: operation.max_parallel }
      return
    case 'put_in_loop':
      putInLoop(document, operation, goals())
      return
    case 'add_condition':
      place.list[place.index] = conditioned(document, step, operation)
  }
}

function conditioned(
  document: PipelineDocument,
  step: JsonObject,
  { step: name, tests, join, branch }: Extract<EditOperation, { op: 'add_condition' }>,
): JsonObject {
  const here = loopsAround(document, name) ?? []
  let id = `when_${name}`
  for (let at = 2; findInDocument(document, id) !== undefined; at += 1) id = `when_${name}_${at}`
  const expression = renderTests(tests, join, (ref) => `{{${documentPath(document, ref, here)}}}`)
  return { id, type: PLANNED_TYPES.branches, condition: { expression }, branches: { [branch]: { steps: [step] } } }
}
