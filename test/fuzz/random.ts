/** Numbers that look random and are the same for the same seed, on every machine. */
export class Random {
  #state: number

  /** @param seeds any whole numbers; all of them count */
  constructor(...seeds: readonly number[]) {
    this.#state = 0x9e3779b9
    for (const seed of seeds) this.#state = scramble(this.#state ^ Math.imul(seed | 0, 0x85ebca6b))
  }

  /** A whole number from 0 to below `bound`; 0 when the bound is 0. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    return bound <= 0 ? 0 : scramble(this.#state) % bound
  }

  /** True in about `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.below(10_000) < percent * 100
  }

  pick<T>(list: readonly [T, ...T[]]): T
  pick<T>(list: readonly T[]): T | undefined
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  /** A number that is mostly small and sometimes close to `limit`. */
  size(limit: number): number {
    const bits = this.below(Math.ceil(Math.log2(limit + 1)) + 1)
    return Math.min(limit, this.below(2 ** bits + 1))
  }
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return (mixed ^ (mixed >>> 14)) >>> 0
}
