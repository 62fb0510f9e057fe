import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonObject } from '@odp/dsl/plan'

/** What a service was asked, as it came over the wire. */
export interface ReceivedRequest {
  readonly body: JsonObject
  readonly headers: IncomingMessage['headers']
  /** Everything that the messages say. */
  readonly text: string
  readonly rung: 'json_schema' | 'tool' | 'text'
}

/** How a service answers one request. */
export type Reply = (response: ServerResponse, request: ReceivedRequest) => void | Promise<void>

/** A service that speaks `/v1/chat/completions` on this machine; each request takes the next reply, the last one over and over. */
export interface ModelServer {
  readonly base_url: string
  readonly requests: readonly ReceivedRequest[]
  close(): Promise<void>
}

export async function startModelServer(...replies: readonly Reply[]): Promise<ModelServer> {
  const requests: ReceivedRequest[] = []
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body = JSON.parse(Buffer.concat(chunks).toString()) as JsonObject
      const messages = body.messages as unknown as readonly { content: string }[]
      const rung = body.response_format ? 'json_schema' : body.tools ? 'tool' : 'text'
      const received: ReceivedRequest = {
        body,
        headers: request.headers,
        text: messages.map(({ content }) => content).join('\n'),
        rung,
      }
      requests.push(received)
      if (request.url !== '/v1/chat/completions') status(404)(response, received)
      else await (replies[requests.length - 1] ?? replies.at(-1))?.(response, received)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    base_url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, code: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** A completion with this message. */
export function completion(
  message: object,
  finish_reason = 'stop',
  usage: object | null = { prompt_tokens: 100, completion_tokens: 20 },
): Reply {
  return (response) =>
    send(response, 200, {
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason, message: { role: 'assistant', ...message } }],
      ...(usage === null ? {} : { usage }),
    })
}

/** Answers with a text. */
export const says = (content: string, finish_reason?: string) => completion({ content }, finish_reason)

/** Answers with a value: in the tool where one has to be called, else as text. */
export const gives = (value: unknown): Reply => givesEach(() => value)

/** The same, made of what was asked. */
export function givesEach(make: (request: ReceivedRequest) => unknown): Reply {
  return (response, request) => {
    const text = JSON.stringify(make(request))
    const call = { id: 't', type: 'function', function: { name: 'answer', arguments: text } }
    const message = request.rung === 'tool' ? { content: null, tool_calls: [call] } : { content: text }
    return completion(message)(response, request)
  }
}

/** Answers with an HTTP status. */
export function status(code: number, message = 'no', headers: Record<string, string> = {}): Reply {
  return (response) => send(response, code, { error: { message } }, headers)
}

/** Takes the request and says nothing. */
export const hangs: Reply = () => {}

/** Begins an answer and never ends it. */
export const drips: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"choices": [')
}

/** Answers with so many bytes. */
export function floods(bytes: number): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"choices":[{"finish_reason":"stop","message":{"content":"')
    for (let sent = 0; sent < bytes; sent += 65_536) response.write('x'.repeat(65_536))
    response.end('"}}]}')
  }
}
