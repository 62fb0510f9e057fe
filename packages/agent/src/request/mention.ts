import type { Json } from '@odp/dsl'
import type { Measure } from './read-measure.js'

/** What a constant of a request can be, judged by its form. */
export type MentionKind =
  | 'email'
  | 'url'
  | 'image_url'
  | 'video_url'
  | 'repo_url'
  | 'domain'
  | 'handle'
  | 'phone'
  | 'ip'
  | 'crypto'
  | 'coordinates'
  | 'date'
  | 'number'
  | 'person'
  | 'company'
  | 'place'
  | 'address'
  | 'name'
  | 'code'
  | 'package'
  | 'text'
  | 'language'
  | 'country'
  | 'asset'

/** A constant that stands in a request. */
export interface Mention {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly value: Json
  /** What it can be, with how likely that is (0 to 1). */
  readonly kinds: ReadonlyMap<MentionKind, number>
  /** Other right spellings by kind: a language is `German` and `de`. */
  readonly codes?: ReadonlyMap<MentionKind, Json>
  readonly is_quoted?: boolean
  /** Of a number: what it counts or measures. */
  readonly measure?: Measure
}

/** A number that steers how steps run and is no input of any. */
export interface Setting {
  readonly start: number
  readonly end: number
  readonly kind: 'max_parallel' | 'retry' | 'timeout' | 'poll' | 'gpu' | 'cpu' | 'memory'
  readonly value: number | string
}
