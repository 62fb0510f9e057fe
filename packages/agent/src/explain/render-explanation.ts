import { sayCost } from './causes.js'
import type { StepExplanation } from './explain-pipeline.js'
import { renderExplanationMermaid } from './render-explanation-mermaid.js'

/**
 * Writes an explanation as text, or as one Mermaid flowchart with the causes of each step in it.
 *
 * @param format default `text`
 * @example
 * ```ts
 * import { explainPipeline, renderExplanation } from '@odp/agent'
 * import type { PipelineDocument } from '@odp/dsl'
 *
 * const print = (document: PipelineDocument) => console.log(renderExplanation(explainPipeline(document)))
 * ```
 */
export function renderExplanation(steps: readonly StepExplanation[], format: 'text' | 'mermaid' = 'text'): string {
  if (format === 'mermaid') return renderExplanationMermaid(steps)
  return steps
    .map(({ id, type, uses, why, inputs, when, cost }) => {
      const lines = [`${id}  (${type}${uses === type ? '' : ` ${uses}`})`]
      if (why !== '') lines.push(`  why: ${why}`)
      for (const one of when) lines.push(`  ${one}`)
      for (const { name, from } of inputs) lines.push(`  ${name} ← ${from.join(', ')}`)
      if (cost !== undefined) lines.push(`  cost: ${sayCost(cost.expected)}`)
      return `${lines.join('\n')}\n`
    })
    .join('\n')
}
