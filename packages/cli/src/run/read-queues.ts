import type { StartSettings } from '@odp/sdk'
import { CliError } from '../cli-error.js'

type TaskQueues = NonNullable<StartSettings['task_queues']>

const KINDS = ['cpu', 'gpu', 'llm'] as const

/** Task queues from texts such as `gpu=odp-gpu`. */
export function readQueues(texts: readonly string[]): TaskQueues {
  const queues: Partial<Record<(typeof KINDS)[number], string>> = {}
  for (const text of texts) {
    const [, name = '', queue] = /^([^=]*)=(.+)$/.exec(text) ?? []
    const kind = KINDS.find((known) => known === name)
    if (kind === undefined || queue === undefined)
      throw new CliError(`--queue takes a kind of machine (${KINDS.join(', ')}) and a task queue, such as gpu=odp-gpu`)
    queues[kind] = queue
  }
  return queues
}
