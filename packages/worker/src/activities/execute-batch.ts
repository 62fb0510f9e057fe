import type { BatchItem, BatchResult, StepFailure, StepRequest, StepResult } from '@odp/dsl/plan'
import { cacheKey } from '../cache/cache-key.js'
import { keep, lookUp } from '../cache/through-cache.js'
import type { BatchAnswer, Equipment, StepActivity, StepContext } from './activity.js'
import { errorWithoutSecrets, executeStep, resultOf } from './execute-step.js'
import { discreet, fillRequest } from './fill-request.js'
import { failureOf, StepError } from './step-error.js'

type Entry = BatchResult['results'][number]

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
  // Two batches that hold the same item both do it: waiting for an item would hold up all others of its batch.
  const found = await Promise.all(keys.map((key) => lookUp(cache, key)))
  const missing = [...batch.keys()].filter((index) => found[index] === undefined)
  const rest = partOf(request, missing)
  const done = missing.length === 0 ? [] : (await workOnBatch(activity, rest, context, equipment)).results
  const fresh = await Promise.all(
    missing.map(async (index, place): Promise<[number, Entry]> => {
      const entry = done[place] ?? { failure: errorOf(undefined).failure }
      if (!('result' in entry) || entry.result.reused !== undefined) return [index, entry]
      return [index, { result: await keep(cache, keys[index] ?? '', entry.result, kept.ttl_seconds) }]
    }),
  )
  const entries = new Map(fresh)
  return {
    results: batch.map((_, index) => {
      const result = found[index]
      return result === undefined ? (entries.get(index) ?? { failure: errorOf(undefined).failure }) : { result }
    }),
  }
}

/** The same request for some of its items. */
function partOf(request: StepRequest, indexes: readonly number[]): StepRequest {
  const { secrets, ...others } = request
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
function itemRequest({ batch: _, ...request }: StepRequest, item: BatchItem, index: number): StepRequest {
  const secrets = (request.secrets ?? []).flatMap((hole) => {
    const [key, at, ...rest] = hole.at
    if (key !== 'batch') return [hole]
    return at === index ? [{ ...hole, at: rest }] : []
  })
  const { secrets: _all, ...others } = request
  return { ...others, ...item, ...(secrets.length === 0 ? {} : { secrets }) }
}
