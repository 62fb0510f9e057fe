import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { PipelineEstimate } from '../estimate/estimate-pipeline.js'
import type { EstimateInterval } from '../estimate/interval.js'
import { canonicalJson } from '../json/canonical-json.js'
import type { Json, JsonObject } from '../json/json.js'
import type { ApprovalRequest, ExecutionEstimate } from '../plan/execution.js'
import type { Plan } from '../plan/plan.js'

const UNKNOWN: ExecutionEstimate = { cost_units: null, duration_seconds: null }

/**
 * Makes what a person approves before a plan in safe mode starts: its digest is bound to the document, the input and the
 * estimate, so that an approval of one is none of another.
 *
 * @param estimate of the document with this input; without it nothing is known of its cost
 * @param expires_minutes minutes after which nobody can approve any more. Default: a week
 * @example
 * ```ts
 * import { approvalRequest, estimatePipeline, type PipelineDocument, planPipeline } from '@odp/dsl'
 *
 * const request = (document: PipelineDocument) =>
 *   approvalRequest(planPipeline(document), { username: 'ada' }, estimatePipeline(document, { catalog: {} }))
 * ```
 */
export function approvalRequest(
  plan: Plan,
  input: JsonObject,
  estimate?: Pick<PipelineEstimate, 'cost' | 'duration'>,
  expires_minutes?: number,
): ApprovalRequest {
  const known = estimate === undefined ? UNKNOWN : executionEstimate(estimate)
  const text = canonicalJson({ document: plan.digest, input, estimate: known as unknown as Json })
  return {
    digest: bytesToHex(sha256(utf8ToBytes(text))),
    estimate: known,
    ...(expires_minutes === undefined ? {} : { expires_minutes }),
  }
}

function executionEstimate({ cost, duration }: Pick<PipelineEstimate, 'cost' | 'duration'>): ExecutionEstimate {
  return { cost_units: figures(cost), duration_seconds: figures(duration) }
}

function figures({ least, expected, most }: EstimateInterval): readonly [number, number, number | null] {
  return [least, expected, most]
}
