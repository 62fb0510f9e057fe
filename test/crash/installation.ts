import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'

/** What can be killed. */
export type Part = 'server' | 'worker 1' | 'worker 2' | 'client'

/** How long a new process may take until it is ready, in milliseconds. */
const PATIENCE_MS = 60_000

/** A server with its file, two workers and a client, each a process of its own, from the built packages. */
export class InstallationUnderTest {
  readonly folder: string
  readonly #processes = new Map<Part, ChildProcess>()
  #server: DevServer | undefined
  #port: number | undefined

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'odp-crash-'))
    for (const name of ['jobs', 'events', 'results']) mkdirSync(join(this.folder, name))
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  async start(part: Part): Promise<void> {
    if (part === 'server') {
      const port = this.#port === undefined ? {} : { port: this.#port }
      this.#server = await startDevServer({ database_file: join(this.folder, 'temporal.db'), ...port })
      this.#port = Number(this.#server.address.split(':').at(-1))
      return
    }
    const name = part === 'client' ? 'client-process.ts' : 'worker-process.ts'
    const deadline = Date.now() + PATIENCE_MS
    // A worker does not wait for a server that is being restarted: what runs it starts it again.
    while (!(await this.#launch(part, fileURLToPath(new URL(name, import.meta.url))))) {
      if (Date.now() > deadline) throw new Error(`${part} does not start`)
      await setTimeout(200)
    }
  }

  async kill(part: Part): Promise<void> {
    if (part === 'server') {
      const pid = this.#server?.pid
      if (pid === undefined) return
      process.kill(pid, 'SIGKILL')
      while (isAlive(pid)) await setTimeout(10)
      return
    }
    const child = this.#processes.get(part)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** Parts that have ended without being killed, with their exit code. */
  get fallen(): readonly string[] {
    return [...this.#processes].flatMap(([part, { exitCode }]) => (exitCode === null ? [] : [`${part} (${exitCode})`]))
  }

  async stop(): Promise<void> {
    await Promise.all((['client', 'worker 1', 'worker 2'] as const).map((part) => this.kill(part)))
    await this.#server?.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #launch(part: Part, file: string): Promise<boolean> {
    const child = fork(file, [this.address, this.folder], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk}`.slice(-2_000)
    })
    this.#processes.set(part, child)
    const ready = once(child, 'message').then(() => true)
    const isReady = await Promise.race([ready, once(child, 'exit').then(() => false)])
    if (!isReady && !/unreachable|no Temporal server/i.test(complaint)) throw new Error(`${part}: ${complaint}`)
    return isReady
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
