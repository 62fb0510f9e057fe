import type { BatchContext, MethodContext } from '@odp/dsl'
import type { JsonObject } from '@odp/dsl/plan'
import { waitForTurn } from '../rate-limit/rate-limiter.js'
import type { BatchAnswer, StepActivity, StepContext } from './activity.js'
import { type CallableSource, findCallable, isBatchFailure, NamedCallable } from './callable.js'
import { failureOf, StepError } from './step-error.js'

/** An item that a method is called for. */
interface Item {
  readonly step: string
  readonly inputs?: JsonObject
}

/** Runs a registered TypeScript method: checks its inputs, calls it when its turn has come, checks what it returned. */
export function runMethod(source: CallableSource): StepActivity {
  return {
    async run(request, context, { catalog }) {
      const callable = new NamedCallable(source, request, catalog)
      const { entry } = callable
      if (entry.run === undefined) {
        const [only] = await callBatch(callable, [request], context)
        if (only?.kind === 'returned') return only.value
        throw failureAsError(only)
      }
      const inputs = await callable.readInputs(request.inputs)
      await waitForTurn(entry, context.signal)
      return callable.readOutputs(await entry.run(inputs, methodContext(request.step, context)))
    },
    version(request, { catalog }) {
      return findCallable(source, request, catalog)?.version
    },
    runBatch(request, context, { catalog }) {
      const callable = new NamedCallable(source, request, catalog)
      if (callable.entry.runBatch === undefined) return undefined
      return callBatch(callable, request.batch ?? [], context)
    },
  }
}

function failureAsError(answer: BatchAnswer | undefined): StepError {
  if (answer?.kind !== 'failed') return new StepError('output_invalid', 'the batch gave nothing for the step')
  const { code, message, retryable } = answer.failure
  return new StepError(code, message, { retryable })
}

/** Calls a method once for all items whose inputs fit; each has its own outcome. */
async function callBatch(
  callable: NamedCallable,
  items: readonly Item[],
  context: StepContext,
): Promise<readonly BatchAnswer[]> {
  const answers = new Map<Item, BatchAnswer>()
  const called: Item[] = []
  const inputs: unknown[] = []
  for (const item of items) {
    try {
      inputs.push(await callable.readInputs(item.inputs))
      called.push(item)
    } catch (error) {
      answers.set(item, { kind: 'failed', failure: failureOf(error) })
    }
  }
  if (called.length > 0) {
    await waitForTurn(callable.entry, context.signal)
    const returned = await callable.entry.runBatch?.(inputs, batchContext(called, context))
    if (!Array.isArray(returned) || returned.length !== called.length) {
      const got = Array.isArray(returned) ? `${returned.length} entries` : 'no list'
      throw new StepError('output_invalid', `'${callable.id}' returned ${got} for a batch of ${called.length} items`)
    }
    for (const [index, item] of called.entries()) answers.set(item, await readAnswer(callable, returned[index]))
  }
  const empty: BatchAnswer = { kind: 'returned', value: undefined }
  return items.map((item) => answers.get(item) ?? empty)
}

async function readAnswer(callable: NamedCallable, answer: unknown): Promise<BatchAnswer> {
  if (isBatchFailure(answer)) {
    const { message, retryable = true } = answer.error
    return { kind: 'failed', failure: { code: 'step_failed', message, retryable } }
  }
  try {
    return { kind: 'returned', value: await callable.readOutputs(answer) }
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
}

function methodContext(step: string, context: StepContext): MethodContext {
  const { signal, execution_id } = context
  return { signal, execution_id, heartbeat: (details) => context.heartbeat(details), ...itemContext(step, context) }
}

function batchContext(items: readonly Item[], context: StepContext): BatchContext {
  const { signal, execution_id } = context
  const heartbeat: MethodContext['heartbeat'] = (details) => context.heartbeat(details)
  return { signal, execution_id, heartbeat, items: items.map(({ step }) => itemContext(step, context)) }
}

/** The key does not name the attempt: every try of a step has the same. */
function itemContext(step: string, { execution_id }: StepContext): Pick<MethodContext, 'step' | 'idempotency_key'> {
  return { step, idempotency_key: `${execution_id}/${step}` }
}
