import { setTimeout } from 'node:timers/promises'

/** By name, with numbers by their value: `l[2].a` before `l[10].a`. */
function compareAddresses(left: string, right: string): number {
  const [a, b] = [left.split(/(\d+)/), right.split(/(\d+)/)]
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (part === other) continue
    const difference = Number(part) - Number(other)
    if (!Number.isNaN(difference)) return difference
    return part < other ? -1 : 1
  }
  return a.length - b.length
}

/**
 * Lets calls in by the address of their step. A server hands out what was scheduled together in any order, while the mocks
 * of a case answer in the order in which items start.
 */
export class ArrivalOrder {
  readonly #windowMs: number
  #waiting: { readonly step: string; readonly admit: () => void }[] = []

  /** @param windowMs real milliseconds within which calls arrive that were scheduled together */
  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  async enter(step: string): Promise<void> {
    const admitted = new Promise<void>((resolve) => {
      this.#waiting.push({ step, admit: resolve })
    })
    if (this.#waiting.length === 1) void this.#open()
    await admitted
  }

  async #open(): Promise<void> {
    await setTimeout(this.#windowMs)
    const admitted = this.#waiting.sort((left, right) => compareAddresses(left.step, right.step))
    this.#waiting = []
    for (const { admit } of admitted) admit()
  }
}
