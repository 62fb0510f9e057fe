const WORDS = 60_000
const STEMS = 32_000
const DIMENSIONS = 100
/** Directions that all words share say nothing of any (Mu and Viswanath, "All-but-the-Top", 2018). */
const COMMON_DIRECTIONS = 3
/** Of a vector of length 1 nearly all numbers lie within ±0.35; 15 steps of that are enough. */
const STEPS = 7
const WIDEST = 0.35

/**
 * One vector for each stem of the most frequent words: the mean by frequency, without what all have in common, rounded.
 * `words` stand in order of frequency.
 */
export function vectorsOfStems({ words, vectors }, stem) {
  const stems = new Map()
  let rank = 0
  for (const word of words) {
    if (rank === WORDS) break
    if (!/^[a-z]{2,20}$/.test(word)) continue
    const name = stem(word)
    const entry = stems.get(name) ?? { name, rank, weight: 0, vector: new Float64Array(DIMENSIONS) }
    const weight = 1 / (rank + 100)
    entry.weight += weight
    for (let at = 0; at < DIMENSIONS; at += 1) entry.vector[at] += weight * vectors[word][at]
    stems.set(name, entry)
    rank += 1
  }
  const names = [...stems.values()].slice(0, STEMS)
  for (const { vector, weight } of names) for (let at = 0; at < DIMENSIONS; at += 1) vector[at] /= weight
  removeMean(names)
  for (let round = 0; round < COMMON_DIRECTIONS; round += 1) removeCommonDirection(names)
  const table = Buffer.alloc(names.length * DIMENSIONS)
  for (const [row, { vector }] of names.entries()) {
    const size = Math.hypot(...vector) || 1
    for (let at = 0; at < DIMENSIONS; at += 1) {
      const step = Math.round((vector[at] / size / WIDEST) * STEPS)
      table.writeInt8(Math.max(-STEPS, Math.min(STEPS, step)), at * names.length + row)
    }
  }
  return { names, table, dimensions: DIMENSIONS }
}

function removeMean(names) {
  const mean = new Float64Array(DIMENSIONS)
  for (const { vector } of names) for (let at = 0; at < DIMENSIONS; at += 1) mean[at] += vector[at] / names.length
  for (const { vector } of names) for (let at = 0; at < DIMENSIONS; at += 1) vector[at] -= mean[at]
}

/** The direction in which the vectors differ most is found by power iteration. */
function removeCommonDirection(names) {
  let direction = Float64Array.from({ length: DIMENSIONS }, (_, at) => Math.sin(at + 1))
  for (let turn = 0; turn < 30; turn += 1) {
    const next = new Float64Array(DIMENSIONS)
    for (const { vector } of names) {
      const along = dot(vector, direction)
      for (let at = 0; at < DIMENSIONS; at += 1) next[at] += along * vector[at]
    }
    const size = Math.hypot(...next)
    direction = next.map((value) => value / size)
  }
  for (const { vector } of names) {
    const along = dot(vector, direction)
    for (let at = 0; at < DIMENSIONS; at += 1) vector[at] -= along * direction[at]
  }
}

function dot(a, b) {
  let sum = 0
  for (let at = 0; at < DIMENSIONS; at += 1) sum += a[at] * b[at]
  return sum
}
