import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../words/english.js'
import { stem } from '../words/stem.js'
import { isRegion } from './find-regions.js'
import type { Mention, MentionKind } from './mention.js'

const CAPITAL = String.raw`\p{Lu}[\p{L}\p{M}'’]*(?:-[\p{L}\p{M}'’]+)*`
/** `14`, `14b`, `14-16`; not the beginning of a figure or of a measure. */
const HOUSE = String.raw`\d{1,5}[a-zA-Z]?(?:[-–/]\d{1,4}[a-zA-Z]?)?(?![\p{L}\d_%]|[-.,:/]\d|\s?(?:%|percent|k?m|metres?|meters?|miles?|euros?|years?|days?|hours?|minutes?)(?![\p{L}\d]))`
/** Endings that make a street of any word, and those of which towns and things have some too. */
const PLAIN = String.raw`(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Ww]eg|[Aa]llee|[Gg]asse|chaussee|[Dd]amm|[Uu]fer|[Pp]latz|straat|gracht|plein|laan|gatan|vägen|gade|vej|gata|veien|katu|utca)`
const VAGUE = `(?:ring|hof|wall|markt|kai|steig|stieg|pfad|graben|tor|zeile|park|feld|berg|brücke|garten|singel|kade|dreef|tie|út)`
const LEADING = String.raw`(?:[Rr]ue|[Aa]venue|[Aa]v\.|[Bb]oulevard|[Bb]d|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Cc]ours|[Rr]oute|Place|Via|Viale|Piazza|Corso|Largo|Vicolo|Strada|[Cc]alle|C\/|[Aa]venida|[Aa]vda\.|[Pp]laza|[Pp]aseo|[Cc]arrer|[Cc]amino|[Rr]ua|[Pp]raça|[Tt]ravessa|[Aa]lameda|[Ee]strada|[Uu]l\.|[Uu]lica|[Aa]l\.|Straße|Strasse|Platz|Allee)`
const SMALL = `(?:de|du|des|d['’]|la|le|les|l['’]|el|los|las|del|della|delle|dei|degli|di|da|do|dos|das|von|van|der|den|dem|ter|of|the|y|e)`
const ENGLISH = `(?:[Ss]treet|St|[Aa]venue|Ave|[Rr]oad|Rd|[Ll]ane|Ln|[Dd]rive|Dr|[Bb]oulevard|Blvd|Way|Court|Ct|Place|Pl|[Ss]quare|Sq|[Tt]errace|Close|[Cc]rescent|[Hh]ighway|Hwy|Parkway|Pkwy|Row|Walk|Mews|Gardens|Grove|Quay)`

interface Form {
  readonly pattern: RegExp
  /** Without a town, or a word such as `at` before it, it may as well be something else. */
  readonly needs?: 'town' | 'postcode'
}
const form = (source: string, needs?: Form['needs']): Form => ({
  pattern: new RegExp(String.raw`(?<![\p{L}\d_@#./-])${source}`, 'gu'),
  ...(needs === undefined ? {} : { needs }),
})

const FORMS: readonly Form[] = [
  // 12 Main St, 221b Baker Street, 12 bis rue de la Paix
  form(String.raw`${HOUSE},? (?:(?:${CAPITAL}|\d{1,3}(?:st|nd|rd|th)) ){1,4}${ENGLISH}(?![\p{L}\d])\.?`),
  form(String.raw`\d{1,4}(?: (?:bis|ter))?,? ${LEADING}(?: ${SMALL})*(?:[ '’](?:${SMALL} ){0,2}${CAPITAL}){1,4}`),
  // Rue de Rivoli 5, Rua Augusta, 1508, Straße des 17. Juni 135
  form(
    String.raw`${LEADING}(?: ${SMALL})*(?: ?(?:${SMALL} ){0,2}(?:l['’]|d['’])?(?:${CAPITAL}|\d{1,2}\.?)){1,4},? ${HOUSE}`,
  ),
  // Lindenallee 14, Karl-Marx-Str. 3, Alte Poststraße 5, Bad Nauheimer Straße 5
  form(String.raw`(?:${CAPITAL} ){0,3}\p{Lu}?[\p{L}\p{M}'’-]{2,}${PLAIN},? ${HOUSE}`),
  form(String.raw`(?:${CAPITAL} ){1,3}(?:Straße|Strasse|Str\.|Weg|Allee|Gasse|Platz|Ring|Damm|Ufer),? ${HOUSE}`),
  form(String.raw`(?:${CAPITAL} ){0,3}(?:\p{Lu}[\p{L}\p{M}'’-]*?${VAGUE}|Allee|Markt|Ring|Kai|Platz) ${HOUSE}`, 'town'),
  form(
    `(?:Am|Im|Zum|Zur|Beim|(?:An|Auf|In|Unter|Hinter|Vor|Bei) (?:der|den|dem)) (?:${CAPITAL} ){1,3}${HOUSE}`,
    'town',
  ),
  form(String.raw`(?<=\b(?:at|near|around|address|address of|address:) )(?:${CAPITAL} ){1,4}${HOUSE}`, 'town'),
  form(`(?:${CAPITAL} ){1,4}${HOUSE}`, 'postcode'),
]

const PLACE = String.raw`\p{Lu}['’]?[\p{Ll}][\p{L}\p{M}'’]*(?:-[\p{L}\p{M}'’]+)*`
const TOWN = String.raw`(?:St\. )?${PLACE}(?:\/${PLACE})?(?: (?:am|an der|im|in der|bei|ob der|de|de la|da|do|del|di|la|le|sur|upon|den) ${PLACE}| ${PLACE}){0,3}`
const POSTCODE = String.raw`(?:[A-Z]{1,2}-)?(?:\d{4} ?[A-Z]{2}(?![\p{L}\d])|\d{2}-\d{3}|\d{3} \d{2}|\d{4,6})`
const BRITISH = String.raw`[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\d])`
const FLAT = /,? (?:#|(?:[Aa]pt|[Aa]partment|[Ff]lat|[Uu]nit|[Ss]uite|[Ff]loor)\.? )\p{L}?\d{1,4}\p{L}?(?![\p{L}\d])/uy
const WITH_POSTCODE = new RegExp(`,? ${POSTCODE},? (${TOWN})`, 'uy')
const WITH_TOWN = new RegExp(`(,|,? in|) (${TOWN})`, 'uy')
const AFTER_TOWN = new RegExp(
  String.raw`,? (?:${BRITISH}|[A-Z]{2}(?: \d{5}(?:-\d{4})?)?(?![\p{L}\d])|\d{4,6}(?!\d))`,
  'uy',
)
const COUNTRY = new RegExp(`, (${CAPITAL}(?: ${CAPITAL}){0,2})`, 'uy')

/** Words that belong to the name of a street although they are common. */
const PROPER = new RegExp(
  `^(?:${LEADING}|Bad|Sankt|St|New|Old|High|Great|Little|Upper|Lower|North|South|East|West)$`,
  'u',
)

/** Postal addresses, each with its house number, its postcode and its town in one: `Lindenallee 14, 20259 Hamburg`, `12 Main St, Springfield, IL 62704`. */
export function findAddresses(
  text: string,
  isKnown: (word: string) => boolean,
  isFree: (start: number, end: number) => boolean,
): Mention[] {
  const found: Mention[] = []
  for (const { pattern, needs } of FORMS) {
    for (const match of text.matchAll(pattern)) {
      const head = withoutLead(match[0], text.slice(0, match.index), isKnown)
      if (head === undefined) continue
      const start = match.index + match[0].length - head.length
      const tail = readTail(text, start + head.length, isKnown)
      if (needs !== undefined && !tail.has_postcode && (needs === 'postcode' || !tail.has_town)) continue
      const isTaken = !isFree(start, tail.end) || found.some((other) => start < other.end && other.start < tail.end)
      if (isTaken) continue
      const whole = text.slice(start, tail.end)
      const value = tail.joining === undefined ? whole : head + whole.slice(head.length).replace(tail.joining, ', ')
      const kinds = new Map<MentionKind, number>([['address', 1]])
      found.push({ start, end: tail.end, text: whole, value, kinds })
    }
  }
  return found
}

/** Leaves out what stands before the street with a capital, too: `Value Birkenweg 2`, `EPC Ringstraße 7`. */
function withoutLead(head: string, before: string, isKnown: (word: string) => boolean): string | undefined {
  let rest = head
  let isFirst = /(?:^|[.!?:;\n]\s*|["“(]\s*)$/.test(before)
  for (;;) {
    const word = /^(\p{L}[\p{L}\p{M}'’-]*) (?=\p{Lu}|\d)/u.exec(rest)
    if (word?.[1] === undefined) return rest
    const root = stem(word[1])
    if (PROPER.test(word[1])) return rest
    const isPreposition = /^(?:Am|Im|Zum|Zur|Beim|An|Auf|In|Unter)$/.test(word[1])
    const isCommon =
      isKnown(root) ||
      REQUEST_VERBS.has(root) ||
      MORE_VERBS.has(root) ||
      (isFirst && STOP_WORDS.has(root)) ||
      (/^\p{Lu}{3,}$/u.test(word[1]) && !/^\d/.test(rest.slice(word[0].length)))
    if (!isCommon || (isPreposition && !isFirst)) return rest
    rest = rest.slice(word[0].length)
    if (/^\d/.test(rest)) return undefined
    isFirst = false
  }
}

interface Tail {
  readonly end: number
  readonly has_town: boolean
  readonly has_postcode: boolean
  /** `in` before the town, which a comma stands for in the value. */
  readonly joining?: RegExp
}

function readTail(text: string, from: number, isKnown: (word: string) => boolean): Tail {
  const at = (pattern: RegExp, start: number) => {
    pattern.lastIndex = start
    return pattern.exec(text)
  }
  let end = from + (at(FLAT, from)?.[0].length ?? 0)
  let joining: RegExp | undefined
  const coded = at(WITH_POSTCODE, end)
  const named = coded === null ? at(WITH_TOWN, end) : null
  let has_town = coded !== null
  if (coded !== null) end += coded[0].length - (coded[1]?.length ?? 0) + townOf(coded[1] ?? '', isKnown).length
  else if (named !== null) {
    const town = townOf(named[2] ?? '', isKnown)
    const after = text.slice(end + named[0].length)
    // `Ring 5, Allee 7`: the next one of a list.
    has_town = town !== '' && !(town === named[2] && /^ \d{1,3}(?!\d)/.test(after))
    if (has_town) {
      end += named[0].length - (named[2]?.length ?? 0) + town.length
      if (named[1]?.endsWith('in') === true) joining = /^,? in /
    }
  }
  let has_postcode = coded !== null
  if (has_town) {
    const more = at(AFTER_TOWN, end)
    if (more !== null && (coded === null || !/\d/.test(more[0]))) {
      end += more[0].length
      has_postcode ||= /\d/.test(more[0])
    }
    const country = at(COUNTRY, end)
    if (country?.[1] !== undefined && isRegion(country[1])) end += country[0].length
  }
  return { end, has_town, has_postcode, ...(joining === undefined ? {} : { joining }) }
}

/** The part of some capitalised words that may be a town: `Kiel Find` ends before what is asked for next. */
function townOf(words: string, isKnown: (word: string) => boolean): string {
  let end = 0
  for (const match of words.matchAll(/[^\s]+/g)) {
    const root = stem(match[0])
    const isCommon =
      /^\p{Lu}/u.test(match[0]) &&
      (REQUEST_VERBS.has(root) || MORE_VERBS.has(root) || isKnown(root) || (end === 0 && STOP_WORDS.has(root)))
    if (isCommon) break
    if (/^\p{Lu}/u.test(match[0])) end = match.index + match[0].length
  }
  return words.slice(0, end)
}
