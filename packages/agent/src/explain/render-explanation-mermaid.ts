import { sayCost } from './causes.js'
import type { StepExplanation } from './explain-pipeline.js'

const MOST_CHARACTERS = 160

/** An explanation as a Mermaid flowchart: why each step is there in its node, what it has from others on the edges. */
export function renderExplanationMermaid(steps: readonly StepExplanation[]): string {
  const lines = ['flowchart TB']
  const names = new Map(steps.map(({ id }, at) => [id, `step_${at + 1}`]))
  for (const { id, type, uses, why, inputs, when, causes, cost } of steps) {
    const caused = new Set(causes.map(({ as }) => as))
    // On the edge a loop says what it goes over, in the node also how much of it at a time.
    const isSaid = (one: string) => caused.has(one) || /^(?:after|only if .* fails$)/.test(one)
    const given = inputs.flatMap(({ name, from }) => {
      const own = from.filter((one) => !caused.has(`${name} ← ${one}`))
      return own.length === 0 ? [] : [`${name} ← ${own.join(', ')}`]
    })
    const said = [
      `${id} (${type}${uses === type ? '' : ` ${uses}`})`,
      ...(why === '' ? [] : [`why: ${why}`]),
      ...when.filter((one) => !isSaid(one)),
      ...given,
      ...(cost === undefined ? [] : [`cost: ${sayCost(cost.expected)}`]),
    ]
    lines.push(`  ${names.get(id)}["${said.map(label).join('<br/>')}"]`)
  }
  for (const { id, causes } of steps) {
    const bySource = new Map<string, string[]>()
    for (const { step, as } of causes) bySource.set(step, [...(bySource.get(step) ?? []), as])
    for (const [from, as] of bySource)
      lines.push(`  ${names.get(from)} -->|"${[...new Set(as)].map(label).join('<br/>')}"| ${names.get(id)}`)
  }
  return `${lines.join('\n')}\n`
}

/** Mermaid reads labels as Markdown and HTML: what it could take for its own is written as the code of the character. */
function label(text: string): string {
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
  return short.replace(
    /((?<=[\p{L}\p{N}])[._-](?=[\p{L}\p{N}]))|[^\p{L}\p{N} ,]/gu,
    (character: string, harmless: string | undefined) => harmless ?? `#${character.codePointAt(0)};`,
  )
}
