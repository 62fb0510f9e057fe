import type { BatchItem, BatchResult, StepFailure, StepRequest, StepResult } from '@odp/dsl/plan'
import type { BatchAnswer, Equipment, StepActivity, StepContext } from './activity.js'
import { errorWithoutSecrets, executeStep, resultOf } from './execute-step.js'
import { discreet, fillRequest } from './fill-request.js'
import { failureOf, StepError } from './step-error.js'

type Entry = BatchResult['results'][number]

/**
 * Runs one attempt of the items of a batch, in one call where the work can be done so, else one after the other. Each item has an outcome of its own;
 * what is thrown is a failure of all.
 */
export async function executeBatch(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<BatchResult> {
  const { request: filled, secrets } = fillRequest(request, equipment)
  const items = request.batch ?? []
  try {
    const answers = await activity.runBatch?.(filled, discreet(context, secrets), equipment)
    if (answers === undefined) return await oneByOne(activity, request, context, equipment)
    const entryOf = (item: BatchItem, index: number) =>
      outcome(() => {
        const answer: BatchAnswer | undefined = answers[index]
        if (answer?.kind !== 'returned') throw errorOf(answer?.failure)
        return resultOf(activity, itemRequest(request, item, index), answer.value, secrets)
      }, secrets)
    return { results: await Promise.all(items.map(entryOf)) }
  } catch (error) {
    throw errorWithoutSecrets(error, secrets)
  }
}

async function oneByOne(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<BatchResult> {
  const results: Entry[] = []
  for (const [index, item] of (request.batch ?? []).entries()) {
    context.signal.throwIfAborted()
    results.push(await outcome(() => executeStep(activity, itemRequest(request, item, index), context, equipment), []))
  }
  return { results }
}

async function outcome(work: () => StepResult | Promise<StepResult>, secrets: readonly string[]): Promise<Entry> {
  try {
    return { result: await work() }
  } catch (error) {
    return { failure: failureOf(errorWithoutSecrets(error, secrets)) }
  }
}

function errorOf(failure: StepFailure | undefined): StepError {
  if (failure === undefined) return new StepError('output_invalid', 'the batch gave nothing for the item')
  return new StepError(failure.code, failure.message, { retryable: failure.retryable })
}

/** The request that an item would be by itself. */
export function itemRequest({ batch: _, ...request }: StepRequest, item: BatchItem, index: number): StepRequest {
  const secrets = (request.secrets ?? []).flatMap((hole) => {
    const [key, at, ...rest] = hole.at
    if (key !== 'batch') return [hole]
    return at === index ? [{ ...hole, at: rest }] : []
  })
  const { secrets: _all, ...others } = request
  return { ...others, ...item, ...(secrets.length === 0 ? {} : { secrets }) }
}
