import type { PlanRetry } from '@odp/dsl/plan'

/** Seconds to wait after attempt number `attempt` (from 1) has failed. */
export function retryDelay(retry: PlanRetry, attempt: number): number {
  const growth = { fixed: 1, linear: attempt, exponential: 2 ** (attempt - 1) }[retry.backoff]
  return Math.min(retry.max_seconds, retry.initial_seconds * growth)
}
