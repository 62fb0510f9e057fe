import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Something that was done in the world outside, once and for ever. */
export interface Effect {
  /** What the method was given to tell one effect from the other: execution, step and iteration. */
  readonly key: string
  readonly execution_id: string
  /** What it was for, from the document and not from the key: two effects of the same kind mean that a key was not stable. */
  readonly what: string
}

/**
 * The outside world of the crash suite, as a payment service would be: a folder with one file for each effect, added at once or
 * not at all, and never changed. It takes each idempotency key once. A second folder counts what was asked of it.
 */
export class Ledger {
  readonly #effects: string
  readonly #asked: string
  /** Effects never change, so each is read once. */
  readonly #known = new Map<string, Effect>()
  #number = 0

  constructor(folder: string) {
    this.#effects = join(folder, 'effects')
    this.#asked = join(folder, 'asked')
    mkdirSync(this.#effects, { recursive: true })
    mkdirSync(this.#asked, { recursive: true })
  }

  /** Has an effect, but for a key that had one; gives that of the key. What is interrupted has none. */
  async take(effect: Effect): Promise<Effect> {
    const name = createHash('sha256').update(effect.key).digest('hex')
    const draft = join(this.#asked, `${name}-${process.pid}-${this.#number++}`)
    const file = await open(draft, 'wx')
    await file.writeFile(JSON.stringify(effect))
    await file.sync()
    await file.close()
    const place = join(this.#effects, name)
    try {
      // Fails where the key has its effect already, whoever else does the same at this moment.
      linkSync(draft, place)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    return JSON.parse(readFileSync(place, 'utf8')) as Effect
  }

  /** Whether a key has been asked for before, with or without an effect. */
  hasEffect(key: string): boolean {
    return existsSync(join(this.#effects, createHash('sha256').update(key).digest('hex')))
  }

  /** All effects of an execution. */
  effects(execution_id: string): Effect[] {
    for (const name of readdirSync(this.#effects)) {
      if (this.#known.has(name)) continue
      this.#known.set(name, JSON.parse(readFileSync(join(this.#effects, name), 'utf8')) as Effect)
    }
    return [...this.#known.values()].filter((effect) => effect.execution_id === execution_id)
  }

  /** How often something was asked for, repetitions after crashes included. */
  get asked(): number {
    return readdirSync(this.#asked).length
  }
}
