import { type ChildProcess, spawn } from 'node:child_process'

/** A place in a text, from 0. */
interface Position {
  readonly line: number
  readonly character: number
}

/** What a server says of a text. */
export interface LanguageDiagnostic {
  readonly message: string
  readonly range: { readonly start: Position }
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly uri: string; readonly diagnostics: LanguageDiagnostic[]; readonly items: unknown[] }
  readonly result?: unknown
}

/** A language server over stdio that is asked like an editor asks it. */
export class LanguageServer {
  readonly #process: ChildProcess
  readonly #configuration: unknown
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #diagnostics = new Map<string, (found: LanguageDiagnostic[]) => void>()
  #received = Buffer.alloc(0)
  #count = 0

  /** @param configuration what the editor answers when the server asks for its settings */
  constructor(script: string, configuration: unknown) {
    this.#configuration = configuration
    this.#process = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#process.stdout?.on('data', (data: Buffer) => this.#receive(data))
  }

  async initialize(): Promise<void> {
    const capabilities = { textDocument: { publishDiagnostics: {}, hover: {} }, workspace: { configuration: true } }
    await this.request('initialize', { processId: null, rootUri: null, capabilities })
    this.#send({ method: 'initialized', params: {} })
    this.#send({ method: 'workspace/didChangeConfiguration', params: { settings: {} } })
  }

  /** Opens a text and gives what the server says of it. */
  open(uri: string, text: string): Promise<LanguageDiagnostic[]> {
    const found = new Promise<LanguageDiagnostic[]>((resolve) => this.#diagnostics.set(uri, resolve))
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } })
    return found
  }

  request(method: string, params: unknown): Promise<unknown> {
    this.#count += 1
    const id = this.#count
    return new Promise((resolve) => {
      this.#answers.set(id, resolve)
      this.#send({ id, method, params })
    })
  }

  stop(): void {
    this.#process.kill()
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data])
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n')
      if (end < 0) return
      const start = end + 4
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, end).toString())?.[1])
      if (this.#received.length < start + length) return
      const text = this.#received.subarray(start, start + length).toString()
      this.#received = this.#received.subarray(start + length)
      this.#handle(JSON.parse(text) as Message)
    }
  }

  #handle({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics' && params !== undefined)
      this.#diagnostics.get(params.uri)?.(params.diagnostics)
    else if (method === 'workspace/configuration')
      this.#send({ id, result: params?.items.map(() => this.#configuration) })
    else if (method !== undefined && id !== undefined) this.#send({ id, result: null })
    else if (id !== undefined) this.#answers.get(id)?.(result)
  }
}
