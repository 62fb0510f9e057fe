import { MORE_VERBS, REQUEST_VERBS } from '../words/english.js'
import { stem } from '../words/stem.js'

/** A part that says what is done, not when: `checking the breaches`, `you look it up`, `the lookup`. */
const DOING = String.raw`(?:\p{L}+ing|you|we|i|it|the|any|its|their)\b`
const LATER_FIRST = new RegExp(String.raw`^(\s*)(?:but |and )?(?:before|prior to)\s+(?=${DOING})`, 'iu')
const EARLIER_FIRST = new RegExp(String.raw`^(\s*)(?:but |and )?after\s+(?=${DOING})`, 'iu')
const LATER_LAST = /(?:,\s*)?\s(?:but )?(?:before|prior to)\s+(?=\p{L}+ing\b)/iu
const EARLIER_LAST = /(?:,\s*)?\s(?:but )?(?:only )?after\s+(?=\p{L}+ing\b)/iu

/** A request with what is to be done first said first: `Before A, B` becomes `B, then A`. What is quoted stays as it is. */
export function putInOrder(text: string): string {
  if (!/\b(before|prior to|after)\b/i.test(text)) return text
  // Marks inside quotes and addresses end no sentence.
  const plain = text
    .replace(/"[^"\n]*"|“[^”\n]*”|`[^`\n]*`|(?<!\p{L})'[^'\n]*'(?!\p{L})/gu, (part) => '_'.repeat(part.length))
    .replace(/[.,;:!?](?=[^\s.,;:!?])/g, '_')
  let ordered = ''
  let at = 0
  for (const match of plain.matchAll(/[^.!?;\n]+[.!?;\n]*/g)) {
    ordered +=
      text.slice(at, match.index) + orderSentence(text.slice(match.index, match.index + match[0].length), match[0])
    at = match.index + match[0].length
  }
  return ordered + text.slice(at)
}

function orderSentence(text: string, plain: string): string {
  const end = /[.!?;\n]*$/.exec(plain)?.index ?? plain.length
  const head = LATER_FIRST.exec(plain) ?? EARLIER_FIRST.exec(plain)
  if (head !== null) {
    const comma = mainComma(plain, head[0].length)
    if (comma < 0) return text
    const sub = text.slice(head[0].length, comma).trim()
    const main = text.slice(comma + 1, end).trim()
    const [first, second] = LATER_FIRST.test(plain) ? [main, sub] : [sub, main]
    return `${head[1]}${withoutPerson(first)}, then ${withoutPerson(second)}${text.slice(end)}`
  }
  for (const pattern of [LATER_LAST, EARLIER_LAST]) {
    const found = pattern.exec(plain)
    if (found === null) continue
    const before = text.slice(0, found.index)
    const after = text.slice(found.index + found[0].length, end)
    const [first, second] = pattern === LATER_LAST ? [before, after] : [after, before]
    return `${first.trimEnd()}, then ${second.trim()}${text.slice(end)}`
  }
  return text
}

/** The comma after which the main part begins: the first that a verb follows, else the first. */
function mainComma(plain: string, from: number): number {
  const commas = [...plain.matchAll(/,/g)].map(({ index }) => index).filter((index) => index > from)
  const isVerb = (index: number) => {
    const word = /^\s*(?:please |first |then |also |and )*(\p{L}+)/iu.exec(plain.slice(index + 1))?.[1] ?? ''
    return REQUEST_VERBS.has(stem(word)) || MORE_VERBS.has(stem(word))
  }
  return commas.find(isVerb) ?? commas[0] ?? -1
}

function withoutPerson(text: string): string {
  return text.replace(/^(?:please |first |you(?:'ve| have)? |we(?:'ve| have)? |i(?:'ve| have)? )+/i, '')
}
