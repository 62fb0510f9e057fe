import type { Port } from '../../catalog/capability.js'
import type { Mention, MentionKind } from '../../request/mention.js'
import type { RequestReading } from '../../request/read-request.js'
import type { Token } from '../../request/token.js'
import { stem } from '../../words/stem.js'
import { kindsNamed } from './meanings.js'
import { scoreCapabilities } from './score-capability.js'
import type { Workspace } from './workspace.js'

const PAIR = /^(\p{Lu}[\p{L}\d’'-]*) (and|&) (\p{Lu}[\p{L}\d’'-]*)$/u
/** Kinds of which one may be called `Marks and Spencer`. */
const NAMED_SO: ReadonlySet<MentionKind> = new Set(['company', 'name', 'text'])

/** `prices for Citra and Mosaic`: where no firm or title is wanted, a name with `and` in it is two. */
export function splitPairs(read: RequestReading, space: Workspace): RequestReading {
  const parts = new Map<Mention, readonly Token[]>()
  for (const { tokens } of read.clauses)
    for (const { mention } of tokens) {
      const pair = mention === undefined || mention.is_quoted === true ? null : PAIR.exec(mention.text)
      if (mention === undefined || pair === null || pair[2] === '&') continue
      const [best] = scoreCapabilities(tokens, space)
      const port = best?.capability.inputs.find((one) => one.required && space.fits.fit(mention, one) !== undefined)
      if (port !== undefined && !mayBeNamedSo(port)) parts.set(mention, partsOf(mention, pair[1] ?? '', pair[3] ?? ''))
    }
  if (parts.size === 0) return read
  const split = (tokens: readonly Token[]) =>
    tokens.flatMap((token) => (token.mention === undefined ? undefined : parts.get(token.mention)) ?? [token])
  return {
    ...read,
    tokens: split(read.tokens),
    mentions: read.mentions.flatMap(
      (mention) => parts.get(mention)?.flatMap((token) => token.mention ?? []) ?? [mention],
    ),
    clauses: read.clauses.map((clause) => ({ ...clause, tokens: split(clause.tokens) })),
  }
}

function mayBeNamedSo({ type_words, words }: Port): boolean {
  const kinds = kindsNamed(type_words)
  return (kinds.length > 0 ? kinds : kindsNamed(words)).some((kind) => NAMED_SO.has(kind))
}

function partsOf(mention: Mention, first: string, second: string): Token[] {
  const { start, end, kinds } = mention
  const name = (text: string, at: number): Token => ({
    kind: 'mention',
    text,
    lower: text.toLowerCase(),
    stem: stem(text),
    start: at,
    end: at + text.length,
    mention: { start: at, end: at + text.length, text, value: text, kinds },
  })
  const joined = start + first.length + 1
  const and: Token = { kind: 'word', text: 'and', lower: 'and', stem: 'and', start: joined, end: joined + 3 }
  return [name(first, start), and, name(second, end - second.length)]
}
