import {
  type BatchResult,
  isJsonObject,
  type Json,
  type JsonObject,
  type StepFailure,
  type StepResult,
} from '@odp/dsl/plan'
import { failureOf, StepError } from '../../packages/worker/src/activities/step-error.ts'
import { type ConformanceRun, type ConformanceWork, localHost } from '../../packages/worker/src/conformance/index.ts'

/** What the world answered to one attempt, after so many seconds of virtual time. */
interface Answer {
  readonly seconds: number
  readonly result?: StepResult | BatchResult
  readonly failure?: StepFailure
}

/** What a plan means: given these answers, this is asked of the world, this is told, and this comes out. */
export interface Meaning {
  readonly name: string
  readonly run: Omit<ConformanceRun, 'work'>
  /** By step and number of the attempt: `crawl#2`. */
  readonly answers: Readonly<Record<string, Answer>>
  readonly outcome: Json
}

/** Runs a case in virtual time and writes down all that was asked, answered and told. */
export async function recordMeaning(name: string, { work, ...run }: ConformanceRun): Promise<Meaning> {
  const answers: Record<string, Answer> = {}
  const recording: ConformanceWork = async (request, attempt) => {
    const key = `${request.step}#${attempt.number}`
    let seconds = 0
    const sleep = (longer: number) => {
      seconds += longer
      return attempt.sleep(longer)
    }
    try {
      const result = await work(request, { ...attempt, sleep })
      answers[key] = { seconds, result }
      return result
    } catch (error) {
      answers[key] = { seconds, failure: failureOf(error) }
      throw error
    }
  }
  const outcome = await outcomeOf(run, recording)
  return asJson({ name, run, answers, outcome })
}

/** What the interpreter of today makes of a recorded plan, given the recorded answers. */
export function interpretAgain({ run, answers }: Meaning): Promise<Json> {
  return outcomeOf(run, async ({ step }, { number, signal, sleep }) => {
    const answer = answers[`${step}#${number}`]
    if (answer === undefined)
      throw new StepError('step_failed', `nothing is recorded for attempt ${number} of '${step}'`)
    if (answer.seconds > 0) await Promise.race([sleep(answer.seconds), aborted(signal)])
    if (answer.result !== undefined) return answer.result
    const { code = 'step_failed', message = '', retryable = true } = answer.failure ?? {}
    throw new StepError(code, message, { retryable })
  })
}

async function outcomeOf(run: Omit<ConformanceRun, 'work'>, work: ConformanceWork): Promise<Json> {
  const asked: Record<string, unknown> = {}
  const observed = await localHost.execute({
    ...run,
    work: (request, attempt) => {
      asked[`${request.step}#${attempt.number}`] = request
      return work(request, attempt)
    },
  })
  const { status, failure, outputs, events, state, seconds } = observed
  const begin = state.started_at
  const told = events.map(({ time, execution_id: _id, workspace_id: _workspace, ...event }) => ({
    ...event,
    seconds: (time - begin) / 1000,
  }))
  const steps = state.steps.map(({ id, status: how, attempts }) => ({ id, status: how, attempts }))
  return sorted(asJson({ status, failure, outputs, events: told, steps, seconds, asked })) ?? null
}

function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

/** The same with keys in order, which is not part of the meaning. */
function sorted(value: unknown): Json {
  const json = value as Json
  if (Array.isArray(json)) return json.map(sorted)
  if (!isJsonObject(json)) return json
  const entries = Object.entries(json).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)])) as JsonObject
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
