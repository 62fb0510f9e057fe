import { existsSync, readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'

/** Steps in which numbers of vectors, and likenesses of pairs, are written. */
const VECTOR_STEPS = 7
const PAIR_STEPS = 15
/** A word so frequent says half of what a rare one does. */
const HALF_TELLING = 3000

/** What is known of common English words, by their stems: from WordNet, and from how they are used. */
export interface KnownWords {
  /** Numbers in a vector. */
  readonly dimensions: number
  /** By which other words a word is used: a vector of length 1. */
  vector(stem: string): Float32Array | undefined
  /** Words near in WordNet, with how near, 0 to 1. */
  near(stem: string): ReadonlyMap<string, number>
  /** How much a word tells, 0 to 1, by how rare it is in English. */
  telling(stem: string): number
}

let known: KnownWords | undefined

/** The words that the package brings along (data/README.md); read at first use. */
export function knownWords(): KnownWords {
  known ??= read()
  return known
}

const NONE: ReadonlyMap<string, number> = new Map()

function read(): KnownWords {
  // Beside `dist` and beside `src`.
  const file = ['../data/words.br', '../../data/words.br']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url))
  if (file === undefined) throw new Error('the file data/words.br of @odp/agent is missing; install the package anew')
  const bytes = brotliDecompressSync(readFileSync(file))
  const [count = 0, dimensions = 0, namesLength = 0, pairsLength = 0] = [0, 4, 8, 12].map((at) =>
    bytes.readUInt32LE(at),
  )
  const tableStart = 16 + namesLength
  const pairsStart = tableStart + count * dimensions
  const table = new Int8Array(bytes.buffer, bytes.byteOffset + tableStart, count * dimensions)
  const rows = new Map<string, number>()
  const names: string[] = []
  const ranks = new Float64Array(count)
  for (const [row, line] of bytes.toString('latin1', 16, tableStart).trimEnd().split('\n').entries()) {
    const [stem = '', rank] = line.split(' ')
    rows.set(stem, row)
    names.push(stem)
    ranks[row] = Number(rank)
  }
  const pairs = readPairs(bytes.subarray(pairsStart, pairsStart + pairsLength), names)
  return {
    dimensions,
    vector: (stem) => {
      const row = rows.get(stem)
      if (row === undefined) return undefined
      const vector = new Float32Array(dimensions)
      for (let at = 0; at < dimensions; at += 1) vector[at] = (table[at * count + row] ?? 0) / VECTOR_STEPS
      return toLengthOne(vector)
    },
    near: (stem) => pairs.get(stem) ?? NONE,
    telling: (stem) => {
      const row = rows.get(stem)
      return row === undefined ? 1 : 1 / (1 + HALF_TELLING / ((ranks[row] ?? 0) + 300))
    },
  }
}

/** Pairs stand as differences of their places in the list of names, and a byte of likeness. */
function readPairs(bytes: Uint8Array, names: readonly string[]): Map<string, Map<string, number>> {
  const pairs = new Map<string, Map<string, number>>()
  const put = (from: string, to: string, likeness: number) => {
    const own = pairs.get(from)
    if (own === undefined) pairs.set(from, new Map([[to, likeness]]))
    else own.set(to, likeness)
  }
  let at = 0
  const number = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }
  let [first, second] = [0, 0]
  while (at < bytes.length) {
    const step = number()
    first += step
    second = (step === 0 ? second : first) + number()
    const likeness = (bytes[at++] ?? 0) / PAIR_STEPS
    const [a = '', b = ''] = [names[first], names[second]]
    put(a, b, likeness)
    put(b, a, likeness)
  }
  return pairs
}

/** Makes a vector one of length 1, in place. */
export function toLengthOne(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  if (length > 0) for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) / length
  return vector
}

/** How alike two vectors of length 1 are, -1 to 1. */
export function likeness(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}
