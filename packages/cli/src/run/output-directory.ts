import { resolve } from 'node:path'
import type { CliContext } from '../cli-context.js'

/** The folder for files of output steps: that of `--output-directory`, else `odp-output` here. */
export function outputDirectory(given: string | undefined, { cwd }: CliContext): string {
  return resolve(cwd, given ?? 'odp-output')
}
