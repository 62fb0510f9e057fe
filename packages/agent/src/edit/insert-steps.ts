import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { objectOf } from '../json/object-of.js'
import { compileSteps } from '../plan/compile-plan.js'
import type { PlanStep, PlanValue } from '../plan/flat-plan.js'
import { LOOP_VARIABLE } from '../plan/place-steps.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { documentPath, loopsAround } from './document-path.js'
import { findInDocument, mapTexts, stepLists } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'

/** Puts steps into a document; what they read of it is read from where they come to stand. */
export function insertSteps(
  document: PipelineDocument,
  { steps, into_loop }: Extract<EditOperation, { op: 'add_steps' }>,
  catalog: PlannerCatalog,
): void {
  const ids = new Set(
    stepLists(document)
      .flat()
      .map((step) => String(objectOf(step).id)),
  )
  const loop = into_loop === undefined ? undefined : findInDocument(document, into_loop)?.step
  if (loop === undefined) {
    const placed = steps.map((step) => mapReferences(step, (ref) => documentPath(document, ref, [])))
    document.steps.push(...compileSteps({ goal: '', steps: placed }, ids, catalog))
  } else if (Array.isArray(loop.steps)) {
    const here: JsonObject[] = [...(loopsAround(document, String(loop.id)) ?? []), loop]
    const variable = String(loop.loop_variable ?? LOOP_VARIABLE)
    const plain = steps.map(({ for_each: _, ...step }) =>
      mapReferences(step, (ref) => (ref.startsWith(LOOP_VARIABLE) ? ref : documentPath(document, ref, here))),
    )
    for (const written of compileSteps({ goal: '', steps: plain }, ids, catalog))
      loop.steps.push(
        mapTexts(written as unknown as Json, (text) => text.replace(/(?<!\\)\{\{item(?=[.}[])/g, `{{${variable}`)),
      )
  }
  for (const { id, fallback_of } of steps) {
    const main = fallback_of === undefined ? undefined : findInDocument(document, fallback_of)
    if (main !== undefined) main.step.on_error = { fallback_step: id }
  }
}

function mapReferences(step: PlanStep, path: (ref: string) => string): PlanStep {
  const map = (value: PlanValue): PlanValue => (value.kind === 'ref' ? { ...value, ref: path(value.ref) } : value)
  const { inputs, settings, for_each, when } = step
  return {
    ...step,
    inputs: inputs.map((input) => ({ ...input, values: input.values.map(map) })),
    settings: settings.map((setting) => ({ ...setting, value: map(setting.value) })),
    ...(for_each === undefined ? {} : { for_each: { ...for_each, over: map(for_each.over) } }),
    ...(when === undefined
      ? {}
      : {
          when: {
            ...when,
            tests: when.tests.map((test) => (test.measure === 'expression' ? test : { ...test, ref: path(test.ref) })),
          },
        }),
  }
}
