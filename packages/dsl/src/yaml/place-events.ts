import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import { cleanScalar } from './clean-scalar.js'
import type { Extent, PlacedNode, PlacedPair } from './placed-node.js'

// JSON may hold tabs.
const BETWEEN: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20])
const HASH = 0x23
const COMMA = 0x2c

/**
 * The places of the nodes of a text that `readCleanYaml` took. js-yaml tells where content starts, not where brackets
 * and texts end or where nothing stands; that is looked up in the text between.
 */
export function placeEvents(events: readonly Event[], text: string): PlacedNode | undefined {
  let next = 0

  /** `from` is where the search for a node starts: behind its indicator, or what stands before. */
  function place(from: number): PlacedNode & { readonly extent: Extent } {
    const event = events[next++]
    if (event?.type === EVENT_ID.SEQUENCE) return list(event.start, event.style === COLLECTION_STYLE.FLOW)
    if (event?.type === EVENT_ID.MAPPING) return mapping(event.start, event.style === COLLECTION_STYLE.FLOW)
    if (event?.type !== EVENT_ID.SCALAR) throw new RangeError('A clean text has only scalars, lists and mappings')
    const said = textOf(event)
    return { kind: 'scalar', extent: scalarExtent(event, from), ...(said === undefined ? {} : { text: said }) }
  }

  function textOf(event: ScalarEvent): string | undefined {
    if (event.valueStart === -1) return undefined
    const content = getScalarValue(text, event)
    return event.style === SCALAR_STYLE.PLAIN && cleanScalar(content) !== content ? undefined : content
  }

  function scalarExtent({ valueStart, valueEnd, style }: ScalarEvent, from: number): Extent {
    if (valueStart === -1) {
      const start = skipBlanks(from)
      return [start, start]
    }
    if (style === SCALAR_STYLE.PLAIN) return [valueStart, valueEnd]
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED)
      return [valueStart - 1, valueEnd + 1]
    return trimmed(skipSpace(from), valueEnd)
  }

  function list(start: number, isFlow: boolean): PlacedNode & { readonly extent: Extent } {
    const items: PlacedNode[] = []
    let end = isFlow ? start + 1 : start
    while (events[next]?.type !== EVENT_ID.POP) {
      // The dash of an item, or the comma before it.
      const before = isFlow ? skipSpace(end, COMMA) : skipSpace(end) + 1
      const item = place(before)
      items.push(item)
      end = item.extent[1]
    }
    next++
    return { kind: 'list', extent: isFlow ? [start, skipSpace(end, COMMA) + 1] : trimmed(start, end), items }
  }

  function mapping(start: number, isFlow: boolean): PlacedNode & { readonly extent: Extent } {
    const pairs = new Map<string, PlacedPair>()
    // In a list, `[a: b]` is a mapping without braces.
    const hasBraces = isFlow && text.startsWith('{', start)
    let firstKey: Extent | undefined
    let end = start + 1
    while (events[next]?.type !== EVENT_ID.POP) {
      const event = events[next++] as ScalarEvent
      const key = scalarExtent(event, end)
      firstKey ??= key
      const value = place(text.indexOf(':', key[1]) + 1)
      pairs.set(getScalarValue(text, event), { key, value })
      end = value.extent[1]
    }
    next++
    const extent: Extent = hasBraces ? [start, skipSpace(end, COMMA) + 1] : trimmed(start, end)
    return { kind: 'mapping', extent, ...(firstKey === undefined ? {} : { firstKey }), pairs }
  }

  function skipBlanks(from: number): number {
    let at = from
    while (text.charCodeAt(at) === 0x20) at++
    return at
  }

  /** Behind blanks, line breaks and comments, and one more character that may stand between. */
  function skipSpace(from: number, also?: number): number {
    for (let at = from; ; at++) {
      const unit = text.charCodeAt(at)
      if (unit === HASH) {
        const end = text.indexOf('\n', at)
        at = end === -1 ? text.length : end
      } else if (unit !== also && !BETWEEN.has(unit)) return at
    }
  }

  function trimmed(start: number, end: number): Extent {
    let last = end
    while (last > start && /\s/.test(text.charAt(last - 1))) last--
    return [start, last]
  }

  return place(0)
}
