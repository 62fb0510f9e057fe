import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { ToolContext } from '@odp/agent/tools'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { makeMcpServer } from './make-mcp-server.js'

/** What a server on HTTP needs. */
export interface HttpService {
  readonly tools: ToolContext
  readonly version: string
  readonly context: CliContext
  readonly say: (text: string) => void
  /** 0 takes a free one. */
  readonly port: number
  /** Ends it. */
  readonly until: Promise<unknown>
}

const HOST = '127.0.0.1'
const PATH = '/mcp'
const LARGEST_BODY = 4 * 1024 * 1024
const SHORTEST_TOKEN = 16

/** Serves streamable HTTP on this machine alone, without sessions: every request stands for itself. */
export async function serveHttp({ tools, version, context, say, port, until }: HttpService): Promise<void> {
  const given = context.env.ODP_MCP_TOKEN
  if (given !== undefined && given.length < SHORTEST_TOKEN)
    throw new CliError(`ODP_MCP_TOKEN is too short: it must have ${SHORTEST_TOKEN} characters or more`)
  const token = given ?? randomBytes(32).toString('base64url')
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, token, portOf(server))
    if (refusal !== undefined) {
      const { status, message } = refusal
      // What else the sender has to say is not read.
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...refusal.headers })
      response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }))
      return
    }
    answer(tools, version, request, response).catch((error: unknown) => {
      say(`odp mcp: ${error instanceof Error ? error.message : String(error)}`)
      response.destroy()
    })
  })
  await listen(server, port)
  say(`serving http://${HOST}:${portOf(server)}${PATH}`)
  say(given === undefined ? `authorization: Bearer ${token}` : 'authorization: Bearer, with the token of ODP_MCP_TOKEN')
  await until
  server.close()
  server.closeAllConnections()
}

async function answer(
  tools: ToolContext,
  version: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const server = makeMcpServer(tools, version)
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true, maxRequestBodySize: LARGEST_BODY })
  response.once('close', () => {
    server.close().catch(() => {})
  })
  await server.connect(transport as Parameters<typeof server.connect>[0])
  await transport.handleRequest(request, response)
}

interface HttpRefusal {
  readonly status: number
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Pages in a browser reach this machine too: the host and the origin tell them apart, and they do not know the token. */
function refusalOf(request: IncomingMessage, token: string, port: number): HttpRefusal | undefined {
  const { host, origin, authorization } = request.headers
  const hosts = [`${HOST}:${port}`, `localhost:${port}`]
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return { status: 403, message: 'the host must be this machine' }
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `http://${own}`))
    return { status: 403, message: 'the origin must be this server' }
  if (!isSame(authorization ?? '', `Bearer ${token}`)) {
    const message = 'the bearer token is missing or wrong; `odp mcp` printed it when it started'
    return { status: 401, message, headers: { 'www-authenticate': 'Bearer' } }
  }
  if (request.url?.split('?')[0] !== PATH) return { status: 404, message: `the path is ${PATH}` }
  if (request.method !== 'POST')
    return { status: 405, message: 'there are no sessions and no streams: use POST', headers: { allow: 'POST' } }
  return undefined
}

/** Takes as long for a near miss as for a wide one. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is in use' : error.message
      reject(new CliError(`port ${port} of ${HOST} cannot be served: ${reason}`))
    })
    server.listen(port, HOST, resolve)
  })
}
