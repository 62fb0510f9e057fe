import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { DocumentPath } from '../issues/issue.js'
import type { InsertedText } from './insertions.js'
import { lineStarts } from './line-starts.js'
import { extentOf, keyText } from './node-lookup.js'

/** A part of a text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. Offsets count from 0. */
export interface Range {
  readonly line: number
  readonly column: number
  readonly end_line: number
  readonly end_column: number
  readonly start_offset: number
  readonly end_offset: number
}

/**
 * Where the values of a document stand in its text, always in the text as given. Nothing is worked out before it is
 * asked for.
 */
export interface PositionIndex {
  /** The range of a value; of its key, when the key has no value. */
  value(path: DocumentPath): Range | undefined
  /** The range of the key that ends the path. */
  key(path: DocumentPath): Range | undefined
  /** The range of the first key of a mapping: where a missing key is reported. */
  firstKey(path: DocumentPath): Range | undefined
  /** The range of the deepest value on the path that exists. */
  nearestValue(path: DocumentPath): Range | undefined
  /** The range of a part of a text value, counted in UTF-16 units; of the whole value where its text is written differently. */
  inside(path: DocumentPath, start: number, end: number): Range | undefined
}

/** What a position index reads: the nodes, and the text that they were parsed from. */
export interface PositionSource {
  readonly root: Node | undefined
  readonly parsed: InsertedText
}

/** Turns an extent of the parsed text into a range of the text as given. `given` lacks the byte order mark; `shift` is its length. */
export function rangeFinder(given: string, shift: number): (parsed: InsertedText, start: number, end: number) => Range {
  const place = lineStarts(given)
  return (parsed, start, end) => {
    // What is missing at the end of a text is reported behind it.
    const from = Math.min(given.length, parsed.toOriginal(start))
    const to = Math.max(from, Math.min(given.length, parsed.toOriginal(end)))
    const { line, column } = place(from)
    const { line: end_line, column: end_column } = place(to)
    return { line, column, end_line, end_column, start_offset: from + shift, end_offset: to + shift }
  }
}

/** Makes the index of a reading. `source` is called at the first question. */
export function positionIndex(source: () => PositionSource, rangeOf: ReturnType<typeof rangeFinder>): PositionIndex {
  let known: PositionSource | undefined
  const pairsByKey = new WeakMap<object, Map<string, Pair>>()

  function read(): PositionSource {
    known ??= source()
    return known
  }

  /** The pair of a key. A key that stands twice means the first, like in the value. */
  function pairOf(node: unknown, key: string | number): Pair | undefined {
    if (!isMap(node)) return undefined
    let pairs = pairsByKey.get(node)
    if (pairs === undefined) {
      pairs = new Map()
      for (const pair of node.items) {
        const text = keyText(pair.key)
        if (text !== undefined && !pairs.has(text)) pairs.set(text, pair)
      }
      pairsByKey.set(node, pairs)
    }
    return pairs.get(String(key))
  }

  function child(node: unknown, key: string | number): unknown {
    if (isSeq(node)) return typeof key === 'number' ? node.items[key] : undefined
    const pair = pairOf(node, key)
    return pair === undefined ? undefined : (pair.value ?? pair.key)
  }

  function nodeAt(path: DocumentPath): unknown {
    let node: unknown = read().root
    for (const key of path) node = child(node, key)
    return node
  }

  function range(node: unknown): Range | undefined {
    const { parsed } = read()
    const extent = extentOf(node, parsed.text)
    return extent === undefined ? undefined : rangeOf(parsed, extent[0], extent[1])
  }

  return {
    value: (path) => range(nodeAt(path)),
    key(path) {
      const last = path.at(-1)
      return last === undefined ? undefined : range(pairOf(nodeAt(path.slice(0, -1)), last)?.key)
    },
    firstKey(path) {
      const node = nodeAt(path)
      return isMap(node) ? range(node.items[0]?.key) : undefined
    },
    nearestValue(path) {
      let nearest = range(read().root)
      let node: unknown = read().root
      for (const key of path) {
        node = child(node, key)
        const found = range(node)
        if (found === undefined) break
        nearest = found
      }
      return nearest
    },
    inside(path, start, end) {
      const node = nodeAt(path)
      const { parsed } = read()
      const extent = extentOf(node, parsed.text)
      if (extent === undefined) return undefined
      if (isScalar(node) && typeof node.value === 'string') {
        const quote = node.type === 'PLAIN' ? 0 : 1
        const first = extent[0] + quote
        if (parsed.text.slice(first, extent[1] - quote) === node.value)
          return rangeOf(parsed, first + start, first + end)
      }
      return rangeOf(parsed, extent[0], extent[1])
    },
  }
}
