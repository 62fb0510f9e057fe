import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../cli-context.js'
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
    throw fileError(file, error)
  }
}
