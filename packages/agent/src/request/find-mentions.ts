import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../words/english.js'
import { knownWords } from '../words/known-words.js'
import { stem } from '../words/stem.js'
import { CODES_OF_PARTS } from './codes-of-parts.js'
import { findAddresses } from './find-addresses.js'
import { findNames } from './find-names.js'
import { findRegions } from './find-regions.js'
import type { Mention, MentionKind } from './mention.js'
import { readMeasure } from './read-measure.js'
import { readToken, TOKEN_WITH_DIGIT } from './read-token.js'
import { readNumber } from './settings.js'

const COMMON_TOP_LEVELS =
  /\.(com|org|net|edu|gov|int|info|biz|io|ai|app|dev|example|test|invalid|local|onion|eu|[a-z]{2})$/i
const IMAGE = /\.(jpe?g|png|gif|webp|bmp|tiff?|heic|svg)$/i
const VIDEO = /\.(mp4|mov|avi|mkv|webm|mp3|wav|ogg|m4a|flac)$/i
const REPOSITORY = /^https?:\/\/(www\.)?(github|gitlab|bitbucket|codeberg)\.[a-z]+\/[^/]+\/[^/]+/i
const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

/** Words that tell less are in everybody's mouth. */
const COMMON = 0.7

interface Recogniser {
  readonly pattern: RegExp
  read(match: RegExpExecArray, isKnown?: (word: string) => boolean): Pick<Mention, 'value' | 'kinds'> | undefined
}

const kinds = (...pairs: readonly (readonly [MentionKind, number])[]): ReadonlyMap<MentionKind, number> =>
  new Map(pairs)
const always = (pattern: RegExp, ...pairs: readonly (readonly [MentionKind, number])[]): Recogniser => ({
  pattern,
  read: (match) => ({ value: match[0], kinds: kinds(...pairs) }),
})

/** In the order in which they take their part of the text, before postal addresses do. */
const EXACT: readonly Recogniser[] = [
  always(
    /\{\{[^{}\n]{0,200}\}\}/g,
    ['text', 1],
    ['handle', 0.5],
    ['name', 0.5],
    ['person', 0.5],
    ['company', 0.5],
    ['code', 0.5],
    ['url', 0.3],
    ['email', 0.3],
  ),
  {
    pattern: /(?:https?|ftp):\/\/[^\s<>"'`“”]+/gi,
    read: ([text]) => ({ value: trimUrl(text), kinds: urlKinds(trimUrl(text)) }),
  },
  always(/[\p{L}\d._%+-]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu, ['email', 1]),
  {
    pattern:
      /"([^"\n]{1,400})"|“([^”\n]{1,400})”|„([^“”\n]{1,400})[“”]|«([^»\n]{1,400})»|`([^`\n]{1,400})`|(?<![\p{L}\d])'([^'\n]{1,400})'(?![\p{L}\d])/gu,
    read: readQuoted,
  },
  always(
    /\b(?:bc1[a-z0-9]{5,80}|[13][1-9A-HJ-NP-Za-km-z]{25,39}|0x[\da-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|4[1-9A-HJ-NP-Za-km-z]{90,100})\b/g,
    ['crypto', 1],
  ),
  // Cut short it may be any number in base 16.
  always(/\b0x[\da-fA-F]{6,39}\b/g, ['crypto', 0.85], ['code', 0.8], ['handle', 0.3]),
  always(/(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)/g, ['ip', 1]),
  // Identifiers in dotted numbers, longer than an IP address.
  always(/(?<![\w.])\d+(?:\.\d+){3,}(?![\w]|\.\d)/g, ['code', 1]),
  always(
    /(?<![\w:])(?:[\da-f]{1,4}:){2,7}(?::?[\da-f]{1,4})(?![\w:])|(?<![\w:])(?:[\da-f]{1,4}:){1,6}:(?:[\da-f]{1,4})?(?![\w:])/gi,
    ['ip', 1],
  ),
  always(/(?<![\w.])-?\d{1,2}\.\d{2,8}\s*°?\s*[NS]?\s*[,;]\s*-?\d{1,3}\.\d{2,8}\s*°?\s*[EW]?(?![\w.])/g, [
    'coordinates',
    1,
  ]),
  always(
    /(?<![\p{L}\d/_]|[\p{L}\d][-.])\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\p{L}\d_]|[-/][\p{L}\d])/gu,
    ['date', 1],
  ),
  {
    pattern: /(?<![\w./-])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d{2})(?![\w-]|\.\d)/g,
    read: ([, day = '', month = '', year = '']) =>
      Number(day) > 31 || Number(month) > 12 || Number(month) === 0
        ? undefined
        : { value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, kinds: kinds(['date', 1]) },
  },
  {
    pattern: new RegExp(String.raw`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})\.?,? (\d{4})\b`, 'gi'),
    read: ([, day, month, year]) => readDate(year, month, day),
  },
  {
    pattern: new RegExp(String.raw`\b(${MONTH})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`, 'gi'),
    read: ([, month, day, year]) => readDate(year, month, day),
  },
  {
    pattern: new RegExp(String.raw`\b(${MONTH}) (\d{4})\b`, 'gi'),
    read: ([, month, year]) => readDate(year, month, '1'),
  },
  {
    pattern: /(?<=\b(?:since|from|after|before|until|in) )(?:19|20)\d{2}\b/gi,
    read: ([text]) => ({ value: `${text}-01-01`, kinds: kinds(['date', 0.9], ['number', 0.4]) }),
  },
]

/** What is left to names, numbers and codes, once addresses have theirs. */
const LOOSE: readonly Recogniser[] = [
  // `BRCA2 c.68_69del`: a notation that says where in a thing belongs to the name of the thing.
  always(
    /(?<![\p{L}\d_-])\p{Lu}[\p{Lu}\d]{1,9} [a-z]\.(?=[^\s]*\d)[^\s"”,;()]*[\p{L}\d]/gu,
    ['code', 1],
    ['name', 0.5],
  ),
  ...CODES_OF_PARTS,
  { pattern: TOKEN_WITH_DIGIT, read: ([text]) => readToken(text) },
  always(/(?<![\w+])\+\d{1,3}[\s().-]*\d(?:[\s().-]{0,2}\d){5,13}(?!\w|[-/.]\w)/g, ['phone', 1]),
  always(/(?<!\w|\w[-/.])(?:\(?0\d{2,4}\)?[\s/-])\d(?:[\s-]?\d){5,9}(?!\w|[-/.]\w)/g, ['phone', 0.9], ['code', 0.3]),
  {
    pattern: /(?<![\w@])@([\p{L}\d_][\p{L}\d_.-]{0,60}[\p{L}\d_]|[\p{L}\d_])(?![\w@])/gu,
    read: ([, name]) => ({ value: name ?? '', kinds: kinds(['handle', 1]) }),
  },
  { pattern: /(?<![\w.])@[\w-]+\/[\w.-]+/g, read: ([text]) => ({ value: text, kinds: kinds(['package', 1]) }) },
  always(
    /(?<=\b(?:as|named|called|experiment|service) )[\p{L}\d]+(?:[-_][\p{L}\d]+)+(?![\p{L}\d_]|[./][\p{L}\d])/gu,
    ['code', 0.9],
    ['handle', 0.6],
    ['package', 0.5],
    ['name', 0.4],
  ),
  always(/\b(?:bronze|silver|gold)\.[a-z][\w]*\b/g, ['asset', 1]),
  {
    pattern: /(?<![\w.@/])(?:[\p{L}\d](?:[\p{L}\d-]{0,62}[\p{L}\d])?\.)+[\p{L}][\p{L}\d-]{0,24}(?![\w@])/gu,
    read: readDotted,
  },
  {
    // `800m`, `500mg`, `450k`: the letters are no part of a code.
    pattern:
      /(?<![\p{L}\d_./,@-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(k|km|mm|cm|m|m²|m2|sqm|kg|mg|eur)(?![\p{L}\d_]|[-/.][\p{L}\d])/giu,
    read: ([, amount = '', unit]) =>
      readNumeric(unit?.toLowerCase() === 'k' ? String(Number(amount.replaceAll(',', '')) * 1000) : amount),
  },
  { pattern: /(?<![\p{L}\d_@])[\p{L}\d]+(?:-[\p{L}\d]+)+(?![\p{L}\d_]|[._/][\p{L}\d])/gu, read: readHyphened },
  {
    pattern:
      /(?<![\p{L}\d_])(?=[\p{L}\d_./-]*[\d_])(?=[\d_./-]*\p{L})[\p{L}\d](?:[\p{L}\d_./-]*[\p{L}\d])(?![\p{L}\d_])/gu,
    read: ([text], isKnown) => readCode(text, isKnown),
  },
  {
    pattern: /(?<![\w.,/-])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w])|(?<![\w./-])-?\d+(?:\.\d+)?(?=\s?%|(?![\w]|\.\d))/g,
    read: ([text]) => readNumeric(text),
  },
]

/** The constants of a request, in the order of the text and not touching each other. `isKnown` says whether the catalog has a word. */
export function findMentions(
  text: string,
  isKnown: (word: string) => boolean,
  taken: readonly { start: number; end: number }[],
): Mention[] {
  const found: Mention[] = []
  const isFree = (start: number, end: number) =>
    ![...found, ...taken].some((other) => start < other.end && other.start < end)
  const recognise = ({ pattern, read }: Recogniser) => {
    for (const match of text.matchAll(pattern)) {
      const part = trimUrl(match[0])
      const start = match.index
      const end = start + (/^https?:/i.test(part) ? part.length : match[0].length)
      const value = isFree(start, end) ? read(match as RegExpExecArray, isKnown) : undefined
      if (value === undefined) continue
      found.push({
        start,
        end,
        text: text.slice(start, end),
        ...value,
        ...(/^["“„«`']/.test(match[0]) ? { is_quoted: true } : {}),
      })
    }
  }
  for (const one of EXACT) recognise(one)
  found.push(...findAddresses(text, isKnown, isFree))
  for (const one of LOOSE) recognise(one)
  for (const region of findRegions(text)) if (isFree(region.start, region.end)) found.push(region)
  for (const name of findNames(text, isKnown, [...found, ...taken])) if (isFree(name.start, name.end)) found.push(name)
  return found.map((mention) => withMeasure(mention, text)).sort((a, b) => a.start - b.start)
}

/** A number of things, or of what is measured, is no code. */
function withMeasure(mention: Mention, text: string): Mention {
  if (typeof mention.value !== 'number') return mention
  const digits = /^-?[\d,.]*\d/.exec(mention.text)?.[0].length ?? mention.text.length
  const measure = readMeasure(text, mention.start, mention.start + digits)
  if (Object.keys(measure).length === 0) return mention
  const isLong = mention.value >= 1000 && measure.unit === undefined
  return { ...mention, measure, ...(isLong ? {} : { kinds: kinds(['number', 1]) }) }
}

function trimUrl(text: string): string {
  return text.replace(/[.,;:!?)\]}'"]+$/, (end) => (/^\)+$/.test(end) && text.includes('(') ? end : ''))
}

function urlKinds(url: string): ReadonlyMap<MentionKind, number> {
  const path = url.replace(/[?#].*$/, '')
  if (IMAGE.test(path)) return kinds(['image_url', 1], ['url', 0.7])
  if (VIDEO.test(path)) return kinds(['video_url', 1], ['url', 0.7])
  if (REPOSITORY.test(path)) return kinds(['repo_url', 1], ['url', 0.8])
  return kinds(['url', 1], ['image_url', 0.4], ['video_url', 0.5], ['repo_url', 0.4])
}

function readQuoted(match: RegExpExecArray): Pick<Mention, 'value' | 'kinds'> | undefined {
  const text = match
    .slice(1)
    .find((part) => part !== undefined)
    ?.trim()
  if (text === undefined || text === '') return undefined
  const [address] = findAddresses(
    text,
    () => false,
    () => true,
  )
  if (address?.text === text) return { value: address.value, kinds: new Map([...address.kinds, ['text', 0.6]]) }
  for (const { pattern, read } of [...EXACT, ...LOOSE]) {
    if (read === readQuoted) continue
    const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('g', '')).exec(text)
    const found = whole === null ? undefined : read(whole)
    if (found !== undefined && !found.kinds.has('number'))
      return { value: found.value, kinds: new Map([...found.kinds, ['text', 0.6]]) }
  }
  const words = text.split(/\s+/).length
  return {
    value: text,
    kinds:
      words > 5
        ? kinds(['text', 1], ['name', 0.4], ['company', 0.3], ['person', 0.2])
        : kinds(
            ['name', 0.9],
            ['company', 0.8],
            ['person', 0.8],
            ['text', words <= 3 ? 0.4 : 0.8],
            ['place', 0.6],
            ['code', words === 1 ? 0.7 : words === 2 ? 0.5 : 0.2],
            ['handle', words === 1 ? 0.7 : 0.2],
            ['package', words === 1 ? 0.7 : 0],
          ),
  }
}

function readDate(year = '', month = '', day = ''): Pick<Mention, 'value' | 'kinds'> | undefined {
  const at = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase().slice(0, 3)))
  if (at < 0 || Number(day) > 31) return undefined
  return { value: `${year}-${String(at + 1).padStart(2, '0')}-${day.padStart(2, '0')}`, kinds: kinds(['date', 1]) }
}

function readDotted([text]: RegExpExecArray): Pick<Mention, 'value' | 'kinds'> | undefined {
  if (/\.(csv|pdf|json|xlsx?|txt|docx?|ya?ml|py|js|ts)$/i.test(text)) return undefined
  // `e.g`, `U.S` and `a.m` are short for words.
  if (/^(\p{L}\.)+\p{L}$|^(node|vue)\.js$/iu.test(text)) return undefined
  const isCommon = COMMON_TOP_LEVELS.test(text) && text === text.toLowerCase()
  return {
    value: text,
    kinds: isCommon
      ? kinds(['domain', 1], ['handle', 0.5], ['code', 0.2])
      : kinds(['handle', 0.9], ['domain', 0.6], ['code', 0.5], ['package', 0.5]),
  }
}

function readNumeric(text: string): Pick<Mention, 'value' | 'kinds'> | undefined {
  const value = readNumber(text)
  if (value === undefined) return undefined
  const digits = text.replace(/\D/g, '').length
  return {
    value: digits > 15 || /^0\d/.test(text) ? text : value,
    kinds: kinds(['number', 1], ['code', digits >= 4 ? 0.8 : 0.4]),
  }
}

/** `left-pad` and `demo-x-svc` are names, `follow-up` and `due-diligence` are words. */
function readHyphened(
  [text]: RegExpExecArray,
  isKnown: (word: string) => boolean = () => false,
): Pick<Mention, 'value' | 'kinds'> | undefined {
  if (isTag(text) && !text.split('-').some((part) => isKnown(stem(part))))
    return { value: text, kinds: kinds(['code', 0.9], ['name', 0.5], ['place', 0.3], ['company', 0.3]) }
  if (/^e-/i.test(text) || text !== text.toLowerCase()) return undefined
  const isWord = (part: string) =>
    STOP_WORDS.has(stem(part)) ||
    REQUEST_VERBS.has(stem(part)) ||
    MORE_VERBS.has(stem(part)) ||
    isKnown(stem(part)) ||
    /(ed|ing|ly)$/.test(part)
  const parts = text.split('-')
  const isName = /\d/.test(text)
    ? !/^(\d+-\p{L}+)$/u.test(text) && !isNumberedWord(text, isKnown)
    : !parts.some(
        (part, at) =>
          part.length > 1 && isWord(part) && (at === 0 || (parts.length === 2 && isEnglish(stem(parts[0] ?? '')))),
      )
  return isName
    ? { value: text, kinds: kinds(['code', 0.7], ['package', 0.8], ['handle', 0.6], ['name', 0.4]) }
    : undefined
}

/** Whether a word is one that many use: `osprey-nine` is a name, `follow-up` is none. */
function isEnglish(root: string): boolean {
  return STOP_WORDS.has(root) || REQUEST_VERBS.has(root) || MORE_VERBS.has(root) || knownWords().telling(root) < COMMON
}

/** `SS-Harrow`, `WP-NORTH-B`: capitals that say what kind of thing it is, and its name. `US-based` and `X-ray` are words. */
function isTag(text: string): boolean {
  return /^\p{Lu}{2,5}(?:-(?:\p{Lu}|\d)[\p{L}\d]*)+$/u.test(text)
}

function readCode(
  text: string,
  isKnown: (word: string) => boolean = () => false,
): Pick<Mention, 'value' | 'kinds'> | undefined {
  if (isNumberedWord(text, isKnown)) return undefined
  if (/^(\d+(st|nd|rd|th|x|s|m|h|k)|v\d+|\d+[-/]\p{L}+)$/iu.test(text)) return undefined
  if (text.includes('/') && !/[\d_.]/.test(text)) return undefined
  const looksLikeKey = /^[a-z]+(_[a-z]+)+$/.test(text)
  return {
    value: text,
    kinds: kinds(['code', 1], ['handle', looksLikeKey ? 0.6 : 0.8], ['package', 0.7], ['name', 0.4], ['company', 0.2]),
  }
}

/** `icd-10`, `top-20`: a word of the catalog with a number behind it. */
function isNumberedWord(text: string, isKnown: (word: string) => boolean): boolean {
  const word = /^(\p{L}{3,})-\d{1,2}$/u.exec(text)?.[1]
  return word !== undefined && isKnown(stem(word))
}
