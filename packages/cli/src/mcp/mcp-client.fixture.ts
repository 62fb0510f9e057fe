import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { SOURCE_HOOK } from '../testing/start-odp.js'
import type { TemporaryFolder } from '../testing/temporary-folder.js'

/** What a tool said. */
interface ToolReply {
  readonly is_error: boolean
  readonly value: Readonly<Record<string, unknown>> & {
    readonly error?: { readonly code: string; readonly hint?: string }
  }
  readonly text: string
}

/** A client of `odp mcp`. */
export interface McpClient {
  readonly client: Client
  call(name: string, input: object): Promise<ToolReply>
  close(): Promise<void>
}

/** Starts `odp mcp` in a process of its own, as an agent does, and connects the SDK's client to it. */
export async function startMcp(args: readonly string[], folder: TemporaryFolder): Promise<McpClient> {
  const hook = folder.write('hook.mjs', SOURCE_HOOK)
  return connectMcp(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--conditions=@odp/source', '--import', hook, join(import.meta.dirname, '../bin.ts'), 'mcp', ...args],
      cwd: folder.path,
      env: { ...(process.env as Record<string, string>), TEMPORAL_ADDRESS: '' },
      stderr: 'pipe',
    }),
  )
}

/** Connects the SDK's client. */
export async function connectMcp(transport: Transport): Promise<McpClient> {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  return {
    client,
    async call(name, input) {
      const { content, isError } = await client.callTool({ name, arguments: { ...input } })
      const [first] = content as { readonly type: string; readonly text: string }[]
      const text = first?.text ?? ''
      return { is_error: isError === true, value: JSON.parse(text), text }
    },
    close: () => client.close(),
  }
}
