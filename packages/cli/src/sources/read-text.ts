import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'

/** Bytes that are read of one text. The reader refuses documents of more than 5 MB, so more is not needed to say so. */
const MOST_BYTES = 6 * 1024 * 1024

/**
 * The text of a file; `-` is standard input.
 *
 * @throws CliError when there is no such file, or it cannot be read
 */
export async function readText(file: string, context: CliContext): Promise<string> {
  if (file === '-') return readInput(context.stdin)
  let handle: FileHandle | undefined
  try {
    handle = await open(resolve(context.cwd, file))
    if ((await handle.stat()).isDirectory()) throw new CliError(`'${file}' is a folder; a file is expected`)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of handle.createReadStream({ end: MOST_BYTES, autoClose: false })) {
      chunks.push(chunk)
      size += chunk.length
      if (size > MOST_BYTES) break
    }
    return Buffer.concat(chunks).toString('utf8')
  } catch (error) {
    throw fileError(file, error)
  } finally {
    await handle?.close()
  }
}

/** What to tell about a file that cannot be used. */
export function fileError(file: string, error: unknown): CliError {
  if (error instanceof CliError) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return new CliError(`there is no file '${file}'`)
  if (code === 'EISDIR') return new CliError(`'${file}' is a folder; a file is expected`)
  if (code === 'EACCES' || code === 'EPERM') return new CliError(`'${file}' must not be read or written by this user`)
  return new CliError(`'${file}' cannot be used: ${error instanceof Error ? error.message : String(error)}`)
}

async function readInput(stdin: CliContext['stdin']): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    size += bytes.length
    if (size > MOST_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
