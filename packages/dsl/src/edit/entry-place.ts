import { type CST, isCollection, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { CollectionNode } from './draft.js'
import { columnOf, endOfComments, lineEnd } from './text-lines.js'

/** Where an entry of a list or mapping, or the whole value of a text, stands. Offsets count from 0. */
export interface EntryPlace {
  readonly kind: 'root' | 'key' | 'item'
  /** Whether it stands inside brackets. */
  readonly flow: boolean
  /** Start of the key with its `?`, of the dash, or of an item in brackets. */
  readonly start: number
  /** The key as it is written. */
  readonly key?: readonly [number, number]
  /** Behind the colon or dash, and behind an anchor; absent where there is neither. */
  readonly head?: number
  readonly node: Node | null
  /** Start of the value; absent where nothing is written. */
  readonly valueStart?: number
  /** End of the entry without blanks and comments; a block text ends at its last line break. */
  readonly end: number
  /** Offset of the comma behind it. */
  readonly comma?: number
}

/** The place of the value of a whole text. */
export function rootPlace(root: Node, text: string): EntryPlace {
  const start = root.range?.[0] ?? 0
  return { kind: 'root', flow: isFlow(root), start, node: root, valueStart: start, end: endOf(root, text, start) }
}

/** The places of the entries of a list or mapping, which was parsed with its tokens. */
export function entryPlaces(collection: CollectionNode, text: string): EntryPlace[] {
  return collection.items.map((_, index) => entryPlace(collection, index, text))
}

function entryPlace(collection: CollectionNode, index: number, text: string): EntryPlace {
  const source = collection.srcToken
  const tokens: readonly CST.CollectionItem[] = source !== undefined && 'items' in source ? source.items : []
  const flow = isFlow(collection)
  const item: unknown = collection.items[index]
  const token = tokens[index] ?? { start: [] }
  const comma = tokens[index + 1]?.start.find(({ type }) => type === 'comma')?.offset
  const place = isSeq(collection) ? itemPlace(item as Node, token, flow, text) : keyPlace(item as Pair, token, text)
  return { ...place, flow, ...(comma === undefined ? {} : { comma }) }
}

type Place = Omit<EntryPlace, 'flow' | 'comma'>

function itemPlace(node: Node, { start }: CST.CollectionItem, flow: boolean, text: string): Place {
  // An item in brackets may be a pair without braces, with a `?` of its own.
  const first = start.find(({ type }) => type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'anchor')
  const written = writtenStart(node)
  const from = first?.offset ?? written ?? 0
  if (!flow) {
    const head = significantEnd(start) ?? from
    const value = written === undefined ? {} : { valueStart: written }
    return { kind: 'item', start: from, head, node, ...value, end: endOf(node, text, head) }
  }
  return { kind: 'item', start: from, node, valueStart: from, end: endOf(node, text, from) }
}

function keyPlace(pair: Pair, { start, sep }: CST.CollectionItem, text: string): Place {
  const key = (pair.key as Node).range ?? [0, 0, 0]
  const first = start.find(({ type }) => type === 'explicit-key-ind' || type === 'anchor')
  const node = pair.value as Node | null
  const head = significantEnd(sep ?? [])
  const written = writtenStart(node)
  return {
    kind: 'key',
    start: first?.offset ?? key[0],
    key: [key[0], key[1]],
    ...(head === undefined ? {} : { head }),
    node,
    ...(written === undefined ? {} : { valueStart: written }),
    end: endOf(node, text, head ?? key[1]),
  }
}

/** End of the last token that is neither blank nor comment. */
function significantEnd(tokens: readonly CST.SourceToken[]): number | undefined {
  const last = tokens.findLast(({ type }) => type !== 'space' && type !== 'newline' && type !== 'comment')
  return last === undefined ? undefined : last.offset + last.source.length
}

function writtenStart(node: Node | null): number | undefined {
  if (node === null || (isScalar(node) && node.type === 'PLAIN' && node.source === '')) return undefined
  return node.range?.[0]
}

/** End of a node; `otherwise` where nothing is written. */
function endOf(node: Node | null, text: string, otherwise: number): number {
  if (writtenStart(node) === undefined || node === null) return otherwise
  if (isCollection(node) && !isFlow(node)) {
    return entryPlace(node as CollectionNode, node.items.length - 1, text).end
  }
  const end = node.range?.[1] ?? otherwise
  if (!isBlockText(node) || text.charAt(end - 1) !== '\n') return end
  return text.charAt(end - 2) === '\r' ? end - 2 : end - 1
}

/** Whether a node is written with brackets, or is a part of what is. */
export function isFlow(node: Node | null): boolean {
  return isCollection(node) && node.flow === true
}

/** Whether a node is a text behind `|` or `>`. */
export function isBlockText(node: Node | null): boolean {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
}

/** End of an entry of a block list or mapping with its comments: those behind it, and those below that stand further right. */
export function endWithComments(place: EntryPlace, text: string): number {
  const column = place.kind === 'root' ? -1 : columnOf(text, place.start)
  return endOfComments(text, lineEnd(text, place.end), column)
}
