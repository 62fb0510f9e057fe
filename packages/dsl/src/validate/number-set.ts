/**
 * A set of small whole numbers that is never changed. Sets of thousands of steps that each hold thousands of conditions
 * then take a bit for each, and steps in the same circumstances share one set.
 */
export class NumberSet {
  static readonly EMPTY: NumberSet = new NumberSet(new Uint32Array(0))
  readonly #words: Uint32Array

  private constructor(words: Uint32Array) {
    this.#words = words
  }

  has(number: number): boolean {
    return (((this.#words[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1
  }

  /** This set with one number more; the set itself where it has it. */
  with(number: number): NumberSet {
    if (this.has(number)) return this
    const words = new Uint32Array(Math.max(this.#words.length, (number >>> 5) + 1))
    words.set(this.#words)
    words[number >>> 5] = (words[number >>> 5] ?? 0) | (1 << (number & 31))
    return new NumberSet(words)
  }

  /** What is in one of the sets; one of the two where that holds the other. */
  union(other: NumberSet): NumberSet {
    if (other.isWithin(this)) return this
    if (this.isWithin(other)) return other
    const [long, short] =
      this.#words.length > other.#words.length ? [this.#words, other.#words] : [other.#words, this.#words]
    const words = long.slice()
    for (const [index, word] of short.entries()) words[index] = (words[index] ?? 0) | word
    return new NumberSet(words)
  }

  /** What is in both sets. */
  intersection(other: NumberSet): NumberSet {
    if (this.isWithin(other)) return this
    const words = this.#words.slice(0, other.#words.length)
    for (const [index, word] of words.entries()) words[index] = word & (other.#words[index] ?? 0)
    return new NumberSet(words)
  }

  /** Whether the other set has all that is in this one. */
  isWithin(other: NumberSet): boolean {
    if (this === other) return true
    const [own, others] = [this.#words, other.#words]
    for (let index = 0; index < own.length; index += 1)
      if (((own[index] ?? 0) & ~(others[index] ?? 0)) !== 0) return false
    return true
  }

  /** The numbers that are not in the other set, the least first. */
  *without(other: NumberSet): Generator<number> {
    for (let index = 0; index < this.#words.length; index += 1) {
      let word = (this.#words[index] ?? 0) & ~(other.#words[index] ?? 0)
      while (word !== 0) {
        const bit = 31 - Math.clz32(word & -word)
        yield index * 32 + bit
        word &= word - 1
      }
    }
  }
}
