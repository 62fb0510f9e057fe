import { plainLine } from '../output/plain-text.js'

const JOINT = ': '
/** Ends a reason whose chain of causes is longer than is told. */
const CUT = ': …'
/** Earlier reasons among which the rest of such a one is sought. */
const MOST_SEARCHED = 50

/**
 * Tells why steps were skipped, a long story once: a step that was skipped because another one was has the reason of that
 * one at the end of its own, and then only the step is named at which the story stands.
 */
export class SkipReasons {
  readonly #told = new Map<string, string>()

  /** The reason of a step, as short as what was told before allows. */
  of(id: string, reason: string): string {
    const text = plainLine(reason)
    const same = this.#told.get(text)
    if (same !== undefined) return same === id ? text : `for the same reason as '${plainLine(same)}'`
    const shorter = this.#shortened(text)
    this.#told.set(text, id)
    return shorter ?? text
  }

  #shortened(text: string): string | undefined {
    for (let at = text.indexOf(JOINT); at >= 0; at = text.indexOf(JOINT, at + 1)) {
      const teller = this.#teller(text.slice(at + JOINT.length))
      if (teller !== undefined) return `${text.slice(0, at)} (see '${plainLine(teller)}')`
    }
    return undefined
  }

  #teller(rest: string): string | undefined {
    const known = this.#told.get(rest)
    if (known !== undefined || !rest.endsWith(CUT)) return known
    const begin = rest.slice(0, -CUT.length)
    const recent = [...this.#told].slice(-MOST_SEARCHED).reverse()
    return recent.find(([told]) => told.startsWith(`${begin}${JOINT}`))?.[1]
  }
}
