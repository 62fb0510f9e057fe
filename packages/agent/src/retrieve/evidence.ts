import type { Capability } from '../catalog/capability.js'
import { STOP_WORDS } from '../words/english.js'
import { stemsOf } from '../words/stem.js'

/** By which words a capability is known, and how strongly each speaks for it. */
export interface Evidence {
  readonly weights: ReadonlyMap<string, number>
  /** Names and synonyms as sequences of stems. */
  readonly phrases: readonly (readonly string[])[]
  /** Words of its id and synonyms: it is meant when they are said. */
  readonly naming: ReadonlySet<string>
  /** Words of its inputs and outputs: it may be spoken about when they are said. */
  readonly spoken: ReadonlySet<string>
  /** Words that only its optional inputs have. */
  readonly optional: ReadonlySet<string>
}

const NAMING = 2
const SYNONYM = 1.8
const SUMMARY = 1.3
const OUTPUT = 0.8
const INPUT = 0.6

/** Reads the words of a capability. */
export function evidenceOf(capability: Capability): Evidence {
  const weights = new Map<string, number>()
  const naming = new Set<string>()
  const spoken = new Set<string>()
  const add = (words: readonly string[], weight: number) => {
    for (const word of words) {
      if (STOP_WORDS.has(word)) continue
      weights.set(word, Math.max(weight, weights.get(word) ?? 0))
      if (weight >= SYNONYM) naming.add(word)
      else spoken.add(word)
    }
  }
  const phrases = [stemsOf(capability.id), ...capability.synonyms.map(stemsOf)]
  add(phrases[0] ?? [], NAMING)
  for (const phrase of phrases.slice(1)) add(phrase, SYNONYM)
  add(stemsOf(capability.summary), SUMMARY)
  for (const { words, type_words, depth } of capability.outputs) {
    add([...words, ...type_words], depth === 0 ? OUTPUT : OUTPUT / 2)
  }
  for (const { words, type_words, required } of capability.inputs) if (required) add([...words, ...type_words], INPUT)
  const optional = new Set<string>()
  for (const { words, type_words, required } of capability.inputs) {
    if (required) continue
    for (const word of [...words, ...type_words]) if (!weights.has(word)) optional.add(word)
    add([...words, ...type_words], INPUT)
  }
  return { weights, phrases: phrases.filter((phrase) => phrase.length > 0), naming, spoken, optional }
}
