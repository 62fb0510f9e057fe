import type { CliContext } from '../cli-context.js'
import { runCli } from '../run-cli.js'

/** What a call of the command did. */
export interface Captured {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command in this process with its output collected. */
export async function capture(
  args: readonly string[],
  options: Partial<Omit<CliContext, 'stdin' | 'stdout' | 'stderr'>> & { readonly stdin?: string } = {},
): Promise<Captured> {
  const written = { stdout: '', stderr: '' }
  const collect = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text
    },
  })
  const { stdin = '', ...rest } = options
  const context: CliContext = {
    stdin: inputOf(stdin),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    env: {},
    cwd: process.cwd(),
    ...rest,
  }
  const code = await runCli(args, context)
  return { code, ...written }
}

async function* inputOf(text: string): AsyncGenerator<string> {
  yield text
}
