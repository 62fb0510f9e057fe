import type { JsonObject } from '@odp/dsl/plan'
import { executeBatch } from '../activities/execute-batch.js'
import { executeStep } from '../activities/execute-step.js'
import { activityOf } from '../activities/index.js'
import { mapOutputs } from '../activities/map-outputs.js'
import { outputsAsJson } from '../activities/measure-outputs.js'
import { StepError } from '../activities/step-error.js'
import { type EquipmentOptions, equipmentOf } from '../equipment.js'
import type { Work } from './in-process-host.js'

/**
 * The work that a worker would do: methods of the catalog, validation, real output files.
 *
 * @example
 * ```ts
 * import { defineCatalog, defineMethod, pipeline, planPipeline } from '@odp/dsl'
 * import { equippedWork, runInProcess } from '@odp/worker/in-process'
 * import { z } from 'zod'
 *
 * const greet = defineMethod({
 *   id: 'greet', step_type: 'function', summary: 'Greets.',
 *   inputs: z.object({}), outputs: z.object({ text: z.string() }), run: () => ({ text: 'hi' }),
 * })
 * const catalog = defineCatalog({ methods: [greet] })
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const document = pipeline(meta, { catalog }).function('greet', { method: 'greet', inputs: () => ({}) }).build()
 * const start = { execution_id: 'hello-1', input: {} }
 * const result = await runInProcess(planPipeline(document), start, { work: equippedWork({ catalog }, 'hello-1') })
 * ```
 */
export function equippedWork(options: EquipmentOptions, executionId: string): Work {
  const equipment = equipmentOf(options)
  return async (request, { number: attempt, signal }) => {
    const activity = activityOf(request.type)
    if (activity === undefined)
      throw new StepError('method_not_runnable', `no activity does the work of a '${request.type}' step`)
    const execute = request.batch === undefined ? executeStep : executeBatch
    const result = await execute(
      activity,
      request,
      { signal, execution_id: executionId, attempt, heartbeat() {} },
      equipment,
    )
    // What crosses from a method to later steps is JSON, as on Temporal.
    return mapOutputs(result, (outputs) => JSON.parse(outputsAsJson(outputs)) as JsonObject)
  }
}
