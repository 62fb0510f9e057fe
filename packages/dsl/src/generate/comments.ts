import { isMap, isScalar, isSeq, Lexer, type Node } from 'yaml'
import type { DocumentPath } from '../issues/issue.js'
import { parseTree } from '../yaml/parse-tree.js'

/** The comments of one mapping: before it, and at its keys. Each is taken once. */
export interface CommentsOf {
  ofKey(key: string): readonly string[]
}

interface Spot {
  readonly path: string
  readonly key: string | undefined
  readonly start: number
}

/** The comments of a YAML text, by the step that they belong to. */
export class Comments {
  readonly #bySpot = new Map<string, string[]>()

  /** Comments of nothing: a document that was no text has none. */
  constructor(text?: string) {
    if (text === undefined || !text.includes('#')) return
    const { root } = parseTree(text)
    if (root === undefined) return
    const spots: Spot[] = []
    collectSpots(root, [], true, spots)
    for (const comment of commentsIn(text)) {
      const spot = spotOf(comment, spots)
      const key = spotKey(spot.path, spot.key)
      const known = this.#bySpot.get(key)
      if (known === undefined) this.#bySpot.set(key, [comment.text])
      else known.push(comment.text)
    }
  }

  /** Comments of the document or of the step at a path, which are to be written in it. */
  at(path: DocumentPath): CommentsOf {
    return { ofKey: (key) => this.#take(spotKey(JSON.stringify(path), key)) }
  }

  /** Comments that stand before a step, and those of its keys in `keys`, which the code does not show. */
  before(path: DocumentPath, keys: readonly string[] = []): readonly string[] {
    const where = JSON.stringify(path)
    // What stands above the list of all steps stands above the first one in the code.
    const above = path.length === 2 && path[1] === 0 ? this.#take(spotKey('[]', 'steps')) : []
    return [...above, ...[undefined, ...keys].flatMap((key) => this.#take(spotKey(where, key)))]
  }

  /** All that was not taken. */
  rest(): readonly string[] {
    return [...this.#bySpot.keys()].flatMap((key) => this.#take(key))
  }

  #take(key: string): string[] {
    const comments = this.#bySpot.get(key) ?? []
    this.#bySpot.delete(key)
    return comments
  }
}

function spotKey(path: string, key: string | undefined): string {
  return key === undefined ? path : `${path} ${key}`
}

interface FoundComment {
  readonly text: string
  readonly offset: number
  /** Whether nothing but blanks stands before it on its line. */
  readonly alone: boolean
}

/** Marks that the lexer puts between lexemes; they are not in the text. */
const MARKS = ['\u0002', '\u0018', '\u001f']

function commentsIn(text: string): FoundComment[] {
  const found: FoundComment[] = []
  let offset = 0
  let afterScalarMark = false
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.includes(lexeme)) {
      afterScalarMark = lexeme === '\u001f'
      continue
    }
    if (lexeme.startsWith('#') && !afterScalarMark) {
      const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
      found.push({ text: lexeme.slice(1), offset, alone: /^[\s-]*$/.test(line) })
    }
    afterScalarMark = false
    offset += lexeme.length
  }
  return found
}

/** The document and its steps, with their top-level keys. Outer ones come before inner ones. */
function collectSpots(node: unknown, path: DocumentPath, isStep: boolean, spots: Spot[]): void {
  if (isSeq(node)) {
    const holdsSteps = path.at(-1) === 'steps'
    for (const [index, item] of node.items.entries()) collectSpots(item, [...path, index], holdsSteps, spots)
  }
  if (!isMap(node)) return
  const where = JSON.stringify(path)
  if (isStep) spots.push({ path: where, key: undefined, start: startOf(node) })
  for (const pair of node.items) {
    if (!isScalar(pair.key)) continue
    const key = String(pair.key.value)
    if (isStep) spots.push({ path: where, key, start: startOf(pair.key) })
    collectSpots(pair.value, [...path, key], false, spots)
  }
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

/** A comment alone on its line belongs to what follows it, any other to what stands before it. */
function spotOf({ offset, alone }: FoundComment, spots: readonly Spot[]): Pick<Spot, 'path' | 'key'> {
  // Spots stand in the order of the text, and at one place the outer one first.
  let low = 0
  let high = spots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spots[middle]?.start ?? 0) > offset) high = middle
    else low = middle + 1
  }
  return (alone ? spots[low] : undefined) ?? spots[low - 1] ?? { path: '[]', key: undefined }
}
