/**
 * Task queue of workers and clients when none is named.
 *
 * @example
 * ```ts
 * import { DEFAULT_TASK_QUEUE } from '@odp/worker/client'
 *
 * const task_queue = process.env.ODP_TASK_QUEUE ?? DEFAULT_TASK_QUEUE // 'odp'
 * ```
 */
export const DEFAULT_TASK_QUEUE = 'odp'
