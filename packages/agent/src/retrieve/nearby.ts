import type { Capability } from '../catalog/capability.js'
import { STOP_WORDS } from '../words/english.js'
import { knownWords, likeness, toLengthOne } from '../words/known-words.js'
import { stemsOf } from '../words/stem.js'
import type { Evidence } from './evidence.js'

/** Below this two words are no more alike than any two are. */
const LEAST_LIKENESS = 0.25
const RELATED = 1.2
const WORDS_APART = 1
const WORDS_TOGETHER = 4

/** A word of a request with how much it counts. */
interface Said {
  readonly stem: string
  readonly weight: number
}

/** A word that was taken for one that the catalog has. */
export interface Reading {
  readonly said: string
  readonly read_as: string
  /** How alike they are, 0 to 1. */
  readonly likeness: number
}

/** A capability that some words are near to. */
export interface Near {
  readonly capability: Capability
  readonly score: number
  /** How like the words together are to its name, a synonym or its summary, -1 to 1. */
  readonly together: number
  /** The share of what was said that a word of the capability is near to, 0 to 1. */
  readonly covered: number
  readonly readings: readonly Reading[]
}

/** Finds capabilities by words that are only like those that the catalog has. */
export type NearbySearch = (said: readonly Said[]) => Near[]

/** Makes a catalog ready to be searched by likeness; nothing is read or computed before the first search. */
export function nearbySearch(
  evidence: ReadonlyMap<Capability, Evidence>,
  rarity: (word: string) => number | undefined,
): NearbySearch {
  let index: NearbyIndex | undefined
  return (said) => {
    index ??= makeIndex(evidence)
    return search(said, index, rarity)
  }
}

interface NearbyIndex {
  readonly capabilities: readonly Capability[]
  readonly words: readonly { readonly stem: string; readonly vector: Float32Array | undefined }[]
  /** By word: which capabilities have it, and how strongly it speaks for each. */
  readonly postings: readonly { readonly places: number[]; readonly strengths: number[] }[]
  readonly phrases: readonly { readonly place: number; readonly vector: Float32Array; readonly worth: number }[]
}

function makeIndex(evidence: ReadonlyMap<Capability, Evidence>): NearbyIndex {
  const english = knownWords()
  const capabilities: Capability[] = []
  const ids = new Map<string, number>()
  const words: { stem: string; vector: Float32Array | undefined }[] = []
  const postings: { places: number[]; strengths: number[] }[] = []
  const phrases: { place: number; vector: Float32Array; worth: number }[] = []
  for (const [capability, { weights }] of evidence) {
    if (capability.kind === 'asset') continue
    const place = capabilities.push(capability) - 1
    for (const [stem, strength] of weights) {
      let id = ids.get(stem)
      if (id === undefined) {
        id = words.push({ stem, vector: english.vector(stem) }) - 1
        ids.set(stem, id)
        postings.push({ places: [], strengths: [] })
      }
      postings[id]?.places.push(place)
      postings[id]?.strengths.push(strength)
    }
    for (const [text, worth] of [
      [capability.id, 1],
      [capability.summary, 0.9],
      ...capability.synonyms.map((synonym) => [synonym, 1] as const),
    ] as const) {
      const vector = together(
        stemsOf(text)
          .filter((stem) => !STOP_WORDS.has(stem))
          .map((stem) => ({ stem, weight: 1 })),
      )
      if (vector !== undefined) phrases.push({ place, vector, worth })
    }
  }
  return { capabilities, words, postings, phrases }
}

/** The mean of some words, the telling ones counting more. */
function together(said: readonly Said[]): Float32Array | undefined {
  const english = knownWords()
  const sum = new Float32Array(english.dimensions)
  let isEmpty = true
  for (const { stem, weight } of said) {
    const vector = english.vector(stem)
    if (vector === undefined) continue
    isEmpty = false
    const own = weight * english.telling(stem)
    for (let at = 0; at < english.dimensions; at += 1) sum[at] = (sum[at] ?? 0) + own * (vector[at] ?? 0)
  }
  return isEmpty ? undefined : toLengthOne(sum)
}

function search(said: readonly Said[], index: NearbyIndex, rarity: (word: string) => number | undefined): Near[] {
  const english = knownWords()
  const { capabilities, words, postings, phrases } = index
  const apart = new Float64Array(capabilities.length)
  const covered = new Float64Array(capabilities.length)
  const readings: Reading[][] = capabilities.map(() => [])
  let whole = 0
  for (const { stem, weight } of said) {
    const vector = english.vector(stem)
    const own = weight * english.telling(stem)
    whole += own
    const related = english.near(stem)
    const best = new Float64Array(capabilities.length)
    const closest = new Int32Array(capabilities.length).fill(-1)
    const alike = new Float64Array(capabilities.length)
    for (const [id, word] of words.entries()) {
      const used = vector === undefined || word.vector === undefined ? 0 : likeness(vector, word.vector)
      const near =
        word.stem === stem
          ? 1
          : Math.min(
              1,
              Math.max(0, (used - LEAST_LIKENESS) / (1 - LEAST_LIKENESS)) + (related.get(word.stem) ?? 0) * RELATED,
            )
      if (near <= 0) continue
      const worth = near * (rarity(word.stem) ?? 0)
      const posting = postings[id]
      if (posting === undefined) continue
      for (const [at, place] of posting.places.entries()) {
        const value = worth * (posting.strengths[at] ?? 0)
        if (value <= (best[place] ?? 0)) continue
        best[place] = value
        closest[place] = id
        alike[place] = near
      }
    }
    for (const [place, value] of best.entries()) {
      if (value <= 0) continue
      apart[place] = (apart[place] ?? 0) + value * own
      covered[place] = (covered[place] ?? 0) + own * (alike[place] ?? 0)
      readings[place]?.push({
        said: stem,
        read_as: words[closest[place] ?? -1]?.stem ?? '',
        likeness: alike[place] ?? 0,
      })
    }
  }
  const sentence = together(said)
  const nearest = new Float64Array(capabilities.length).fill(-1)
  if (sentence !== undefined)
    for (const { place, vector, worth } of phrases)
      nearest[place] = Math.max(nearest[place] ?? -1, likeness(sentence, vector) * worth)
  return capabilities
    .map((capability, place) => ({
      capability,
      score:
        ((apart[place] ?? 0) / Math.sqrt(Math.max(1, said.length))) * WORDS_APART +
        (nearest[place] ?? -1) * WORDS_TOGETHER,
      together: nearest[place] ?? -1,
      covered: whole === 0 ? 0 : (covered[place] ?? 0) / whole,
      readings: readings[place] ?? [],
    }))
    .sort((a, b) => b.score - a.score || a.capability.order - b.capability.order)
}
