#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A second Ctrl-C within this time is the same key held down. */
const SAME_KEY_MS = 400

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function onInterrupt(handler: () => void): () => void {
  let first: number | undefined
  const listener = () => {
    if (first === undefined) {
      first = Date.now()
      handler()
    } else if (Date.now() - first > SAME_KEY_MS) process.exit(1)
  }
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

for (const stream of [process.stdout, process.stderr]) {
  // The reader of a pipe has gone, as `| head` does: nobody is left to tell.
  stream.on('error', () => process.exit(process.exitCode ?? 1))
}

const { stdin, stdout, stderr, env } = process
// Compiling our own modules is a good part of a short command. The default place is a folder that others may write to.
enableCompileCache(join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'odp', 'compiled'))
const { runCli } = await import('./run-cli.js')
process.exitCode = await runCli(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), onInterrupt })
// A catalog may have left a timer or a socket open; what was written must still arrive.
stdout.write('', () => process.exit())
