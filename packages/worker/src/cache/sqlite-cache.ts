import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { CacheError } from './cache-error.js'
import type { CacheEntry, ResultCache } from './result-cache.js'

/** Milliseconds for which a statement waits for other processes. */
const BUSY_MS = 2_000

/** Milliseconds between two tries. SQLite's own waiting would hold up the whole process, which then seems lost. */
const BUSY_PAUSE_MS = 10

/** SQLite's code for a file that another process is writing to. */
const SQLITE_BUSY = 5

const TABLES = `
  CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, entry TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS results_by_end ON results (expires_at);
  CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, owner TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
`

/** Takes a claim that is free, over its time, or one's own. */
const CLAIM = `
  INSERT INTO claims (key, owner, expires_at) VALUES (:key, :owner, :until)
  ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
  WHERE claims.owner = excluded.owner OR claims.expires_at <= :now
`

/** Results in a SQLite file that the workers of one machine use together. */
export class SqliteCache implements ResultCache {
  readonly #path: string
  #opening: Promise<DatabaseSync> | undefined

  constructor(path: string) {
    this.#path = path
  }

  async open(): Promise<void> {
    await this.#database()
  }

  get(key: string): Promise<CacheEntry | undefined> {
    return this.#use((database) => read(database, key))
  }

  async claim(key: string, owner: string, seconds: number): Promise<'hit' | 'claimed' | 'busy'> {
    const changes = await this.#use((database) => {
      const now = Date.now()
      return database.prepare(CLAIM).run({ key, owner, until: now + seconds * 1000, now }).changes
    })
    // The result is looked for after the claim: whoever made it has put it there before he gave his claim up.
    if (!(await this.#use((database) => isKept(database, key)))) return changes === 0 ? 'busy' : 'claimed'
    if (changes > 0) await this.release(key, owner)
    return 'hit'
  }

  put(key: string, entry: CacheEntry, seconds: number): Promise<void> {
    return this.#use((database) => write(database, key, JSON.stringify(entry), seconds))
  }

  async release(key: string, owner: string): Promise<void> {
    await this.#use((database) => database.prepare('DELETE FROM claims WHERE key = ? AND owner = ?').run(key, owner))
  }

  async close(): Promise<void> {
    const database = await this.#opening?.catch(() => undefined)
    this.#opening = undefined
    database?.close()
  }

  async #use<Answer>(work: (database: DatabaseSync) => Answer): Promise<Answer> {
    const database = await this.#database()
    return whenFree(() => work(database))
  }

  #database(): Promise<DatabaseSync> {
    this.#opening ??= openDatabase(this.#path)
    return this.#opening
  }
}

/** Works as soon as no other process writes; until then this process goes on. */
async function whenFree<Answer>(work: () => Answer): Promise<Answer> {
  const giveUpAt = Date.now() + BUSY_MS
  while (true) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || Date.now() > giveUpAt) throw error
      await wait(BUSY_PAUSE_MS)
    }
  }
}

/** The low byte says what, the others say why. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
}

function write(database: DatabaseSync, key: string, entry: string, seconds: number): void {
  const now = Date.now()
  database.exec('BEGIN IMMEDIATE')
  try {
    database.prepare('DELETE FROM results WHERE expires_at <= ?').run(now)
    database
      .prepare('INSERT OR REPLACE INTO results (key, entry, expires_at) VALUES (?, ?, ?)')
      .run(key, entry, now + seconds * 1000)
    database.prepare('DELETE FROM claims WHERE key = ? OR expires_at <= ?').run(key, now)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function read(database: DatabaseSync, key: string): CacheEntry | undefined {
  const row = database.prepare('SELECT entry FROM results WHERE key = ? AND expires_at > ?').get(key, Date.now())
  return row === undefined ? undefined : (JSON.parse(String(row.entry)) as CacheEntry)
}

function isKept(database: DatabaseSync, key: string): boolean {
  return database.prepare('SELECT 1 FROM results WHERE key = ? AND expires_at > ?').get(key, Date.now()) !== undefined
}

async function openDatabase(path: string): Promise<DatabaseSync> {
  try {
    const { DatabaseSync: Database } = loadQuietly()
    mkdirSync(dirname(path), { recursive: true })
    const database = new Database(path)
    await whenFree(() =>
      database.exec(`PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${TABLES}`),
    )
    return database
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CacheError('cache_file_unusable', `the cache file '${path}' cannot be used: ${why}`, { cause })
  }
}

/**
 * Node calls its SQLite experimental on the console of everybody who uses it; that says nothing to who runs a worker. It is no import, since bundlers
 * take `node:` away from those, and there is no `sqlite` without it.
 */
function loadQuietly(): typeof import('node:sqlite') {
  const { emitWarning } = process
  process.emitWarning = (...[warning, ...rest]: unknown[]) => {
    if (!String(warning).includes('SQLite')) Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
