import { DEFAULT_PARALLEL } from '../../policy/document-policy.js'
import { settingProblem } from '../../policy/setting-rules.js'
import type { Setting } from '../../request/mention.js'
import type { PlannerContext } from '../planner-options.js'

const PATHS = {
  retry: 'retry_policy.max_attempts',
  timeout: 'timeout_minutes',
  poll: 'poll_interval_seconds',
  gpu: 'resources.gpu',
  cpu: 'resources.cpu',
  memory: 'resources.memory',
} as const
const DEFAULT_CPUS = 16
const DEFAULT_MEMORY_GIB = 64

/** A number that steers one step, as the step has it. */
export interface StepSetting {
  readonly path: string
  readonly value: number | string
}

/** Where a number that steers a step is written, and how; undefined for what steers several. */
export function stepSetting({ kind, value }: Setting): StepSetting | undefined {
  if (kind === 'max_parallel') return undefined
  const path = PATHS[kind]
  if (kind === 'retry') return { path, value: Math.min(10, Math.max(1, Number(value))) }
  return { path, value: path.startsWith('resources') ? String(value) : value }
}

/** Why so much may not be asked for; undefined where it may. GPUs are looked at where the request is read. */
export function overQuota({ kind, value }: Setting, context: PlannerContext): string | undefined {
  const { most_parallel = DEFAULT_PARALLEL, most_cpus = DEFAULT_CPUS, most_memory_gib = DEFAULT_MEMORY_GIB } = context
  if (kind === 'max_parallel' && Number(value) > most_parallel)
    return `${value} calls at a time are more than the ${most_parallel} that are allowed`
  if (kind === 'cpu' && Number(value) > most_cpus)
    return `${value} CPUs are more than the ${most_cpus} that a step may ask for`
  if (kind === 'memory' && gibibytes(String(value)) > most_memory_gib)
    return `${value} of memory are more than the ${most_memory_gib}Gi that a step may ask for`
  return kind === 'timeout' || kind === 'poll' ? settingProblem(PATHS[kind], value, context) : undefined
}

function gibibytes(memory: string): number {
  const amount = Number.parseFloat(memory)
  return memory.endsWith('Mi') ? amount / 1024 : amount
}
