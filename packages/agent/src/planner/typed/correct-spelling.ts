import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import { knownWords } from '../../words/known-words.js'
import { stem } from '../../words/stem.js'

const LEAST_LETTERS = 6
/** A word on its own: what belongs to an address, a code or a name is no slip of the pen. */
const WORD = /(?<=^|[\s(])\p{Ll}{6,24}(?=$|[\s).,;:?!])/gu
const QUOTED = /("[^"]*"|“[^”]*”|'[^']*'(?!\p{L})|`[^`]*`)/u

type Corrections = ReadonlyMap<string, readonly string[]>
const remembered = new WeakMap<PlannerCatalog, Corrections>()

/** Puts the words of the catalog right that are one letter, or two that changed places, away; English words stay as they are. */
export function correctSpelling(text: string, catalog: PlannerCatalog): string {
  return text
    .split(QUOTED)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(WORD, (word) => corrected(word, catalog))))
    .join('')
}

function corrected(word: string, catalog: PlannerCatalog): string {
  const root = stem(word)
  if (catalog.rarity(root) !== undefined) return word
  const known = correctionsOf(catalog)
  const near = new Set([word, ...shortened(word)].flatMap((form) => known.get(form) ?? []))
  const [only, ...others] = [...near].filter((one) => isOneSlip(word, one))
  if (only === undefined || others.length > 0) return word
  return knownWords().telling(root) < 1 ? word : only
}

/** The words of a catalog by what is left of them without one letter. */
function correctionsOf(catalog: PlannerCatalog): Corrections {
  const known = remembered.get(catalog)
  if (known !== undefined) return known
  const words = new Set<string>()
  for (const { id, summary, synonyms } of catalog.capabilities)
    for (const text of [id, summary, ...synonyms])
      for (const word of text.toLowerCase().match(/\p{Ll}+/gu) ?? []) if (word.length >= LEAST_LETTERS) words.add(word)
  const found = new Map<string, string[]>()
  for (const word of words)
    for (const form of [word, ...shortened(word)]) {
      const own = found.get(form)
      if (own === undefined) found.set(form, [word])
      else own.push(word)
    }
  remembered.set(catalog, found)
  return found
}

function shortened(word: string): Set<string> {
  return new Set([...word].map((_, at) => word.slice(0, at) + word.slice(at + 1)))
}

/** Whether one letter is too many, missing, wrong or has changed places with the next; the first letter is never wrong. */
function isOneSlip(a: string, b: string): boolean {
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return left.length <= 1 && right.length <= 1 ? true : left.length === 2 && left === [...right].reverse().join('')
}
