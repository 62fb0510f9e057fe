import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { extentOf, keyText } from './node-lookup.js'
import type { PlacedNode, PlacedPair } from './placed-node.js'

/** The places of the nodes that were read strictly from a text. */
export function placeNodes(root: Node | undefined, text: string): PlacedNode | undefined {
  if (root === undefined) return undefined
  function place(node: unknown): PlacedNode {
    const extent = extentOf(node, text)
    const placed = extent === undefined ? {} : { extent }
    if (isSeq(node)) return { kind: 'list', ...placed, items: node.items.map(place) }
    if (!isMap(node)) {
      const isText = isScalar(node) && typeof node.value === 'string'
      return { kind: 'scalar', ...placed, ...(isText ? { text: node.value as string } : {}) }
    }
    const pairs = new Map<string, PlacedPair>()
    for (const { key, value } of node.items) {
      const name = keyText(key)
      if (name === undefined || pairs.has(name)) continue
      const keyExtent = extentOf(key, text)
      pairs.set(name, {
        ...(keyExtent === undefined ? {} : { key: keyExtent }),
        ...(value === null ? {} : { value: place(value) }),
      })
    }
    const firstKey = extentOf(node.items[0]?.key, text)
    return { kind: 'mapping', ...placed, ...(firstKey === undefined ? {} : { firstKey }), pairs }
  }
  return place(root)
}
