import type { CacheEntry, ResultCache } from './result-cache.js'

interface Kept {
  /** As text, so that nobody can change what others read. */
  readonly text: string
  readonly expires_at: number
}

interface Claim {
  readonly owner: string
  readonly expires_at: number
}

/** Characters of JSON that are kept; beyond it the oldest results go. */
const MOST_CHARACTERS = 32_000_000

/** Results in the memory of this process. */
export class MemoryCache implements ResultCache {
  readonly #kept = new Map<string, Kept>()
  readonly #claims = new Map<string, Claim>()
  readonly #most: number
  #characters = 0

  constructor(most_characters = MOST_CHARACTERS) {
    this.#most = most_characters
  }

  async get(key: string): Promise<CacheEntry | undefined> {
    const kept = this.#find(key)
    return kept === undefined ? undefined : (JSON.parse(kept.text) as CacheEntry)
  }

  async claim(key: string, owner: string, seconds: number): Promise<'hit' | 'claimed' | 'busy'> {
    if (this.#find(key) !== undefined) return 'hit'
    const now = Date.now()
    const claim = this.#claims.get(key)
    if (claim !== undefined && claim.owner !== owner && claim.expires_at > now) return 'busy'
    this.#claims.set(key, { owner, expires_at: now + seconds * 1000 })
    return 'claimed'
  }

  async put(key: string, entry: CacheEntry, seconds: number): Promise<void> {
    this.#claims.delete(key)
    this.#drop(key)
    const text = JSON.stringify(entry)
    if (text.length > this.#most) return
    this.#kept.set(key, { text, expires_at: Date.now() + seconds * 1000 })
    this.#characters += text.length
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= this.#most) break
      this.#drop(oldest)
    }
  }

  async release(key: string, owner: string): Promise<void> {
    if (this.#claims.get(key)?.owner === owner) this.#claims.delete(key)
  }

  #find(key: string): Kept | undefined {
    const kept = this.#kept.get(key)
    if (kept === undefined || kept.expires_at > Date.now()) return kept
    this.#drop(key)
    return undefined
  }

  #drop(key: string): void {
    this.#characters -= this.#kept.get(key)?.text.length ?? 0
    this.#kept.delete(key)
  }
}
