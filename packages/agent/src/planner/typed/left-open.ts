import type { Capability } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import { stem } from '../../words/stem.js'
import { takes } from './reach.js'
import type { Scored } from './score-capability.js'
import type { Workspace } from './workspace.js'

const NEAR = 2

/** Whether the very same words speak for another entry that takes the same and gives the same, so that they do not say which is meant. */
export function isLeftOpen(best: Scored, other: Scored, mentions: readonly Mention[], space: Workspace): boolean {
  return (
    other.score > best.score - NEAR &&
    other.words.size === best.words.size &&
    [...best.words].every((word) => other.words.has(word)) &&
    isNamedAlike(best, other, space) &&
    givesSame(best.capability, other.capability) &&
    !isVariant(best.capability, other.capability, space) &&
    mentions.every(
      (mention) =>
        takes(best.capability, mention, space) === takes(other.capability, mention, space) &&
        prefixFits(best.capability, mention) === prefixFits(other.capability, mention),
    )
  )
}

/** `geocode` and `geocode_backup`: who means the second says so. */
function isVariant(a: Capability, b: Capability, { catalog }: Workspace): boolean {
  const [own = [], other = []] = [a, b].map((one) => catalog.evidence.get(one)?.phrases[0])
  return own.every((word) => other.includes(word)) || other.every((word) => own.includes(word))
}

/** `IMO9321483` says by its letters which input it is for. */
function prefixFits({ inputs }: Capability, { text }: Mention): boolean {
  const letters = stem(/^[\p{L}]{2,}(?=[\d-])/u.exec(text)?.[0] ?? '')
  return (
    letters !== '' && inputs.some(({ words, type_words }) => words.includes(letters) || type_words.includes(letters))
  )
}

/** Whether of both the whole name was said, or of neither. */
function isNamedAlike(a: Scored, b: Scored, { catalog }: Workspace): boolean {
  const isWhole = ({ capability, words }: Scored) =>
    (catalog.evidence.get(capability)?.phrases ?? []).some((phrase) => phrase.every((word) => words.has(word)))
  return isWhole(a) === isWhole(b)
}

/** Whether two entries take the same and give the same. */
export function isSameAs(a: Capability, b: Capability): boolean {
  const types = ({ inputs }: Capability) =>
    inputs
      .flatMap(({ required, type, name }) => (required ? [type ?? name] : []))
      .sort()
      .join(' ')
  return types(a) === types(b) && givesSame(a, b)
}

function givesSame(a: Capability, b: Capability): boolean {
  const types = (one: Capability) =>
    one.outputs
      .filter(({ depth }) => depth === 0)
      .map(({ type, path }) => type ?? path)
      .sort()
      .join(' ')
  return types(a) === types(b)
}
