import type { DocumentPath } from '../issues/issue.js'
import type { InsertedText } from './insertions.js'
import { lineStarts } from './line-starts.js'
import type { Extent, PlacedNode, PlacedPair } from './placed-node.js'

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
  readonly root: PlacedNode | undefined
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

  function read(): PositionSource {
    known ??= source()
    return known
  }

  function pairOf(node: PlacedNode | undefined, key: string | number): PlacedPair | undefined {
    return node?.kind === 'mapping' ? node.pairs.get(String(key)) : undefined
  }

  function child(node: PlacedNode | undefined, key: string | number): PlacedNode | undefined {
    if (node?.kind === 'list') return typeof key === 'number' ? node.items[key] : undefined
    const pair = pairOf(node, key)
    if (pair === undefined || pair.value !== undefined) return pair?.value
    return { kind: 'scalar', ...(pair.key === undefined ? {} : { extent: pair.key }) }
  }

  function nodeAt(path: DocumentPath): PlacedNode | undefined {
    let node = read().root
    for (const key of path) node = child(node, key)
    return node
  }

  function range(extent: Extent | undefined): Range | undefined {
    return extent === undefined ? undefined : rangeOf(read().parsed, extent[0], extent[1])
  }

  return {
    value: (path) => range(nodeAt(path)?.extent),
    key(path) {
      const last = path.at(-1)
      return last === undefined ? undefined : range(pairOf(nodeAt(path.slice(0, -1)), last)?.key)
    },
    firstKey(path) {
      const node = nodeAt(path)
      return node?.kind === 'mapping' ? range(node.firstKey) : undefined
    },
    nearestValue(path) {
      let node = read().root
      let nearest = range(node?.extent)
      for (const key of path) {
        node = child(node, key)
        if (node?.extent === undefined) break
        nearest = range(node.extent)
      }
      return nearest
    },
    inside(path, start, end) {
      const node = nodeAt(path)
      if (node?.extent === undefined) return undefined
      const { parsed } = read()
      const [from, to] = node.extent
      if (node.kind === 'scalar' && node.text !== undefined) {
        const quote = /["']/.test(parsed.text.charAt(from)) ? 1 : 0
        if (parsed.text.slice(from + quote, to - quote) === node.text)
          return rangeOf(parsed, from + quote + start, from + quote + end)
      }
      return rangeOf(parsed, from, to)
    },
  }
}
