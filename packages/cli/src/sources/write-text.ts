import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { fileError } from './read-text.js'

/**
 * Writes a text to a file.
 *
 * @throws CliError when it cannot be written
 */
export async function writeText(file: string, text: string, context: CliContext): Promise<void> {
  try {
    await writeFile(resolve(context.cwd, file), text)
  } catch (error) {
    const isFolderMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (isFolderMissing) throw new CliError(`'${file}' cannot be written: there is no folder '${dirname(file)}'`)
    throw fileError(file, error)
  }
}
