import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter } from 'node:path'
import { binaries, root } from './paths.mjs'

/** A failure that is explained in its message; no stack is shown. */
export class SetUpError extends Error {}

// The workspace's Node 24 comes first, so that every tool with `#!/usr/bin/env node` runs on it.
const environment = () => ({ ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` })

/**
 * Runs a command with the terminal of this process and resolves to `{ code, signal }`. A signal reaches the command
 * before this process ends: Ctrl-C through the terminal's process group, SIGTERM and SIGHUP by passing them on.
 */
export function runInForeground(command, args, { cwd = root } = {}) {
  return start(command, args, { cwd, stdio: 'inherit', env: environment() })
}

/** Runs a command with its output collected and resolves to `{ code, signal, output }`. */
export async function runCaptured(command, args, { cwd = root, env = {} } = {}) {
  const chunks = []
  const ended = await start(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(), ...env },
    onOutput: (chunk) => chunks.push(chunk),
  })
  if (ended.signal !== undefined) exitLike(ended)
  return { ...ended, output: Buffer.concat(chunks).toString('utf8') }
}

/** Ends this process the way a command ended: with its exit code, or by its signal. */
export function exitLike({ code, signal }) {
  if (signal === undefined) {
    process.exitCode = code
  } else {
    process.exit(128 + constants.signals[signal])
  }
}

function start(command, args, { onOutput, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options)
    const passOn = (signal) => child.kill(signal)
    // The terminal sends SIGINT to the whole group: passing it on would send it twice.
    const wait = () => {}
    const release = () => {
      process.off('SIGINT', wait).off('SIGTERM', passOn).off('SIGHUP', passOn)
    }
    process.on('SIGINT', wait).on('SIGTERM', passOn).on('SIGHUP', passOn)
    child.stdout?.on('data', onOutput)
    child.stderr?.on('data', onOutput)
    child.on('error', (error) => {
      release()
      reject(new SetUpError(`${command} could not be started: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      release()
      resolve(signal === null ? { code: code ?? 1 } : { code: 1, signal })
    })
  })
}
