import { type Json, type JsonObject, stringifyPipeline } from '@odp/dsl'
import type { Corpus } from './corpus.ts'
import { depthOf, MOST_LEVELS } from './depth.ts'
import { mutateDocument } from './mutate-document.ts'
import { LONGEST_TEXT, mutateText } from './mutate-text.ts'
import { Random } from './random.ts'

/** Something to be read: a text, a document as JSON that is handed over as a value, or the text of a catalog. */
export interface FuzzInput {
  readonly face: 'text' | 'document' | 'catalog'
  readonly text: string
}

/** The input with a number: always the same for the same seed. */
export function makeInput(seed: number, index: number, corpus: Corpus): FuzzInput {
  const random = new Random(seed, index)
  const kind = random.below(100)
  if (kind < 10) return { face: 'catalog', text: catalogText(random, corpus) }
  if (kind < 45) return { face: 'text', text: mutateText(anyText(random, corpus), random, corpus.texts) }
  const source = random.pick(corpus.documents) ?? {}
  const document = mutateDocument(source, random, corpus.documents)
  if (kind < 65) return { face: 'document', text: limited(JSON.stringify(document)) }
  if (kind < 75) return { face: 'text', text: limited(JSON.stringify(document, null, random.below(3))) }
  const text = limited(asYaml(document))
  return { face: 'text', text: kind < 92 ? text : mutateText(text, random, corpus.texts) }
}

function anyText(random: Random, { texts }: Corpus): string {
  return random.pick(texts) ?? ''
}

function catalogText(random: Random, { catalogs, texts }: Corpus): string {
  const source = random.pick(catalogs) ?? {}
  const changed = mutateDocument(source as JsonObject, random, [])
  const text = limited(random.chance(50) ? JSON.stringify(changed) : asYaml(changed))
  return random.chance(30) ? mutateText(text, random, texts) : text
}

/** YAML, or JSON where the value is nested too deeply to be written. */
function asYaml(document: Json): string {
  if (depthOf(document) > MOST_LEVELS) return JSON.stringify(document)
  return stringifyPipeline(document as unknown as Parameters<typeof stringifyPipeline>[0])
}

/** Half a JSON text would no longer say anything about the value: too long a value is made small. */
function limited(text: string): string {
  return text.length > LONGEST_TEXT ? '{}' : text
}
