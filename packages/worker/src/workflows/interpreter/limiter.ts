/** Counts how many hold a place, and how many may. */
export class Limiter {
  #held = 0
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get free(): boolean {
    return this.#held < this.#most
  }

  take(): void {
    this.#held += 1
  }

  give(): void {
    this.#held -= 1
  }
}
