import type { BatchItem, BatchResult, StepFailure, StepRequest, StepResult } from '@odp/dsl/plan'
import { batchThroughCache } from '../cache/batch-through-cache.js'
import { cacheKey } from '../cache/cache-key.js'
import type { BatchAnswer, Equipment, StepActivity, StepContext } from './activity.js'
import { errorWithoutSecrets, executeStep, resultOf } from './execute-step.js'
import { discreet, fillRequest } from './fill-request.js'
import { failureOf, StepError } from './step-error.js'

type Entry = BatchResult['results'][number]

/** Told of the entry of each item as soon as it is there; gives the one that is answered. */
type Done = (index: number, entry: Entry) => Promise<Entry>

/**
 * Runs one attempt of the items of a batch, in one call where the work can be done so, else one after the other. Items whose results are in the cache
 * are left out of the call. Each item has an outcome of its own; what is thrown is a failure of all.
 */
export async function executeBatch(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<BatchResult> {
  const { cache } = equipment
  const { cache: kept, batch = [] } = request
  if (kept === undefined || cache === undefined) return workOnBatch(activity, request, context, equipment)
  const version = activity.version?.(request, equipment)
  const keys = batch.map((item, index) => cacheKey(itemRequest(request, item, index), version))
  const results = await batchThroughCache({
    cache,
    keys,
    ttl_seconds: kept.ttl_seconds,
    signal: context.signal,
    work: (places, done) =>
      workOnBatch(activity, partOf(request, places), context, equipment, (index, entry) =>
        done(places[index] ?? -1, entry),
      ),
  })
  return { results }
}

/** The same request for some of its items, without the cache: what is made for it is not looked for there again. */
function partOf(request: StepRequest, indexes: readonly number[]): StepRequest {
  const { secrets, cache: _, ...others } = request
  const holes = (secrets ?? []).flatMap((hole) => {
    const [key, index, ...rest] = hole.at
    if (key !== 'batch') return [hole]
    const place = indexes.indexOf(Number(index))
    return place < 0 ? [] : [{ ...hole, at: ['batch', place, ...rest] }]
  })
  const batch = indexes.flatMap((index) => request.batch?.[index] ?? [])
  return { ...others, batch, ...(holes.length === 0 ? {} : { secrets: holes }) }
}

async function workOnBatch(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
  done: Done = async (_index, entry) => entry,
): Promise<BatchResult> {
  const { request: filled, secrets } = fillRequest(request, equipment)
  const items = request.batch ?? []
  try {
    const answers = await activity.runBatch?.(filled, discreet(context, secrets), equipment)
    if (answers === undefined) return await oneByOne(activity, request, context, equipment, done)
    const entryOf = (item: BatchItem, index: number) =>
      outcome(() => {
        const answer: BatchAnswer | undefined = answers[index]
        if (answer?.kind !== 'returned') throw errorOf(answer?.failure)
        return resultOf(activity, itemRequest(request, item, index), answer.value, secrets)
      }, secrets)
    return { results: await Promise.all(items.map(async (item, index) => done(index, await entryOf(item, index)))) }
  } catch (error) {
    throw errorWithoutSecrets(error, secrets)
  }
}

async function oneByOne(
  activity: StepActivity,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
  done: Done,
): Promise<BatchResult> {
  const results: Entry[] = []
  for (const [index, item] of (request.batch ?? []).entries()) {
    context.signal.throwIfAborted()
    const work = () => executeStep(activity, itemRequest(request, item, index), context, equipment)
    results.push(await done(index, await outcome(work, [])))
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
