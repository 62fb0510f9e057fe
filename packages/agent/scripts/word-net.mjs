import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const LEAST_LIKENESS = 0.1
const MOST_NEIGHBOURS = 24
const STEPS = 15
/** A feature that so many words have tells none of them apart. */
const MOST_SHARING = 600
/** How much the kinds of pointers between synsets say (wninput(5)): derived forms, broader and narrower, alike and opposite. */
const POINTERS = { '+': 2.5, '@': 1.5, '@i': 1.5, '~': 1.5, '&': 1.5, '!': 1.5 }
const OTHER_POINTER = 0.8
const SMALL_WORDS = new Set(
  'a an the of to in or and for that is with by as from on used being be who which it its someone something at not into are having e g one you another this made etc usually especially'.split(
    ' ',
  ),
)

/**
 * Which pairs of some stems are near each other in WordNet. A word is known
 * by its synsets, by theirs and by the words of their glosses; two are near as the cosine of that. Pairs are written as
 * the differences of their places (variable-length numbers) and a byte of likeness, in fifteenths.
 */
export function readWordNet(folder, stem, names) {
  const synsets = new Map()
  const senses = new Map()
  const wordsOf = (gloss) =>
    gloss
      .replace(/;? ?".*$/, '')
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 2 && !SMALL_WORDS.has(word))
      .map(stem)
  for (const part of ['noun', 'verb', 'adj', 'adv']) {
    for (const line of lines(folder, `data.${part}`)) {
      const [data, gloss = ''] = line.split(' | ')
      const fields = data.split(' ')
      const count = Number.parseInt(fields[3], 16)
      const words = Array.from({ length: count }, (_, at) => fields[4 + 2 * at].toLowerCase().replace(/\(.*\)/, ''))
      const first = 5 + 2 * count
      const pointers = Array.from({ length: Number(fields[first - 1]) }, (_, at) => ({
        kind: fields[first + 4 * at],
        to: fields[first + 1 + 4 * at] + kindOf(fields[first + 2 + 4 * at]),
      }))
      synsets.set(fields[0] + kindOf(fields[2]), {
        words: words.filter((word) => !word.includes('_')).map(stem),
        pointers,
        gloss: wordsOf(gloss),
      })
    }
    for (const line of lines(folder, `index.${part}`)) {
      const fields = line.trim().split(/\s+/)
      if (/[^a-z]/.test(fields[0])) continue
      const name = stem(fields[0])
      const own = senses.get(name) ?? []
      for (const [order, place] of fields.slice(-Number(fields[2])).entries())
        own.push({ place: place + kindOf(fields[1]), order })
      senses.set(name, own)
    }
  }
  const shared = new Map()
  for (const { gloss, words } of synsets.values())
    for (const word of new Set([...gloss, ...words])) shared.set(`w:${word}`, (shared.get(`w:${word}`) ?? 0) + 1)
  const rarity = (feature) => Math.log(synsets.size / (shared.get(feature) ?? 20)) / 5
  const features = names.map((name) => featuresOf(senses.get(name) ?? [], synsets, rarity))
  return writePairs(nearPairs(features))
}

const lines = (folder, name) =>
  readFileSync(join(folder, name), 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '))
const kindOf = (letter) => letter.replace('s', 'a')

function featuresOf(senses, synsets, rarity) {
  const features = new Map()
  const put = (name, weight) => features.set(name, Math.max(weight, features.get(name) ?? 0))
  for (const { place, order } of senses) {
    const own = synsets.get(place)
    if (own === undefined) continue
    const share = 1 / (1 + 0.25 * order)
    put(place, 3 * share)
    for (const word of own.words) put(`w:${word}`, 1.5 * share)
    for (const word of own.gloss) put(`w:${word}`, 0.8 * share)
    for (const { kind, to } of own.pointers) {
      const weight = POINTERS[kind] ?? OTHER_POINTER
      put(to, weight * share)
      const other = synsets.get(to)
      if (other === undefined || !['+', '&', '@'].includes(kind)) continue
      for (const word of other.words) put(`w:${word}`, weight * 0.5 * share)
      for (const word of other.gloss) put(`w:${word}`, 0.4 * share)
    }
  }
  for (const [name, weight] of features) features.set(name, weight * rarity(name))
  return features
}

function nearPairs(features) {
  const having = new Map()
  const sizes = features.map((own, at) => {
    let sum = 0
    for (const [name, weight] of own) {
      sum += weight ** 2
      const list = having.get(name) ?? []
      list.push([at, weight])
      having.set(name, list)
    }
    return Math.sqrt(sum) || 1
  })
  const pairs = new Map()
  for (const [at, own] of features.entries()) {
    const near = new Map()
    for (const [name, weight] of own) {
      const list = having.get(name)
      if (list.length > MOST_SHARING) continue
      for (const [other, theirs] of list) if (other !== at) near.set(other, (near.get(other) ?? 0) + weight * theirs)
    }
    const best = [...near]
      .map(([other, sum]) => [other, sum / sizes[at] / sizes[other]])
      .filter(([, likeness]) => likeness >= LEAST_LIKENESS)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_NEIGHBOURS)
    for (const [other, likeness] of best)
      pairs.set(Math.min(at, other) * 65536 + Math.max(at, other), Math.max(1, Math.round(likeness * STEPS)))
  }
  return pairs
}

function writePairs(pairs) {
  const bytes = []
  const write = (value) => {
    let rest = value
    for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
    bytes.push(rest)
  }
  let [lastFirst, lastSecond] = [0, 0]
  for (const [key, steps] of [...pairs].sort((a, b) => a[0] - b[0])) {
    const first = Math.floor(key / 65536)
    if (first !== lastFirst) lastSecond = first
    write(first - lastFirst)
    write((key % 65536) - lastSecond)
    bytes.push(steps)
    lastFirst = first
    lastSecond = key % 65536
  }
  return Buffer.from(bytes)
}
