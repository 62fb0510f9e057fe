import type { Insertion } from './insertions.js'

/** A `check:` mapping whose conditions carry a deeper-indented `run:`, and what makes a list of it. */
export interface CheckBlock {
  /** Offset of the key `check`. */
  readonly offset: number
  /** First and last line, from 0. Insertions add no line. */
  readonly firstLine: number
  readonly lastLine: number
  readonly insertions: readonly Insertion[]
}

interface Line {
  readonly offset: number
  readonly text: string
  /** Number of blanks before the text. */
  readonly indent: number
  /** Blank, or only a comment. */
  readonly idle: boolean
}

interface Entry {
  readonly line: Line
  readonly value: string
  readonly rest: Line[]
}

const CHECK_KEY = /^( *(?:- +)*)check:[ \t]*(?:#.*)?\r?$/
const ENTRY_KEY = /^(["']?)[A-Za-z_][\w-]*\1[ \t]*:(?:[ \t]+|\r?$)/

/** Finds every block of lines that is spelled like the source's `check`. Whether it is one, only the parser can tell. */
export function findCheckBlocks(text: string): CheckBlock[] {
  const lines = splitLines(text)
  const blocks: CheckBlock[] = []
  for (let first = 0; first < lines.length; first++) {
    const key = CHECK_KEY.exec(lines[first]?.text ?? '')
    if (key === null) continue
    const block = blockAt(lines, first, key[1]?.length ?? 0)
    if (block !== undefined) blocks.push(block)
  }
  return blocks
}

function blockAt(lines: readonly Line[], firstLine: number, column: number): CheckBlock | undefined {
  let lastLine = firstLine
  let child = -1
  const entries: Entry[] = []
  for (let index = firstLine + 1; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || (!line.idle && line.indent <= column)) break
    const entry = entries.at(-1)
    if (line.idle) {
      // Inside a block text this could be content, so it moves with its neighbours.
      if (line.indent > child && line.text.trim() !== '') entry?.rest.push(line)
      continue
    }
    lastLine = index
    if (child === -1) child = line.indent
    if (line.indent < child) return undefined
    if (line.indent > child) entry?.rest.push(line)
    else {
      const content = line.text.slice(child)
      const key = ENTRY_KEY.exec(content)
      if (key === null) return undefined
      entries.push({ line, value: content.slice(key[0].length), rest: [] })
    }
  }
  if (!entries.some(isBroken)) return undefined
  const offset = (lines[firstLine]?.offset ?? 0) + column
  return { offset, firstLine, lastLine, insertions: entries.flatMap((entry) => entryInsertions(entry, child)) }
}

/** A condition with a value on its own line, and a deeper key below it: no YAML. */
function isBroken({ value, rest }: Entry): boolean {
  const next = rest.find((line) => !line.idle)
  return next !== undefined && ENTRY_KEY.test(next.text.slice(next.indent)) && /^[^\s#|>[{&!*]/.test(value)
}

function entryInsertions(entry: Entry, child: number): Insertion[] {
  const first = entry.rest.find((line) => !line.idle)
  // The dash goes where the key stands, and the key moves over the key below it; where that is not far enough, both move.
  const gap = first !== undefined && isBroken(entry) ? first.indent - child : 0
  const width = Math.max(2, gap)
  const dash = { offset: entry.line.offset + child, text: `-${' '.repeat(width - 1)}` }
  if (width === gap) return [dash]
  const blanks = ' '.repeat(width - gap)
  return [dash, ...entry.rest.map((line) => ({ offset: line.offset, text: blanks }))]
}

function splitLines(text: string): Line[] {
  let offset = 0
  return text.split('\n').map((line) => {
    const indent = line.length - line.replace(/^ +/, '').length
    const content = line.slice(indent).trim()
    const entry = { offset, text: line, indent, idle: content === '' || content.startsWith('#') }
    offset += line.length + 1
    return entry
  })
}
