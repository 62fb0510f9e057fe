import type { DatabaseSync } from 'node:sqlite'
import type { RunnableConfig } from '@langchain/core/runnables'
import {
  BaseCheckpointSaver,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  copyCheckpoint,
  getCheckpointId,
  type PendingWrite,
  WRITES_IDX_MAP,
} from '@langchain/langgraph-checkpoint'
import { ConversationError } from './conversation-error.js'

const TABLES = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    thread TEXT NOT NULL, namespace TEXT NOT NULL, id TEXT NOT NULL, parent TEXT,
    checkpoint TEXT NOT NULL, metadata TEXT NOT NULL, PRIMARY KEY (thread, namespace, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS writes (
    thread TEXT NOT NULL, namespace TEXT NOT NULL, checkpoint TEXT NOT NULL, path TEXT NOT NULL, task TEXT NOT NULL,
    position INTEGER NOT NULL, channel TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (thread, namespace, checkpoint, task, position)
  ) WITHOUT ROWID;
`
const BUSY_MS = 5_000

interface Row {
  readonly thread: string
  readonly namespace: string
  readonly id: string
  readonly parent: string | null
  readonly checkpoint: string
  readonly metadata: string
}

/**
 * Keeps conversations in a SQLite file, so that they outlive the process. A thread has one course: of two processes that take it on at once, one is refused
 * with a `ConversationError`.
 *
 * @example
 * ```ts
 * import { SqliteCheckpointer } from '@odp/agent/graph'
 *
 * const checkpointer = new SqliteCheckpointer('conversations.sqlite')
 * checkpointer.close()
 * ```
 */
export class SqliteCheckpointer extends BaseCheckpointSaver {
  readonly #database: DatabaseSync

  /** @param path of the file, which is made where it is missing; `:memory:` for none */
  constructor(path: string) {
    super()
    // An import would lose its `node:` in the build, and there is no `sqlite` without it.
    const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite')
    this.#database = new Database(path)
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; ${TABLES}`)
  }

  /** Lets the file go. */
  close(): void {
    this.#database.close()
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { thread, namespace } = placeOf(config)
    const id = getCheckpointId(config)
    const rows = this.#database
      .prepare(
        `SELECT * FROM checkpoints WHERE thread = ? AND namespace = ? ${id === '' ? '' : 'AND id = ?'} ORDER BY id DESC LIMIT 1`,
      )
      .all(thread, namespace, ...(id === '' ? [] : [id])) as unknown as Row[]
    const [row] = rows
    return row === undefined ? undefined : this.#tuple(row)
  }

  override async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { thread, namespace } = placeOf(config)
    const before = options.before?.configurable?.checkpoint_id as string | undefined
    const rows = this.#database
      .prepare(
        'SELECT * FROM checkpoints WHERE thread = ? AND namespace = ? AND (? IS NULL OR id < ?) ORDER BY id DESC',
      )
      .all(thread, namespace, before ?? null, before ?? null) as unknown as Row[]
    let left = options.limit ?? Number.POSITIVE_INFINITY
    for (const row of rows) {
      if (left <= 0) return
      const tuple = await this.#tuple(row)
      const metadata = (tuple.metadata ?? {}) as Record<string, unknown>
      if (Object.entries(options.filter ?? {}).some(([key, value]) => metadata[key] !== value)) continue
      left -= 1
      yield tuple
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
  ): Promise<RunnableConfig> {
    const { thread, namespace } = placeOf(config)
    const parent = (config.configurable?.checkpoint_id as string | undefined) ?? null
    const texts = await Promise.all([this.#write(copyCheckpoint(checkpoint)), this.#write(metadata)])
    // Of two processes that go on from the same point only the first does: both would act on their replies.
    const { changes } = this.#database
      .prepare(
        `INSERT OR REPLACE INTO checkpoints SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS
          (SELECT 1 FROM checkpoints WHERE thread = ? AND namespace = ? AND parent = ? AND id <> ?)`,
      )
      .run(thread, namespace, checkpoint.id, parent, ...texts, thread, namespace, parent, checkpoint.id)
    if (changes === 0)
      throw new ConversationError('thread_busy', `the conversation '${thread}' is being worked on in another process`)
    return { configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: checkpoint.id } }
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], task: string, path = ''): Promise<void> {
    const { thread, namespace } = placeOf(config)
    const checkpoint = String(config.configurable?.checkpoint_id)
    const values = await Promise.all(writes.map(([, value]) => this.#write(value)))
    for (const [index, [channel]] of writes.entries()) {
      const position = WRITES_IDX_MAP[channel] ?? index
      // Results of a task are written once; errors, interrupts and replies may change.
      const verb = position >= 0 ? 'IGNORE' : 'REPLACE'
      this.#database
        .prepare(`INSERT OR ${verb} INTO writes VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
        .run(thread, namespace, checkpoint, path, task, position, channel, values[index] ?? 'null')
    }
  }

  override async deleteThread(thread: string): Promise<void> {
    for (const table of ['checkpoints', 'writes'])
      this.#database.prepare(`DELETE FROM ${table} WHERE thread = ?`).run(thread)
  }

  async #tuple({ thread, namespace, id, parent, checkpoint, metadata }: Row): Promise<CheckpointTuple> {
    const writes = this.#database
      .prepare(
        'SELECT task, channel, value FROM writes WHERE thread = ? AND namespace = ? AND checkpoint = ? ORDER BY path, task, position',
      )
      .all(thread, namespace, id) as unknown as { task: string; channel: string; value: string }[]
    const at = (checkpoint_id: string) => ({
      configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id },
    })
    return {
      config: at(id),
      checkpoint: (await this.#read(checkpoint)) as Checkpoint,
      metadata: (await this.#read(metadata)) as CheckpointMetadata,
      pendingWrites: await Promise.all(
        writes.map(
          async ({ task, channel, value }): Promise<[string, string, unknown]> => [
            task,
            channel,
            await this.#read(value),
          ],
        ),
      ),
      ...(parent === null ? {} : { parentConfig: at(parent) }),
    }
  }

  async #write(value: unknown): Promise<string> {
    const [, bytes] = await this.serde.dumpsTyped(value)
    return Buffer.from(bytes).toString()
  }

  async #read(text: string): Promise<unknown> {
    return this.serde.loadsTyped('json', text)
  }
}

function placeOf({ configurable = {} }: RunnableConfig): { thread: string; namespace: string } {
  if (typeof configurable.thread_id !== 'string') throw new TypeError('a conversation has to have a thread_id')
  return { thread: configurable.thread_id, namespace: String(configurable.checkpoint_ns ?? '') }
}
