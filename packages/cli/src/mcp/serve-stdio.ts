import { pipeline, Readable } from 'node:stream'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { ToolContext } from '@odp/agent/tools'
import type { CliContext } from '../cli-context.js'
import { limitLines } from './limit-lines.js'
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

/** Bytes of one message. A longer one is answered with an error, and the session goes on. */
const LONGEST_MESSAGE = 10 * 1024 * 1024
const INVALID_REQUEST = -32600

/** Serves one client until it goes, or `until`. */
export async function serveStdio({ tools, version, context, output, say, until }: StdioService): Promise<void> {
  const { stdin } = context
  const input = stdin instanceof Readable ? stdin : Readable.from(stdin)
  // The SDK ends the session where a message is too long for it: such a one does not come as far.
  const lines = limitLines(LONGEST_MESSAGE, (id) => {
    const error = { code: INVALID_REQUEST, message: 'the message has more than 10 MiB: give less at once' }
    output.stream.write(`${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`)
  })
  const transport = new StdioServerTransport(lines, output.stream, { maxBufferSize: 2 * LONGEST_MESSAGE })
  const server = makeMcpServer(tools, version)
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    pipeline(input, lines, () => {})
    lines.once('end', resolve)
    lines.once('close', resolve)
  })
  server.server.onerror = (error) => say(`odp mcp: ${error.message}`)
  await server.connect(transport)
  await Promise.race([closed, until])
  await server.close()
  input.destroy()
}
