import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs']

/** Whether a file is code, by its name. */
export function isModule(file: string): boolean {
  return EXTENSIONS.includes(extname(file))
}

/**
 * Runs a TypeScript or JavaScript module and gives what it exports. Node takes the types away by itself.
 *
 * @throws CliError when the file is missing or fails while it is loaded; a pipeline that cannot be built throws its own error
 */
export async function loadModule(file: string, context: CliContext): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(context.cwd, file)
  if (!existsSync(path)) throw new CliError(`there is no file '${file}'`)
  try {
    return await import(/* @vite-ignore */ pathToFileURL(path).href)
  } catch (error) {
    if (error instanceof Error && error.name === 'PipelineBuildError') throw error
    throw new CliError(`'${file}' failed while it was loaded: ${describe(error)}`)
  }
}

/** The names that a module exports, for a message. */
export function describeExports(module: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(module)
  return names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // The first frame outside Node says where in the user's code it was.
  const frame = error.stack?.split('\n').find((line) => line.includes('file://') && !line.includes('node_modules'))
  return frame === undefined ? error.message : `${error.message}\n  ${frame.trim()}`
}
