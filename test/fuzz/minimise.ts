import type { Json } from '@odp/dsl'
import type { FuzzInput } from './make-input.ts'

/** Whether an input still does what the first one did. */
export type Fails = (input: FuzzInput) => Promise<boolean>

const MOST_TRIES = 600
const LONGEST_SEARCH_MS = 20_000

/** A smaller input that still fails: parts of the value, or of the text, are taken away as long as it does. */
export async function minimise(input: FuzzInput, fails: Fails): Promise<FuzzInput> {
  const search = new Search(input, fails)
  const value = jsonOf(input.text)
  if (value !== undefined) await search.withoutParts(value)
  if (input.face !== 'document') {
    await search.withoutPieces('\n')
    await search.withoutPieces('')
  }
  return search.smallest
}

class Search {
  smallest: FuzzInput
  readonly #fails: Fails
  readonly #end = performance.now() + LONGEST_SEARCH_MS
  #tries = 0

  constructor(input: FuzzInput, fails: Fails) {
    this.smallest = input
    this.#fails = fails
  }

  async #accepts(text: string): Promise<boolean> {
    if (this.#tries >= MOST_TRIES || performance.now() > this.#end || text.length >= this.smallest.text.length)
      return false
    this.#tries += 1
    const input = { ...this.smallest, text }
    if (!(await this.#fails(input))) return false
    this.smallest = input
    return true
  }

  /** Takes keys and items out of a value, from the top down. */
  async withoutParts(value: Json): Promise<void> {
    const visit = async (part: Json): Promise<void> => {
      if (typeof part !== 'object' || part === null) return
      const holder = part as Record<string, Json>
      for (const key of Object.keys(holder).reverse()) {
        const kept = structuredClone(holder)
        if (Array.isArray(part)) part.splice(Number(key), 1)
        else delete holder[key]
        if (await this.#accepts(JSON.stringify(value))) continue
        if (Array.isArray(part)) part.splice(0, part.length, ...(kept as unknown as Json[]))
        else
          for (const [name, old] of Object.entries(kept))
            Object.defineProperty(holder, name, { value: old, enumerable: true, writable: true, configurable: true })
        await visit(holder[key] ?? null)
      }
    }
    await visit(value)
  }

  /** Takes ever smaller runs of lines or characters out of the text. */
  async withoutPieces(separator: string): Promise<void> {
    let pieces = this.smallest.text.split(separator)
    for (let size = Math.ceil(pieces.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < pieces.length; ) {
        const rest = [...pieces.slice(0, at), ...pieces.slice(at + size)]
        if (await this.#accepts(rest.join(separator))) pieces = rest
        else at += size
      }
    }
  }
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
