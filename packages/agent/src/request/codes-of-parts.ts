import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../words/english.js'
import { stem } from '../words/stem.js'
import type { Mention, MentionKind } from './mention.js'
import { isUnitWord, readMeasure } from './read-measure.js'

interface CodeForm {
  readonly pattern: RegExp
  read(match: RegExpExecArray, isKnown?: (word: string) => boolean): Pick<Mention, 'value' | 'kinds'> | undefined
}

/** Money, sizes and times: what stands before or behind an amount. */
const AMOUNT =
  /^(USD|EUR|GBP|CHF|JPY|PLN|SEK|NOK|DKK|CZK|HUF|RON|BGN|ISK|UAH|TRY|ILS|AED|SAR|ZAR|BRL|MXN|KRW|SGD|HKD|THB|CAD|AUD|NZD|CNY|INR|BTC|ETH|PDF|CSV|XML|CPU|GPU|RAM|[KMGT]I?B|[KMG]HZ|[KMG]W|KWH|KM|KG|AM|PM|UTC|GMT|CET)$/i
/** Capitals before a number that say what it counts, or nothing of it. */
const LABEL = /^(TOP|MAX|MIN|ID|NO|NR|REF|PIN|ZIP|TEL|FAX|VAT|TAX|AGE|QTY|BC|AD|CE|ISO|[AQ]|I)$/
const MONTH = /^(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)$/

const BEFORE = String.raw`(?<![\p{L}\d_.§@#+-]|[\p{L}\d][/:])`
const AFTER = String.raw`(?![\p{L}\d_]|[-.,/:]\d|[-/]\p{L}|\s?%)`
/** `345/24`, `123/20x`: what stands last in the number of a file. */
const SLASHED = String.raw`\d{1,6}\/\d{2,4}[a-z]?`
/** `O`, `HK`, `BvR`, `Ca`: what a file is kept under. */
const REGISTER = String.raw`\p{Lu}\p{L}{0,3}`
/** `BGB`, `StGB`, `SGB II`. */
const LAW = String.raw`(?:EU )?\p{Lu}[\p{L}-]{0,8}\p{Lu}(?: [IVX]+)?(?![\p{L}\d])`
const SUBDIVISION = String.raw`(?:\(\w{1,4}\)|,? ?(?:Abs(?:\.|atz)?|Nr\.?|No\.?|S\.|Satz|lit\.?|[Pp]ara(?:\.|graph)?|sentence|subs\.|f{1,2}\.) ?[\da-z]{0,3}(?![\p{L}\d])| [IVX]+(?= ))`

const form = (
  source: string,
  isCode: (match: RegExpExecArray, isKnown: (word: string) => boolean) => boolean = () => true,
  strength = 1,
): CodeForm => ({
  pattern: new RegExp(`${BEFORE}${source}${AFTER}`, 'gu'),
  read: (match, isKnown) => (isCode(match, isKnown ?? (() => false)) ? codeOf(match[0], strength) : undefined),
})

function codeOf(value: string, strength: number): Pick<Mention, 'value' | 'kinds'> {
  const kinds = new Map<MentionKind, number>([
    ['code', strength],
    ['name', 0.3],
  ])
  return { value, kinds }
}

/** Capitals that are a word of the request, and not a part of a code. */
function isWord(letters: string, isKnown: (word: string) => boolean): boolean {
  const root = stem(letters)
  if (letters.length === 1) return isKnown(root)
  return STOP_WORDS.has(root) || REQUEST_VERBS.has(root) || MORE_VERBS.has(root) || isKnown(root)
}

const isPlainCapitals = (letters: string, isKnown: (word: string) => boolean) =>
  !AMOUNT.test(letters) && !LABEL.test(letters) && !isWord(letters, isKnown)

/** `2 GPU 12/24` and `3 May 10/2024` are an amount and a day. */
const isRegister = (letters: string) =>
  !AMOUNT.test(letters) && !MONTH.test(letters) && (letters === letters.toUpperCase() || !STOP_WORDS.has(stem(letters)))

/**
 * Codes that are written in several parts with blanks between them, the longest forms first: `12 O 345/24`, `§ 123 BGB`,
 * `DE89 3704 0044 0532 0130 00`, `M-AB 1234`, `LH 404`. An amount with its unit, a count and words in capitals are none.
 */
export const CODES_OF_PARTS: readonly CodeForm[] = [
  {
    pattern: new RegExp(
      String.raw`(?:§{1,2}\s?|(?<![\p{L}\d])[Aa]rt(?:\.|icles?)? )\d+[a-z]?(?:(?:, | and | und |–|-)\d+[a-z]?(?= ))*${SUBDIVISION}*(?: ${LAW})?`,
      'gu',
    ),
    read: ([text]) => {
      const isOfLaw = text.startsWith('§') || (/\p{Lu}$/u.test(text) && !AMOUNT.test(text.split(' ').at(-1) ?? ''))
      return isOfLaw
        ? {
            value: text,
            kinds: new Map([
              ['code', 1],
              ['name', 0.5],
              ['text', 0.3],
            ]),
          }
        : undefined
    },
  },
  // `[2021] EWCA Civ 34`, `410 U.S. 113`, `42 U.S.C. § 1983`
  {
    pattern: /\[\d{4}\] (?:\d{1,2} )?\p{Lu}{1,5}(?: \p{Lu}\p{Ll}{2,5})? \d{1,5}(?![\p{L}\d])/gu,
    read: ([text]) => codeOf(text, 1),
  },
  form(String.raw`\d{1,4} (?:\p{Lu}\.){2,4} (?:§ ?)?\d{1,5}`),
  // `12 O 345/24`, `2 HK O 51/24`, `XII ZB 5/19`
  form(
    String.raw`(?:\d{1,5}[a-z]?|[IVX]{1,5}) (${REGISTER})(?: (${REGISTER}))? ${SLASHED}`,
    ([, first = '', second = 'X']) => isRegister(first) && isRegister(second),
  ),
  // `2026/S 87-102`
  form(String.raw`\d{2,4}\/\p{Lu}{1,3} \d{1,6}(?:[-/]\d{1,8})*`),
  // Groups of four and what is left: an account, a card.
  form(String.raw`\p{Lu}{2}\d{2}(?: [\p{Lu}\d]{4}){2,7}(?: [\p{Lu}\d]{1,3})?`),
  // `DE 123 456 789`, `GB 123 4567 89`, `ATU 12 345 678`
  form(
    String.raw`(\p{Lu}{2,3}) \d{2,4} \d{3,4}(?: \d{2,4})*`,
    ([, letters = ''], isKnown) => !isWord(letters, isKnown) && (letters.length === 2 || !AMOUNT.test(letters)),
  ),
  form(String.raw`\d{4}(?: \d{4}){2,4}`),
  form(
    String.raw`\d{3} \d{3} \d{3}(?: \d{5})?`,
    (match) => Object.keys(readMeasure(match.input, match.index, match.index + match[0].length)).length === 0,
    0.9,
  ),
  // `M-AB 1234`, `AB12 CDE`, `AB 123 CD`, `KA 01 AB 1234`
  form(String.raw`\p{Lu}{1,3}-\p{Lu}{1,2} \d{1,4}[EH]?`),
  form(
    String.raw`\p{Lu}{1,2}\d{1,2}\p{Lu}? (?:\d?(\p{Lu}{2,3}))`,
    ([, letters = ''], isKnown) => isPlainCapitals(letters, isKnown),
    0.9,
  ),
  form(
    String.raw`(\p{Lu}{2}) \d{2,3} (\p{Lu}{2})(?: \d{4})?`,
    ([, first = '', second = ''], isKnown) => [first, second].every((one) => isPlainCapitals(one, isKnown)),
    0.9,
  ),
  // `ISO 9001`, `DIN EN ISO 9001:2015`, `ISO/IEC 27001-2`
  form(String.raw`(?:(?:DIN|EN|BS|ISO|IEC|IEEE|ANSI|ASTM|NIST)[ /])+(?:SP )?\d{3,6}(?:-\d{1,4})*(?::\d{4})?`),
  // `AB 12/34`, `RX 480-B`, `T 1234/05`: capitals and what is no number.
  form(
    String.raw`(\p{Lu}{1,4}) (\d{1,6}(?:[-/](?:\d{1,6}|\p{Lu}{1,3}))+)`,
    ([, letters = '', rest = ''], isKnown) =>
      isPlainCapitals(letters, isKnown) &&
      !/^\d{1,2}\/\d{1,2}(?:\/\d{4})?$|^(?:19|20)\d{2}-\d{2}(?:-\d{2})?$/.test(rest) &&
      (letters.length > 1 || rest.includes('/')),
  ),
  {
    // `LH 404`: short capitals, and a number that belongs to them.
    pattern: new RegExp(String.raw`${BEFORE}(\p{Lu}{2,3}) \d{2,5}${AFTER}`, 'gu'),
    read: (match, isKnown) => {
      const [text, letters = ''] = match
      return isKnown === undefined ||
        !isPlainCapitals(letters, isKnown) ||
        isShouted(match.input) ||
        isUnitWord(letters)
        ? undefined
        : codeOf(text, 0.9)
    },
  },
]

/** A text all in capitals, in which they say nothing. */
function isShouted(text: string): boolean {
  return !/\p{Ll}/u.test(text) && (text.match(/\p{Lu}{3,}/gu) ?? []).length > 2
}
