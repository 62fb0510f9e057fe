import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { DevServerError } from './dev-server-error.js'
import { endWithParent, tieToParent } from './end-with-parent.js'
import { loopback } from './ports.js'
import { type ServerSettings, serverArguments } from './server-arguments.js'
import { waitUntilServing } from './wait-until-serving.js'

/** On a machine that is busy, or whose disk is slow, a start takes many times the usual second. */
const startTimeout = 60_000
const stopTimeout = 10_000

export interface ServerProcessOptions extends ServerSettings {
  readonly binary: string
  readonly log_file: string
  readonly signal: AbortSignal | undefined
  /** Called once after the server that was handed out has ended; also at the end of this process. */
  readonly onEnd: () => void
}

export interface ServerProcess {
  readonly address: string
  readonly pid: number
  stop(): Promise<void>
}

/** The server ended at once since its port is taken; another port may work. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

/** Starts the program and resolves when it serves; on a failure nothing of it is left running. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const address = `${loopback}:${options.port}`
  const [file, args] = await tieToParent(options.binary, serverArguments(options))
  const log = openSync(options.log_file, 'w')
  // In its own process group Ctrl-C does not reach it: the worker finishes first, then ends it.
  const child = spawn(file, args, { stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  let handedOut = false
  const forget = endWithParent(() => {
    child.kill('SIGTERM')
    options.onEnd()
  })
  void ended.then(() => {
    forget()
    if (handedOut) options.onEnd()
  })

  const stop = () => end(child, ended)
  try {
    await serve(address, options, ended)
  } catch (error) {
    await stop()
    throw error
  }
  if (child.pid === undefined) throw failed('the process has no id', options.log_file)
  handedOut = true
  return { address, pid: child.pid, stop }
}

async function serve(address: string, options: ServerProcessOptions, ended: Promise<void>): Promise<void> {
  const { log_file, signal, namespace } = options
  const over = new AbortController()
  const timeout = AbortSignal.timeout(startTimeout)
  const waiting = AbortSignal.any([over.signal, timeout, ...(signal === undefined ? [] : [signal])])
  void ended.then(() => over.abort())
  try {
    await waitUntilServing(address, namespace, waiting)
    // Something else may listen on that port while our process has given up.
    over.signal.throwIfAborted()
  } catch (error) {
    signal?.throwIfAborted()
    if (timeout.aborted) throw failed(`no answer within ${startTimeout / 1000} s`, log_file)
    if (!over.signal.aborted) throw error
    if (readLog(log_file).includes('address already in use')) throw new PortTaken(address)
    throw failed('it ended at once', log_file)
  }
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeout)
  await ended
  clearTimeout(timer)
}

function failed(reason: string, log_file: string): DevServerError {
  const lines = readLog(log_file).trimEnd().split('\n').slice(-10).join('\n')
  return new DevServerError(
    'temporal_server_failed',
    `The Temporal server did not start: ${reason}. Its last lines:\n${lines || '(it printed nothing)'}`,
  )
}

function readLog(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
