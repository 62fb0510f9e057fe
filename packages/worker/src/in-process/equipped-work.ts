import type { JsonObject } from '@odp/dsl/plan'
import { executeStep } from '../activities/execute-step.js'
import { ACTIVITIES } from '../activities/index.js'
import { outputsAsJson } from '../activities/measure-outputs.js'
import { StepError } from '../activities/step-error.js'
import { type EquipmentOptions, equipmentOf } from '../equipment.js'
import type { Work } from './in-process-host.js'

/**
 * The work that a worker would do: methods of the catalog, validation, real output files.
 *
 * @example
 * ```ts
 * const result = await runInProcess(plan, { execution_id: 'try', input: {} }, { work: equippedWork({ catalog }, 'try') })
 * ```
 */
export function equippedWork(options: EquipmentOptions, executionId: string): Work {
  const equipment = equipmentOf(options)
  const activities: Readonly<Record<string, (typeof ACTIVITIES)[keyof typeof ACTIVITIES]>> = ACTIVITIES
  return async (request, { number: attempt, signal }) => {
    const activity = Object.hasOwn(activities, request.type) ? activities[request.type] : undefined
    if (activity === undefined)
      throw new StepError('method_not_runnable', `no activity does the work of a '${request.type}' step`)
    const outputs = await executeStep(
      activity,
      request,
      { signal, execution_id: executionId, attempt, heartbeat() {} },
      equipment,
    )
    // What crosses from a method to later steps is JSON, as on Temporal.
    return JSON.parse(outputsAsJson(outputs)) as JsonObject
  }
}
