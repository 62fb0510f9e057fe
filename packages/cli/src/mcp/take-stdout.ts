import { Writable } from 'node:stream'
import type { CliContext } from '../cli-context.js'

/** Standard output for a protocol alone. */
export interface TakenStdout {
  readonly stream: Writable
  giveBack(): void
}

/** Keeps standard output for a protocol: what anything else in this process prints there goes to standard error. */
export function takeStdout({ stdout, stderr }: CliContext): TakenStdout {
  const write = stdout.write.bind(stdout)
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      write(String(chunk))
      done()
    },
  })
  stdout.write = stderr.write.bind(stderr)
  return {
    stream,
    giveBack() {
      stdout.write = write
    },
  }
}
