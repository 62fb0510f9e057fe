import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { TemporaryFolder } from './temporary-folder.js'

/** Sources import each other as .js; Node finds the .ts behind it only with this hook. */
export const SOURCE_HOOK = `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => {
  try { return next(name, context) } catch (error) {
    if (!name.endsWith('.js')) throw error
    return next(name.replace(/\\.js$/, '.ts'), context)
  }
} })
`

/** The command in a process of its own. */
export interface StartedOdp {
  readonly child: ChildProcess
  readonly output: { stdout: string; stderr: string }
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  /** Waits until a text was written to stdout or stderr. */
  until(text: string): Promise<void>
}

/** Starts the command in a process of its own, from its sources. */
export function startOdp(
  args: readonly string[],
  folder: TemporaryFolder,
  env: Record<string, string> = {},
): StartedOdp {
  const flags = ['--conditions=@odp/source', '--import', folder.write('hook.mjs', SOURCE_HOOK)]
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, '../bin.ts'), ...args], {
    cwd: folder.path,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    output.stdout += data
  })
  child.stderr.on('data', (data) => {
    output.stderr += data
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code))
  })
  return {
    child,
    output,
    ended,
    async until(text) {
      while (!output.stdout.includes(text) && !output.stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended without '${text}':\n${output.stdout}${output.stderr}`)
        await setTimeout(25)
      }
    },
  }
}
