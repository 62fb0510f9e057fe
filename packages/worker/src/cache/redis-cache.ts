import { CacheError } from './cache-error.js'
import type { CacheEntry, ResultCache } from './result-cache.js'

/** What is used of the client of the package `redis`. */
interface RedisClient {
  readonly isOpen: boolean
  connect(): Promise<unknown>
  get(key: string): Promise<string | null>
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>
  on(event: 'error', listener: (error: unknown) => void): unknown
  destroy(): void
}

/** Milliseconds until a server counts as not answering. */
const CONNECT_MS = 2_000

/** Each script is one step for the server. The first key is that of the result, the second that of its claim. */
const CLAIM = `
  if redis.call('EXISTS', KEYS[1]) == 1 then return 'hit' end
  local owner = redis.call('GET', KEYS[2])
  if owner and owner ~= ARGV[1] then return 'busy' end
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
  return 'claimed'
`
const PUT = `
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  redis.call('DEL', KEYS[2])
  return 'kept'
`
const RELEASE = `
  if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
  return 'released'
`

/** Results in a Redis server (or one that speaks its protocol) that workers of all machines use together. */
export class RedisCache implements ResultCache {
  readonly #url: string
  #client: Promise<RedisClient> | undefined
  #connecting: Promise<unknown> | undefined

  constructor(url: string) {
    this.#url = url
  }

  async open(): Promise<void> {
    await this.#open()
  }

  async get(key: string): Promise<CacheEntry | undefined> {
    const client = await this.#connected()
    const text = await client.get(keysOf(key)[0])
    return text === null ? undefined : (JSON.parse(text) as CacheEntry)
  }

  async claim(key: string, owner: string, seconds: number): Promise<'hit' | 'claimed' | 'busy'> {
    const answer = await this.#run(CLAIM, key, [owner, milliseconds(seconds)])
    return answer === 'hit' || answer === 'claimed' ? answer : 'busy'
  }

  async put(key: string, entry: CacheEntry, seconds: number): Promise<void> {
    await this.#run(PUT, key, [JSON.stringify(entry), milliseconds(seconds)])
  }

  async release(key: string, owner: string): Promise<void> {
    await this.#run(RELEASE, key, [owner])
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    if (client?.isOpen === true) client.destroy()
  }

  async #run(script: string, key: string, values: string[]): Promise<unknown> {
    const client = await this.#connected()
    return client.eval(script, { keys: keysOf(key), arguments: values })
  }

  async #connected(): Promise<RedisClient> {
    const client = await this.#open()
    if (!client.isOpen) this.#connecting = client.connect()
    await this.#connecting
    return client
  }

  #open(): Promise<RedisClient> {
    this.#client ??= makeClient(this.#url)
    return this.#client
  }
}

/** The part in braces keeps both on one node of a cluster. */
function keysOf(key: string): [result: string, claim: string] {
  return [`odp:{${key}}:result`, `odp:{${key}}:claim`]
}

function milliseconds(seconds: number): string {
  return String(Math.max(1, Math.ceil(seconds * 1000)))
}

async function makeClient(url: string): Promise<RedisClient> {
  const { createClient } = await importClient()
  const client = createClient({
    url,
    // Work that cannot be cached is done at once; it must not wait for a server that may come back.
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
  })
  // Without a listener an error ends the process. Each call tells of its own.
  client.on('error', () => {})
  return client
}

async function importClient(): Promise<{ createClient(options: object): RedisClient }> {
  // Not a literal: the package is there only where somebody wants it, for compilers and bundlers too.
  const name: string = 'redis'
  try {
    return (await import(name)) as { createClient(options: object): RedisClient }
  } catch (cause) {
    const message =
      "a cache at a redis: address needs the package 'redis'; install it beside this one: npm install redis"
    throw new CacheError('cache_driver_missing', message, { cause })
  }
}
