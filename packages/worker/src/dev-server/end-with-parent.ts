import { runCommand } from './run-command.js'

const running = new Set<() => void>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Calls `end`, which must be synchronous, when this process ends: by itself, by an uncaught error or by a signal.
 * Returns how to take that back. A program with its own handler for a signal decides itself when to end.
 */
export function endWithParent(end: () => void): () => void {
  if (running.size === 0) {
    process.on('exit', endAll)
    for (const signal of signals) process.on(signal, onSignal)
  }
  running.add(end)
  return () => {
    if (running.delete(end) && running.size === 0) removeHandlers()
  }
}

function endAll(): void {
  for (const end of running) end()
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  endAll()
  removeHandlers()
  process.kill(process.pid, signal)
}

function removeHandlers(): void {
  process.off('exit', endAll)
  for (const signal of signals) process.off(signal, onSignal)
}

/**
 * A command line whose process ends with this one even after SIGKILL, which no handler sees. Needs `setpriv` of
 * util-linux; elsewhere (macOS, Alpine) the command is unchanged and a server may outlive a killed parent.
 * Linux ties the process to the thread that starts it: started in a worker thread, it ends with that thread.
 */
export async function tieToParent(file: string, args: readonly string[]): Promise<[string, string[]]> {
  if (process.platform === 'linux') {
    const probe = await runCommand('setpriv', ['--pdeathsig', 'TERM', 'true'], { timeout_ms: 5_000 })
    if (probe.problem === undefined) return ['setpriv', ['--pdeathsig', 'TERM', file, ...args]]
  }
  return [file, [...args]]
}
