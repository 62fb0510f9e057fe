/** Task queue of workers and clients when none is named. */
export const DEFAULT_TASK_QUEUE = 'odp'
