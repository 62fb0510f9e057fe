import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { Draft } from './draft.js'
import { member } from './json-literal.js'
import { bracketed, type Layout } from './layout.js'
import { type ValuePlace, valueCode, verbatimCode } from './value-code.js'

/** Inputs take whatever a reference gives. */
const ANYWHERE: ValuePlace = { loose: true, fits: () => true }
const VALUE: ValuePlace = { loose: false, fits: () => true }

/** The inputs of a step as an object literal. */
export function inputsCode(inputs: JsonObject, draft: Draft): Layout {
  return bracketed(
    '{',
    Object.entries(inputs).map(([name, input]) => member(name, inputCode(input, draft))),
  )
}

function inputCode(input: Json, draft: Draft): Layout {
  return draft.attempt((trial) => bindingCode(input, trial)) ?? verbatimCode(input, draft).layout
}

/** An input whose form the builder writes; a bare value, for one, it does not write. */
function bindingCode(input: Json, draft: Draft): Layout | undefined {
  if (!isJsonObject(input)) return undefined
  const { from, or, default: standIn, ...others } = input
  if (Object.keys(others).length > 0 || (from === undefined) === (or === undefined)) return undefined
  const standInCode = () => valueCode(standIn ?? null, draft, VALUE).layout
  if (or !== undefined) {
    if (!Array.isArray(or) || or.length === 0) return undefined
    const alternatives = or.map((alternative) => valueCode(alternative, draft, ANYWHERE).layout)
    const chosen = [draft.use('or'), bracketed('(', alternatives)]
    return standIn === undefined ? chosen : [...chosen, '.default(', standInCode(), ')']
  }
  if (standIn === undefined) {
    const value = valueCode(from ?? null, draft, ANYWHERE)
    // At the top a verbatim value would be the whole input, without its `from`.
    return value.kind === 'verbatim' ? undefined : value.layout
  }
  const value = valueCode(from ?? null, draft, VALUE)
  if (value.kind === 'plain') return undefined
  return [draft.use('withDefault'), bracketed('(', [value.layout, standInCode()])]
}
