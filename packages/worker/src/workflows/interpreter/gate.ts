/** Why nothing new starts. `hold`: the execution is about to go on in a new run. */
export type GateReason = 'paused' | 'hold' | 'replan'

/** Stands before everything that starts new work. */
export class Gate {
  readonly #reasons = new Set<GateReason>()
  #held: (() => void)[] = []

  get isOpen(): boolean {
    return this.#reasons.size === 0
  }

  isClosedFor(reason: GateReason): boolean {
    return this.#reasons.has(reason)
  }

  close(reason: GateReason): void {
    this.#reasons.add(reason)
  }

  /** Opens it for one reason. Gives what was held back, if nothing else keeps it closed. */
  open(reason: GateReason): readonly (() => void)[] {
    this.#reasons.delete(reason)
    if (!this.isOpen) return []
    const held = this.#held
    this.#held = []
    return held
  }

  /** Keeps an action until it opens. */
  hold(action: () => void): void {
    this.#held.push(action)
  }
}
