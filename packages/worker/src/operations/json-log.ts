import { DefaultLogger, type LogEntry, type Logger, type LogMetadata } from '@temporalio/worker'
import type { WorkObserver } from './work-observer.js'

type Level = 'info' | 'warn' | 'error'
type Fact = string | number | boolean | undefined

/**
 * Writes what a worker does to standard error, one JSON object a line. Ids, times, numbers and codes only: messages, reasons, inputs and outputs may
 * carry secrets.
 */
export const jsonLogObserver: WorkObserver = {
  attempted({ outcome, cache_hits, cost_units, ...attempt }) {
    write(outcome === 'failed' ? 'warn' : 'info', `attempt.${outcome}`, {
      ...attempt,
      ...(cache_hits === 0 ? {} : { cache_hits }),
      ...(cost_units === 0 ? {} : { cost_units }),
    })
  },
  happened(events) {
    for (const { type, execution_id, workspace_id, sequence, step_id, attempt, failure, reused, warning } of events)
      write(type.endsWith('.failed') || warning !== undefined ? 'warn' : 'info', type, {
        execution_id,
        workspace_id,
        sequence,
        step: step_id,
        attempt,
        code: failure?.code,
        reused,
        warned: warning === undefined ? undefined : true,
      })
  },
}

/** Facts of Temporal's own log records that are let through. */
const KNOWN_FACTS = ['namespace', 'taskQueue', 'workflowId', 'runId', 'activityId', 'activityType', 'sdkComponent']

/** What is told better by `attempt.failed`. */
const TOLD_OTHERWISE = 'Activity failed'

/** Temporal's own log, in the same form. */
export function jsonTemporalLogger(): Logger {
  return new DefaultLogger('WARN', ({ level, message, meta = {} }: LogEntry) => {
    if (message === TOLD_OTHERWISE) return
    write(level === 'ERROR' ? 'error' : 'warn', 'temporal', { message: fixedPart(message), ...knownFacts(meta) })
  })
}

/** Behind a colon stands the message of an error, which may be that of a method. */
function fixedPart(message: string): string {
  return message.split(/[:\n]/, 1)[0]?.slice(0, 200) ?? ''
}

function knownFacts(meta: LogMetadata): Record<string, Fact> {
  const { error } = meta
  const facts: Record<string, Fact> = error instanceof Error ? { error: error.name } : {}
  for (const name of KNOWN_FACTS) if (typeof meta[name] === 'string') facts[name] = meta[name]
  return facts
}

function write(level: Level, event: string, facts: Readonly<Record<string, Fact>>): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...facts })}\n`)
}
