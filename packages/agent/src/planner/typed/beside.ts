import type { Capability, Port } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

/** Words between a noun and the code that it is said of: `case number 4711`, `title: HH-1`. */
const BETWEEN = /^(number|no|nr|id|code|key|with|is|of|the|a|an|named|called|[:=#])$/

/** The noun that a constant is said of: `patient P-1`, `parcel no. 12`; undefined where no word stands before it. */
function nounBeside(mention: Mention, { request }: Workspace): string | undefined {
  let at = request.tokens.findIndex((token) => token.mention === mention) - 1
  for (
    let skipped = 0;
    skipped < 2 && BETWEEN.test(request.tokens[at]?.lower ?? request.tokens[at]?.text ?? '');
    skipped += 1
  )
    at -= 1
  const token = request.tokens[at]
  return token?.kind === 'word' ? token.stem : undefined
}

const speaksOf = (port: Port, noun: string) => port.words.includes(noun) || port.type_words.includes(noun)

/** How the noun beside a code speaks for a port of a step: for it, for another step's, or neither. */
export function besideScore(goal: Goal, port: Port, mention: Mention, space: Workspace): number {
  if ((mention.kinds.get('code') ?? 0) < 0.7) return 0
  const noun = nounBeside(mention, space)
  if (noun === undefined) return 0
  if (speaksOf(port, noun)) return 0.6
  if (goal.capability?.inputs.some((other) => other !== port && speaksOf(other, noun))) return -0.6
  if (goal.words.has(noun)) return 0.5
  const isOfAnother = space.goals.some(
    (other) =>
      other !== goal &&
      (other.words.has(noun) || other.capability?.inputs.some((one) => one.required && speaksOf(one, noun))),
  )
  return isOfAnother ? -0.6 : 0
}

/** Whether a code of a request stands beside the name of the very input of an entry that it fits. */
export function isBesideInput(capability: Capability, mention: Mention, space: Workspace): boolean {
  if ((mention.kinds.get('code') ?? 0) < 0.7) return false
  const noun = nounBeside(mention, space)
  return (
    noun !== undefined &&
    capability.inputs.some(
      (port) => port.required && port.words.includes(noun) && (space.fits.fit(mention, port)?.quality ?? 0) >= 0.5,
    )
  )
}

/** A short number is a code only where the noun beside it says so: `room 4`, and not `hedge 3 woundwort`. */
export function isLooseNumber(goal: Goal, port: Port, mention: Mention, space: Workspace): boolean {
  if (typeof mention.value !== 'number' || (mention.kinds.get('code') ?? 0) >= 0.7) return false
  if (port.json.some((type) => type === 'number' || type === 'integer')) return false
  const noun = nounBeside(mention, space)
  const naming = goal.capability === undefined ? undefined : space.catalog.evidence.get(goal.capability)?.naming
  return noun === undefined || !(speaksOf(port, noun) || goal.words.has(noun) || naming?.has(noun) === true)
}
