import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../words/english.js'
import { stem } from '../words/stem.js'
import type { Mention, MentionKind } from './mention.js'

const LEGAL_FORM =
  /^(ag|gmbh|ltd|limited|llc|llp|inc|incorporated|corp|corporation|plc|s\.?a\.?|s\.?r\.?l\.?|spa|bv|nv|oy|oyj|ab|as|a\/s|aps|kg|kgaa|se|ug|sarl|sas|pty|co|company|group|holding|holdings|partners|bank|trust|foundation|consortium|kft|sro|doo)$/i
/** Legal forms that are no other word, however they are written. */
const PLAIN_FORM = /^(ltd|llc|llp|plc|inc|gmbh|corp|ag|bv|nv|sarl|kft|sro|pty)$/
const JOINING = /^(of|and|&|de|da|do|dos|del|della|di|van|von|der|den|la|le|el|al|bin|ibn|ben|y|e|zu|und|et)$/
const NOT_NAMES = new Set(
  'i monday tuesday wednesday thursday friday saturday sunday pdf csv json api url html xml png zip json yaml id ids'.split(
    ' ',
  ),
)

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Capitalised names: persons, organisations, places, ships. Words of the catalog count only within a longer name. */
export function findNames(
  text: string,
  isKnown: (word: string) => boolean,
  taken: readonly { start: number; end: number }[],
): Mention[] {
  const words = [...text.matchAll(/[\p{L}\d][\p{L}\d.'’&/-]*[\p{L}\d]|[\p{L}&]/gu)].map(
    (match): Word => ({ text: match[0], start: match.index, end: match.index + match[0].length }),
  )
  const found: Mention[] = []
  const isTaken = (word: Word) => taken.some((other) => word.start < other.end && other.start < word.end)
  const isCapital = (word: Word | undefined): word is Word =>
    word !== undefined && !isTaken(word) && /^\p{Lu}/u.test(word.text)
  for (let at = 0; at < words.length; at += 1) {
    if (!isCapital(words[at])) continue
    let last = at
    for (let next = at + 1; next < words.length; next += 1) {
      const gap = text.slice(words[next - 1]?.end ?? 0, words[next]?.start ?? 0)
      if (!/^[ \u00a0]+$/.test(gap)) {
        const isSuffix = /^, $/.test(gap) && LEGAL_FORM.test(words[next]?.text ?? '') && isCapital(words[next])
        if (!isSuffix) break
      }
      if (isCapital(words[next]) || PLAIN_FORM.test(words[next]?.text ?? '')) last = next
      // `USNYC and DEHAM` or `Anna Weiss and Yusuf Karadeniz` are two, `Marks and Spencer` is one.
      else if (/^(and|und|et|y)$/.test(words[next]?.text ?? '') && isPair(words, at, next)) break
      else if (!JOINING.test(words[next]?.text ?? '') || !isCapital(words[next + 1])) break
    }
    if (last === at && goesOnInSmall(words, at, text, isKnown)) last = at + 1
    const name = trimName(words.slice(at, last + 1), text, isKnown)
    if (name.length > 0) found.push(makeName(name, text))
    at = last
  }
  return found
}

/** `articles on Kessel dam`: behind a preposition, or what the catalog has a word for, a strange last word belongs to the name. */
function goesOnInSmall(words: readonly Word[], at: number, text: string, isKnown: (word: string) => boolean): boolean {
  const [before, name, next] = [words[at - 1], words[at], words[at + 1]]
  if (before === undefined || name === undefined || next?.start !== name.end + 1 || before.end !== name.start - 1)
    return false
  const root = stem(next.text)
  const isStrange = ![STOP_WORDS, REQUEST_VERBS, MORE_VERBS].some((known) => known.has(root)) && !isKnown(root)
  return (
    isStrange &&
    /^\p{Ll}{3,}$/u.test(next.text) &&
    !/(ed|ing|ly)$/.test(next.text) &&
    (/^(on|of|about|for|at|near|regarding|concerning|named|called)$/.test(before.text) || isKnown(stem(before.text))) &&
    /^\s*($|[.,;:!?)])/.test(text.slice(next.end))
  )
}

/** Whether what stands around a joining word is a whole name, or a code, on each side. */
function isPair(words: readonly Word[], first: number, joining: number): boolean {
  const [before, after, behind] = [words[joining - 1], words[joining + 1], words[joining + 2]]
  if (before === undefined || after === undefined) return false
  if ([before, after].every(({ text }) => /^[\p{Lu}\d]{3,}$/u.test(text))) return true
  const isWhole = behind !== undefined && behind.start === after.end + 1 && /^\p{Lu}/u.test(behind.text)
  return joining - first >= 2 && isWhole && /^\p{Lu}/u.test(after.text)
}

/** Leaves out what only looks like a part of a name: the first word of a sentence, and words of the catalog. */
function trimName(words: readonly Word[], text: string, isKnown: (word: string) => boolean): readonly Word[] {
  let rest = [...words]
  const isCommon = (word: Word) => {
    const root = stem(word.text)
    return (
      STOP_WORDS.has(root) ||
      REQUEST_VERBS.has(root) ||
      MORE_VERBS.has(root) ||
      isKnown(root) ||
      NOT_NAMES.has(word.text.toLowerCase())
    )
  }
  const startsSentence = (word: Word) => /(^|[.!?:;\n]\s*|["“(]\s*|[-=]>\s*)$/.test(text.slice(0, word.start))
  while (rest[0] !== undefined && (startsSentence(rest[0]) || rest.length < words.length) && isCommon(rest[0]))
    rest = rest.slice(1)
  while (rest[0] !== undefined && JOINING.test(rest[0].text)) rest = rest.slice(1)
  // One word with a capital at the start of a sentence is a name only where it stands for itself: `Falcon: who owns it?`
  if (
    rest.length === 1 &&
    rest[0] !== undefined &&
    startsSentence(rest[0]) &&
    (/['’](?!s)/.test(rest[0].text) ||
      !/^(['’]s\b|\s*[:,?]|\s*$|\s+(is|has|was|owns|works)\b)/.test(text.slice(rest[0].end)))
  )
    return []
  if (rest.some((word) => LEGAL_FORM.test(word.text)) && rest.length > 1) return rest
  // `PEP check` and `Twitter profile`: known words alone are no name, and a known one before it is the kind of thing.
  while (rest[0] !== undefined && isCommon(rest[0])) rest = rest.slice(1)
  while (rest.at(-1) !== undefined && rest.length > 0 && isCommon(rest.at(-1) as Word) && rest.length < 2)
    rest = rest.slice(0, -1)
  return rest
}

function makeName(words: readonly Word[], text: string): Mention {
  const start = words[0]?.start ?? 0
  const end = words.at(-1)?.end ?? start
  const value = text.slice(start, end).replace(/['’]s$/, '')
  const last = (words.at(-1)?.text ?? '').replace(/['’]s$/, '')
  const before = text.slice(0, start)
  const isLegal = words.length > 1 && LEGAL_FORM.test(last)
  const isInPlace = /\b(in|near|around|from|to|at)\s+$/i.test(before)
  // `D-AIMA` is no name of anybody.
  const isCode = words.length === 1 && /^(?=.*\d)|^\p{Lu}{2,}$|^\p{Lu}+-\p{Lu}{2,}$/u.test(last)
  const pairs: (readonly [MentionKind, number])[] = isLegal
    ? [
        ['company', 1],
        ['name', 0.6],
      ]
    : words.length > 1
      ? [
          ['person', 0.9],
          ['company', 0.7],
          ['place', isInPlace ? 0.9 : 0.5],
          ['name', 0.8],
        ]
      : [
          ['person', 0.6],
          ['company', 0.6],
          ['place', isInPlace ? 0.9 : 0.6],
          ['name', 0.7],
          ['handle', 0.5],
          ['code', isCode ? 0.8 : 0],
          ['package', 0.4],
        ]
  return { start, end: start + value.length, text: value, value, kinds: new Map(pairs) }
}
