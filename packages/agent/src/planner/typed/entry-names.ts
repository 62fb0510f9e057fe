import type { EntryNames } from '../../request/entry-names.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import { stemsOf } from '../../words/stem.js'

const remembered = new WeakMap<PlannerCatalog, EntryNames>()

/** What the entries of a catalog are called, by names of two words and more: one word alone says too much else. */
export function entryNames(catalog: PlannerCatalog): EntryNames {
  const known = remembered.get(catalog)
  if (known !== undefined) return known
  const synonyms = new Set<string>()
  const all = new Set<string>()
  for (const { phrases } of catalog.evidence.values()) {
    for (const [at, phrase] of phrases.entries()) {
      if (phrase.length < 2) continue
      all.add(phrase.join(' '))
      if (at > 0) synonyms.add(phrase.join(' '))
    }
  }
  const fields = new Set<string>()
  for (const { inputs, outputs } of catalog.capabilities) {
    for (const { name } of inputs) fields.add(name)
    for (const { path } of outputs) for (const name of [path, path.split('.').at(-1) ?? path]) fields.add(name)
  }
  const names: EntryNames = {
    isSynonym: (text) => synonyms.has(stemsOf(text).join(' ')),
    isName: (text) => all.has(stemsOf(text).join(' ')),
    isField: (text) => /[_.]/.test(text) && fields.has(text) && catalog.byId(text).length === 0,
  }
  remembered.set(catalog, names)
  return names
}
