import { type PipelineDocument, planPipeline, type StepDocument, validatePipeline } from '@odp/dsl'
import type { JsonObject, StepFailure, StepRequest } from '@odp/dsl/plan'
import { StepError } from '../activities/step-error.js'
import { type InProcessOptions, type InProcessResult, runInProcess, VirtualClock } from './index.js'

/** What one call of a step answers. */
export interface Answer {
  readonly outputs?: JsonObject
  readonly error?: Partial<StepFailure>
  readonly seconds?: number
}

/** A run with what its work received. */
export interface DocumentRun extends InProcessResult {
  readonly statuses: Readonly<Record<string, string>>
  readonly calls: readonly StepRequest[]
}

/** A document around steps. */
export function documentOf(steps: StepDocument[], execution: PipelineDocument['execution'] = {}): PipelineDocument {
  return { version: '1.0', pipeline_id: 'p', name: 'p', workspace_id: 'w', project_id: 'q', execution, steps }
}

/** What makes a document illegal. */
export function errorsOf(document: PipelineDocument): readonly string[] {
  return validatePipeline(document).errors
}

/** Runs a document in virtual time. Steps answer by their id (`{}` where nothing is given), the last answer again and again. */
export async function runDocument(
  document: PipelineDocument,
  answers: Readonly<Record<string, Answer | readonly Answer[]>> = {},
  options: { readonly input?: JsonObject; readonly clock?: VirtualClock } & Partial<InProcessOptions> = {},
): Promise<DocumentRun> {
  const errors = errorsOf(document)
  if (errors.length > 0) throw new Error(errors.join('\n'))
  const clock = options.clock ?? new VirtualClock()
  const calls: StepRequest[] = []
  const counts = new Map<string, number>()
  const work: InProcessOptions['work'] = async (request) => {
    calls.push(request)
    const id = request.step.replace(/^.*\./, '')
    const count = counts.get(id) ?? 0
    counts.set(id, count + 1)
    const given = answers[id] ?? {}
    const list = Array.isArray(given) ? given : [given]
    const { outputs = {}, error, seconds = 0 }: Answer = list[Math.min(count, list.length - 1)] ?? {}
    if (seconds > 0) await clock.sleep(seconds).fired
    if (error !== undefined) throw new StepError(error.code ?? 'step_failed', error.message ?? 'boom', error)
    return { outputs }
  }
  const start = { execution_id: 'run', input: options.input ?? {} }
  const result = await runInProcess(planPipeline(document), start, { work, ...options, clock })
  const statuses = Object.fromEntries(result.state.steps.map((step) => [step.id, step.status]))
  return { ...result, statuses, calls }
}

/** A function step. */
export function step(id: string, more: JsonObject = {}): StepDocument {
  return { id, type: 'function', method: 'm', ...more }
}
