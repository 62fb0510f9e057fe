import { DEFAULT_TASK_QUEUE } from '../client/task-queue.js'

/**
 * Kinds of work that a worker can serve: `workflow` runs the executions themselves, the others run steps by the kind of machine
 * that they need, `io` all that need no special one.
 *
 * @example
 * ```ts
 * import { startWorker, type WorkKind } from '@odp/worker'
 *
 * const serves: readonly WorkKind[] = ['gpu']
 * const worker = await startWorker({ address: '127.0.0.1:7233', namespace: 'default', serves, max_activities: 2 })
 * ```
 */
export type WorkKind = 'workflow' | 'io' | 'cpu' | 'gpu' | 'llm'

/** What one Temporal worker polls. */
export interface WorkerRole {
  readonly task_queue: string
  readonly workflows: boolean
  readonly activities: boolean
}

/** Everything on one queue. */
export function wholeRole(task_queue: string = DEFAULT_TASK_QUEUE): WorkerRole {
  return { task_queue, workflows: true, activities: true }
}

/** The roles that kinds of work mean: `workflow` and `io` on the queue itself, each other one on a queue that is named after it. */
export function rolesOf(
  serves: readonly WorkKind[] | undefined,
  task_queue: string = DEFAULT_TASK_QUEUE,
): [WorkerRole, ...WorkerRole[]] {
  if (serves === undefined) return [wholeRole(task_queue)]
  const kinds = new Set(serves)
  const base = { task_queue, workflows: kinds.has('workflow'), activities: kinds.has('io') }
  const [first, ...others] = [
    ...(base.workflows || base.activities ? [base] : []),
    ...SPECIAL_KINDS.filter((kind) => kinds.has(kind)).map((kind) => ({
      task_queue: `${task_queue}-${kind}`,
      workflows: false,
      activities: true,
    })),
  ]
  if (first === undefined) throw new TypeError('`serves` names no kind of work: workflow, io, cpu, gpu or llm')
  return [first, ...others]
}

const SPECIAL_KINDS = ['cpu', 'gpu', 'llm'] as const
