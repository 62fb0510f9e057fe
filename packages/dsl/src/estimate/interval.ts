/**
 * An estimate with its bounds: `least ≤ expected ≤ most`, in cost units, seconds or calls. `most` is null where nothing bounds it.
 *
 * @example
 * ```ts
 * import type { EstimateInterval } from '@odp/dsl'
 *
 * const cost: EstimateInterval = { least: 2, expected: 2, most: 6 } // one call of 2 units, tried three times at most
 * ```
 */
export interface EstimateInterval {
  readonly least: number
  readonly expected: number
  readonly most: number | null
}

/** An interval to count with: what has no upper bound has `most: Infinity`, which JSON cannot say. */
export interface Interval {
  readonly least: number
  readonly expected: number
  readonly most: number
}

export const ZERO: Interval = { least: 0, expected: 0, most: 0 }

export function exactly(value: number): Interval {
  return { least: value, expected: value, most: value }
}

/** Applies the same function to all three figures. */
export function combine(intervals: readonly Interval[], of: (values: readonly number[]) => number): Interval {
  return {
    least: of(intervals.map(({ least }) => least)),
    expected: of(intervals.map(({ expected }) => expected)),
    most: of(intervals.map(({ most }) => most)),
  }
}

export function sum(intervals: readonly Interval[]): Interval {
  return combine(intervals, (values) => values.reduce((total, value) => total + value, 0))
}

/** Any number of things without cost cost nothing, also when nothing bounds their number. */
export function times(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : left * right
}

export function multiply(left: Interval, right: Interval): Interval {
  return {
    least: times(left.least, right.least),
    expected: times(left.expected, right.expected),
    most: times(left.most, right.most),
  }
}

/** One of several, and it is not known which: the least of them, their mean, the most of them. */
export function oneOf(intervals: readonly Interval[]): Interval {
  if (intervals.length === 0) return ZERO
  return {
    least: Math.min(...intervals.map(({ least }) => least)),
    expected: sum(intervals).expected / intervals.length,
    most: Math.max(...intervals.map(({ most }) => most)),
  }
}

export function atMost(interval: Interval, bound: number): Interval {
  return combine([interval], ([value = 0]) => Math.min(value, bound))
}

/** Rounds away what only comes from adding fractions. Rounding keeps the order. */
export function toEstimate({ least, expected, most }: Interval): EstimateInterval {
  const round = (value: number) => Math.round(value * 1e6) / 1e6
  return { least: round(least), expected: round(expected), most: Number.isFinite(most) ? round(most) : null }
}
