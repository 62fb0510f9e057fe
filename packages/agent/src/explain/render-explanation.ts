import type { StepExplanation } from './explain-pipeline.js'

/**
 * Writes an explanation as text.
 *
 * @example
 * ```ts
 * import { explainPipeline, renderExplanation } from '@odp/agent'
 * import type { PipelineDocument } from '@odp/dsl'
 *
 * const print = (document: PipelineDocument) => console.log(renderExplanation(explainPipeline(document)))
 * ```
 */
export function renderExplanation(steps: readonly StepExplanation[]): string {
  return steps
    .map(({ id, type, uses, why, inputs, when, cost }) => {
      const lines = [`${id}  (${type}${uses === type ? '' : ` ${uses}`})`]
      if (why !== '') lines.push(`  why: ${why}`)
      for (const one of when) lines.push(`  ${one}`)
      for (const { name, from } of inputs) lines.push(`  ${name} ← ${from.join(', ')}`)
      if (cost !== undefined) lines.push(`  cost: ${Math.round(cost.expected * 100) / 100} units`)
      return `${lines.join('\n')}\n`
    })
    .join('\n')
}
