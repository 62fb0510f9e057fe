import type { Json } from '@odp/dsl'
import { STOP_WORDS } from '../words/english.js'
import type { Mention, MentionKind } from './mention.js'

const LANGUAGES =
  'aa ab af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl no pa pl ps pt ro ru sd si sk sl so sq sr sv sw ta te tg th ti tk tl tr uk ur uz vi xh yi yo zh zu'.split(
    ' ',
  )
const A = 65

interface Region {
  readonly kind: 'language' | 'country'
  readonly code: string
}

let names: ReadonlyMap<string, Region> | undefined

function regionNames(): ReadonlyMap<string, Region> {
  if (names !== undefined) return names
  const found = new Map<string, Region>()
  const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  for (let first = 0; first < 26; first += 1) {
    for (let second = 0; second < 26; second += 1) {
      const code = String.fromCharCode(A + first, A + second)
      const name = countries.of(code)
      // Codes of groups and old states have names too; the first one to use a name keeps it.
      if (
        name !== undefined &&
        !found.has(name.toLowerCase()) &&
        !['EU', 'UN', 'EZ', 'QO', 'XA', 'XB', 'ZZ', 'DD', 'SU', 'YU', 'FX'].includes(code)
      )
        found.set(name.toLowerCase(), { kind: 'country', code })
    }
  }
  found
    .set('usa', { kind: 'country', code: 'US' })
    .set('uk', { kind: 'country', code: 'GB' })
    .set('great britain', { kind: 'country', code: 'GB' })
  const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
  for (const code of LANGUAGES) {
    const name = languages.of(code)
    if (name !== undefined) found.set(name.toLowerCase(), { kind: 'language', code })
  }
  names = found
  return found
}

/** Whether a text is the English name of a country. */
export function isRegion(text: string): boolean {
  return regionNames().get(text.toLowerCase())?.kind === 'country'
}

/** Codes of two letters where it is said what they are: `country NL`, `lang=de`, `(FR)`, `translate it to en`. */
const CODES: readonly { readonly kind: Region['kind']; readonly pattern: RegExp }[] = [
  {
    kind: 'country',
    pattern: /\b(?:country|nation|jurisdiction)(?:[ _]code)?(?:\s*[:=]\s*|\s+)(\p{L}{2})(?![\p{L}\d])/giu,
  },
  { kind: 'country', pattern: /\(([A-Z]{2})\)/g },
  { kind: 'language', pattern: /\b(?:lang|language|locale)(?:[ _]code)?(?:\s*[:=]\s*|\s+)(\p{L}{2})(?![\p{L}\d])/giu },
  { kind: 'language', pattern: /\btranslat\p{L}+\b[^.;!?]{0,40}?\b(?:to|into)\s+(\p{L}{2})(?![\p{L}\d])/giu },
]

function findCodes(text: string): Mention[] {
  const countries = new Set([...regionNames().values()].map(({ code }) => code))
  return CODES.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const said = match[1] ?? ''
      const code = kind === 'country' ? said.toUpperCase() : said.toLowerCase()
      // `the country is` says no code of it.
      const isWord = said === said.toLowerCase() && STOP_WORDS.has(said)
      if (isWord || !(kind === 'country' ? countries.has(code) : LANGUAGES.includes(code))) return []
      const start = match.index + match[0].lastIndexOf(said)
      const codes = new Map<MentionKind, Json>([[kind, code]])
      return [
        { start, end: start + 2, text: said, value: said, kinds: new Map<MentionKind, number>([[kind, 1]]), codes },
      ]
    }),
  )
}

/** Countries and languages by their English names, as the platform knows them, and by codes of which it is said that they are some. */
export function findRegions(text: string): Mention[] {
  const known = regionNames()
  const found = findCodes(text)
  const words = [...text.matchAll(/\p{L}+/gu)]
  for (let at = 0; at < words.length; at += 1) {
    for (let length = 3; length >= 1; length -= 1) {
      const first = words[at]
      const last = words[at + length - 1]
      if (first === undefined || last === undefined) continue
      const end = last.index + last[0].length
      const part = text.slice(first.index, end)
      const region = known.get(part.toLowerCase().replace(/\s+/g, ' '))
      // Small words such as `us` and `polish` are meant as such; countries are written with a capital.
      if (region === undefined || (region.kind === 'country' && !/^\p{Lu}/u.test(part))) continue
      const kinds = new Map<MentionKind, number>([
        [region.kind, 1],
        ...(region.kind === 'country' ? [['place', 0.8] as const] : []),
      ])
      const codes = new Map<MentionKind, Json>([[region.kind, region.code]])
      found.push({ start: first.index, end, text: part, value: part, kinds, codes })
      at += length - 1
      break
    }
  }
  return found
}
