import { Transform } from 'node:stream'

/** The id of a request; null where it cannot be told. */
export type MessageId = string | number | null

const EDGE = 512
const NEWLINE = 0x0a
const ID = String.raw`"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,200}")`
const AT_START = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?${ID}\s*,`)
const AT_END = new RegExp(String.raw`,\s*${ID}\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`)

/**
 * Passes on lines of a stream, each whole; one that is too long is thrown away as it comes, and told with the id that stands at its edges. Nothing longer
 * than a line is ever held.
 *
 * @param longest bytes of a line
 */
export function limitLines(longest: number, refuse: (id: MessageId) => void): Transform {
  let held: Buffer[] = []
  let size = 0
  let edges: { start: string; end: Buffer } | undefined
  const add = (part: Buffer) => {
    size += part.length
    if (edges !== undefined) edges.end = Buffer.concat([edges.end, part.subarray(-EDGE)]).subarray(-EDGE)
    else held.push(part)
    if (edges !== undefined || size <= longest) return
    const all = Buffer.concat(held)
    edges = { start: all.toString('utf8', 0, EDGE), end: all.subarray(-EDGE) }
    held = []
  }
  const finish = (stream: Transform) => {
    if (edges !== undefined) refuse(idOf(edges.start, edges.end.toString()))
    else if (size > 0) stream.push(Buffer.concat(held))
    held = []
    size = 0
    edges = undefined
  }
  return new Transform({
    // Lines stay apart on the way.
    readableObjectMode: true,
    transform(chunk: Buffer | string, _encoding, done) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      let from = 0
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
        add(bytes.subarray(from, end + 1))
        finish(this)
        from = end + 1
      }
      if (from < bytes.length) add(bytes.subarray(from))
      done()
    },
    flush(done) {
      finish(this)
      done()
    },
  })
}

/** Where a message is valid JSON, what matches at its edges is its own id and no text within it. */
function idOf(start: string, end: string): MessageId {
  const text = AT_START.exec(start)?.[1] ?? AT_END.exec(end)?.[1]
  return text === undefined ? null : (JSON.parse(text) as string | number)
}
