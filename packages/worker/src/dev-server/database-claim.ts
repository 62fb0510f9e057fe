import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DevServerError } from './dev-server-error.js'
import { isProcessAlive } from './is-process-alive.js'
import { isListening } from './ports.js'

/** The right to open a database; two servers on one file would both run its executions. */
export interface DatabaseClaim {
  /** Says which server has the database, so that a second start can name it. */
  readonly record: (pid: number, address: string) => void
  readonly release: () => void
}

/** Claims a database through a small file beside it. Throws `temporal_database_in_use`. */
export async function claimDatabase(database: string): Promise<DatabaseClaim> {
  const file = `${database}.owner`
  const write = (content: object, flag: 'w' | 'wx') => writeFileSync(file, JSON.stringify(content), { flag })
  try {
    write({ pid: process.pid }, 'wx')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const owner = await readOwner(file)
    if (owner !== undefined) throw inUse(database, file, owner)
    write({ pid: process.pid }, 'w')
  }
  return {
    record: (pid, address) => write({ pid, address }, 'w'),
    release: () => rmSync(file, { force: true }),
  }
}

interface Owner {
  readonly pid: number
  readonly address?: string
}

/** The owner if it is still there. A server that is gone leaves its file behind. */
async function readOwner(file: string): Promise<Owner | undefined> {
  let owner: { pid?: unknown; address?: unknown }
  try {
    owner = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
  const { pid, address } = owner
  if (typeof pid !== 'number' || !isProcessAlive(pid)) return undefined
  if (typeof address !== 'string') return { pid }
  // Ids are reused: an owner that does not answer is another program.
  return (await isListening(address)) ? { pid, address } : undefined
}

function inUse(database: string, file: string, { pid, address }: Owner): DevServerError {
  const use = address === undefined ? 'wait until it has started' : `use it with TEMPORAL_ADDRESS=${address}`
  return new DevServerError(
    'temporal_database_in_use',
    `A Temporal server (process ${pid}) has ${database} open. To go on: ${use}, end that process, ` +
      `or choose another database. If there is no such server, delete ${file}.`,
  )
}
