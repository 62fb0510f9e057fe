import { NUMBER_WORDS } from '../words/english.js'
import type { Setting } from './mention.js'

const N = String.raw`(\d{1,6}(?:\.\d+)?|${[...NUMBER_WORDS.keys()].join('|')})`
const UNIT = '(seconds?|secs?|s|minutes?|mins?|min|m|hours?|hrs?|h|days?)'

interface Rule {
  readonly kind: Setting['kind']
  readonly pattern: RegExp
}

const rule = (kind: Setting['kind'], source: string): Rule => ({ kind, pattern: new RegExp(source, 'giu') })

const RULES: readonly Rule[] = [
  rule(
    'max_parallel',
    String.raw`\b(?:max(?:imum)?[_ ]?parallel(?:ism)?|parallelism|concurrency)(?:\s*(?:of|=|:|is|to))?\s*${N}\b`,
  ),
  rule(
    'max_parallel',
    String.raw`\b(?:(?:at|no) (?:most|more than)\s+|up to\s+|max(?:imum)?(?: of)?\s+|never more than\s+|not more than\s+|only\s+|do\s+|in (?:groups|batches|chunks) of\s+|limit(?:ed)? to\s+)?(?<![\w-])${N}\s+(?:of (?:them|these|those|the|all)(?:\s+\p{L}+)?\s+|items?\s+|calls?\s+)?(?:at (?:a time|once|the same time)|in parallel|together|concurrently|simultaneously|side by side|in one go|parallel)\b`,
  ),
  rule(
    'max_parallel',
    String.raw`\b(?:in parallel|concurrently|simultaneously|at once|side by side),?\s*\(?(?:with\s+)?(?:at most|up to|max(?:imum)?(?: of)?|no more than|limited to|limit)\s+${N}\b\)?(?:\s+(?:at (?:a time|once)|together))?`,
  ),
  rule(
    'max_parallel',
    String.raw`\bparallel[\s,:(]+(?:with\s+)?(?:at most|up to|max(?:imum)?(?: of)?|no more than|limit(?:ed to)?)\s*[=:]?\s*${N}\b\)?`,
  ),
  rule(
    'max_parallel',
    String.raw`\b(?:an?\s+)?parallel\s+(?:group|batch|set|pool|block)s?\s+of\s+(?:at most\s+|up to\s+)?${N}\b`,
  ),
  rule(
    'max_parallel',
    String.raw`\b(?:in (?:groups|batches|chunks) of|at most|no more than)\s+${N}\s+(?:at a time|running|workers?|threads?)\b`,
  ),
  rule('max_parallel', String.raw`\b(one) (?:by one|after (?:the other|another))\b`),
  rule('retry', String.raw`\b(?:(?:with\s+)?(?:up to|at most)\s+)?${N}\s+(?:retries|attempts?|tries)\b`),
  rule(
    'retry',
    String.raw`\b(?:retry|retries|retrying|try|attempt|repeat)(?:\s+(?:it|them|that|this))?(?:\s*(?:=|:))?\s+(?:up to\s+|at most\s+|max(?:imum)?\s+)?${N}\s*(?:times|x|attempts)\b`,
  ),
  rule('retry', String.raw`\bmax[_ ]?attempts(?:\s*(?:of|=|:|is|to))?\s*${N}\b`),
  rule(
    'poll',
    String.raw`\b(?:poll(?:ing)?|check(?:ing)?|look(?:ing)?)(?:\s+(?:for\s+)?(?:it|them|again))?\s+every\s+${N}\s*${UNIT}\b`,
  ),
  rule('retry', String.raw`(?<=\b(?:retry|try|attempt|repeat)\b[^,.;:]{1,40}\s)(?:up to\s+|at most\s+)?${N}\s*times\b`),
  rule('poll', String.raw`\bpoll(?:ing)?(?:[_ ]interval)?(?:[_ ]seconds)?(?:\s*(?:of|=|:|is|to))?\s*${N}\s*${UNIT}?\b`),
  rule(
    'timeout',
    String.raw`\b(?:time[- ]?out(?:[_ ]minutes)?|time limit|deadline|give up|wait(?:ing)?|stop)(?:\s+(?:of|to|is|at|after|for|it|max(?:imum)?|at most|no longer than|up to))*\s*[=:]?\s*${N}\s*${UNIT}\b`,
  ),
  rule('timeout', String.raw`\b(?:time[- ]?out[_ ]minutes)\s*[=:]?\s*${N}(?![\w.])()`),
  rule(
    'timeout',
    String.raw`\b(?:for\s+)?(?:at most|no (?:longer|more) than|not longer than|max(?:imum)?(?: of)?|up to|within)\s+${N}\s*${UNIT}\b`,
  ),
  rule('timeout', String.raw`\b${N}[- ]?${UNIT}\s*(?:max(?:imum)?|at most|tops|time[- ]?out|limit)\b`),
  rule('gpu', String.raw`\b(?:on|with|using|needs?)?\s*${N}\s*(?:x\s*)?gpus?\b`),
  rule('gpu', String.raw`\b(?:on|with|using|needs?)\s+(a)\s+gpu\b`),
  rule('gpu', String.raw`\bgpus?\s*[=:]?\s*${N}\b`),
  rule('cpu', String.raw`\b(?:cpus?|cores)\s*[=:]?\s*${N}\b`),
  rule('memory', String.raw`\b(?:memory|ram)\s*[=:]?\s*(\d{1,5}\s*(?:gi?b?|mi?b?))\b`),
  rule('cpu', String.raw`\b(?:with|using|needs?)?\s*${N}\s*(?:cpus?|cores?)\b`),
  rule('memory', String.raw`\b(?:with|using|needs?)?\s*(\d{1,5}\s*(?:gi?b|mi?b))\s+(?:of\s+)?(?:memory|ram)\b`),
]

/** Numbers that say how steps run: at most five at a time, ten minutes, three attempts. */
export function findSettings(text: string): Setting[] {
  const found: Setting[] = []
  for (const { kind, pattern } of RULES) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (found.some((other) => start < other.end && other.start < end)) continue
      const value = readValue(kind, match[1] ?? '', match[2] ?? '')
      if (value !== undefined) found.push({ start, end, kind, value })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function readValue(kind: Setting['kind'], amount: string, unit: string): number | string | undefined {
  if (kind === 'memory')
    return amount
      .replace(/\s+/g, '')
      .replace(/^(\d+)([gm])i?b?$/i, (_, n: string, size: string) => `${n}${size.toUpperCase()}i`)
  const number = amount.toLowerCase() === 'a' ? 1 : readNumber(amount)
  if (number === undefined) return undefined
  if (kind === 'timeout') return (number * secondsOf(unit, 60)) / 60
  if (kind === 'poll') return number * secondsOf(unit, 1)
  return kind === 'max_parallel' || kind === 'retry' ? Math.round(number) : number
}

/** A number in digits or as a word. */
export function readNumber(text: string): number | undefined {
  const word = NUMBER_WORDS.get(text.toLowerCase())
  if (word !== undefined) return word
  const plain = text.replace(/(?<=\d),(?=\d{3}\b)/g, '')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}

function secondsOf(unit: string, otherwise: number): number {
  const letter = unit.toLowerCase()[0]
  return letter === 's' ? 1 : letter === 'm' ? 60 : letter === 'h' ? 3600 : letter === 'd' ? 86_400 : otherwise
}
