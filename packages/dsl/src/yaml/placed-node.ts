/** From where to where a node stands in a text, without the blanks and comments behind it. The end is exclusive. */
export type Extent = readonly [start: number, end: number]

/** A node of a text with its place, whoever read it. What has no place, as an alias, has no extent. */
export type PlacedNode = PlacedScalar | PlacedList | PlacedMapping

/** A scalar; also everything of which only the place matters. */
interface PlacedScalar {
  readonly kind: 'scalar'
  readonly extent?: Extent
  /** What it says, when that is text. */
  readonly text?: string
}

/** A list. */
interface PlacedList {
  readonly kind: 'list'
  readonly extent?: Extent
  readonly items: readonly PlacedNode[]
}

/** A mapping. A key that stands twice means the first, like in the value. */
interface PlacedMapping {
  readonly kind: 'mapping'
  readonly extent?: Extent
  readonly firstKey?: Extent
  readonly pairs: ReadonlyMap<string, PlacedPair>
}

/** A key and its value, if it has one. */
export interface PlacedPair {
  readonly key?: Extent
  readonly value?: PlacedNode
}
