import type { Port } from '../catalog/capability.js'
import type { Goal } from '../planner/typed/goal.js'
import type { Mention } from '../request/mention.js'
import type { RequestReading } from '../request/read-request.js'

const CONTRAST =
  /(?:\binstead of|\brather than|\bin place of|\bnot (?:only|just|merely)|\bno longer|\b(?:and |but )?not|\bfrom)\s+(?:(?:for|the|a|an|of|with)\s+)?(?:[\p{L}-]+\s+){0,2}$/iu

/** A constant of the document that an edit names as what is to be no more. */
export interface OldValue {
  readonly mention: Mention
  readonly goal: Goal
  readonly port: Port
}

/** `COH-3 instead of P-5`, `50, not 10`: what stands behind such words and is a constant of a step is not to be set anywhere. */
export function oldValues(request: RequestReading, given: readonly Goal[]): OldValue[] {
  return request.mentions.flatMap((mention) => {
    if (!CONTRAST.test(request.text.slice(0, mention.start))) return []
    return given.flatMap((goal) =>
      (goal.capability?.inputs ?? []).flatMap((port) =>
        (goal.bound.get(port.name) ?? []).some((source) => source.kind === 'const' && isSaid(source.value, mention))
          ? [{ mention, goal, port }]
          : [],
      ),
    )
  })
}

/** Whether a value is what a constant of a request says. */
function isSaid(value: unknown, mention: Mention): boolean {
  const plain = (one: unknown) => (typeof one === 'string' ? one.toLowerCase() : JSON.stringify(one))
  return plain(value) === plain(mention.value) || plain(value) === mention.text.toLowerCase()
}
