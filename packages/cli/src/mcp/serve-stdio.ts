import { Readable } from 'node:stream'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { ToolContext } from '@odp/agent/tools'
import type { CliContext } from '../cli-context.js'
import { makeMcpServer } from './make-mcp-server.js'
import type { TakenStdout } from './take-stdout.js'

/** What a server on standard input and output needs. */
export interface StdioService {
  readonly tools: ToolContext
  readonly version: string
  readonly context: CliContext
  readonly output: TakenStdout
  readonly say: (text: string) => void
  /** Ends it. */
  readonly until: Promise<unknown>
}

/** Bytes of one message. A longer one ends the session: nobody knows which call it was. */
const LONGEST_MESSAGE = 10 * 1024 * 1024

/** Serves one client until it goes, sends something endless, or `until`. */
export async function serveStdio({ tools, version, context, output, say, until }: StdioService): Promise<void> {
  const { stdin } = context
  const input = stdin instanceof Readable ? stdin : Readable.from(stdin)
  const transport = new StdioServerTransport(input, output.stream, { maxBufferSize: LONGEST_MESSAGE })
  const server = makeMcpServer(tools, version)
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    input.once('end', resolve)
    input.once('close', resolve)
  })
  server.server.onerror = (error) => say(`odp mcp: ${error.message}`)
  await server.connect(transport)
  await Promise.race([closed, until])
  await server.close()
  input.destroy()
}
