import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import type { DocumentPath } from '../issues/issue.js'

/** Text of a key, as the JSON value has it. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : key.source
}

/** The range of a node without the blanks and comments behind it; `undefined` for what has no place. */
export function extentOf(node: unknown, text: string): readonly [number, number] | undefined {
  let current = node
  let extent: readonly [number, number] | undefined
  while (isScalar(current) || isMap(current) || isSeq(current)) {
    const range = current.range
    if (range === undefined || range === null) break
    extent = [extent?.[0] ?? range[0], range[1]]
    const last = isScalar(current) || current.flow === true ? undefined : current.items.at(-1)
    if (last === undefined) break
    current = isMap(current) ? ((last as Pair).value ?? (last as Pair).key) : last
  }
  if (extent === undefined) return undefined
  const [start] = extent
  let end = extent[1]
  while (end > start && /\s/.test(text.charAt(end - 1))) end--
  return [start, end]
}

/** The path of the deepest node that holds an offset, or whose key does. */
export function pathAt(root: Node | undefined, offset: number): DocumentPath {
  const path: (string | number)[] = []
  let current: unknown = root
  while (isMap(current) || isSeq(current)) {
    const items: readonly unknown[] = current.items
    const index = lastStartingBefore(items, offset)
    if (index === -1) break
    const item = items[index]
    if (isSeq(current)) {
      path.push(index)
      current = item
      continue
    }
    const { key, value } = item as Pair
    const name = keyText(key)
    if (name === undefined) break
    path.push(name)
    current = offset >= (startOf(value) ?? Number.POSITIVE_INFINITY) ? value : undefined
  }
  return path
}

function lastStartingBefore(items: readonly unknown[], offset: number): number {
  let low = -1
  let high = items.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((startOf(items[middle]) ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

function startOf(item: unknown): number | undefined {
  if (typeof item !== 'object' || item === null) return undefined
  if ('range' in item && Array.isArray(item.range)) return item.range[0]
  return 'key' in item ? startOf(item.key) : undefined
}
