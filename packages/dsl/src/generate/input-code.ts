import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'
import type { Draft } from './draft.js'
import { fitsSchema } from './fits-schema.js'
import { member } from './json-literal.js'
import { bracketed, type Layout } from './layout.js'
import { withoutNull } from './schema-type.js'
import { TEXT } from './shape.js'
import { type ValuePlace, valueCode, verbatimCode } from './value-code.js'

/** Where an input takes whatever a reference gives. `loose`: also what may be undefined for the compiler. */
function anywhere(loose: boolean): ValuePlace {
  return { loose, fits: () => true }
}

/** Where the catalog says what an input takes. */
function expecting(schema: Json | undefined, loose: boolean, needed: boolean): ValuePlace {
  if (schema === undefined) return anywhere(loose)
  return {
    loose,
    needed,
    takesText: fitsSchema(TEXT, schema),
    fits: ({ typed }) => fitsSchema({ shape: typed.shape, missing: false }, schema),
    inside: (key) => expecting(schemaInside(schema, key), loose, needed),
  }
}

function schemaInside(around: Json, key: string | number): Json | undefined {
  const schema = isJsonObject(around) ? withoutNull(around).schema : around
  if (!isJsonObject(schema)) return undefined
  const { properties, items } = schema
  if (typeof key === 'number') return items
  return isJsonObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
}

/** The inputs of a step as an object literal. `expected`: what the catalog says of them. */
export function inputsCode(inputs: JsonObject, draft: Draft, expected?: JsonSchema): Layout {
  return bracketed(
    '{',
    Object.entries(inputs).map(([name, input]) =>
      member(name, inputCode(input, draft, schemaInside(expected ?? true, name))),
    ),
  )
}

function inputCode(input: Json, draft: Draft, expected: Json | undefined): Layout {
  return draft.attempt((trial) => bindingCode(input, trial, expected)) ?? verbatimCode(input, draft).layout
}

/** An input whose form the builder writes; a bare value, for one, it does not write. */
function bindingCode(input: Json, draft: Draft, expected: Json | undefined): Layout | undefined {
  if (!isJsonObject(input)) return undefined
  const { from, or, default: standIn, ...others } = input
  if (Object.keys(others).length > 0 || (from === undefined) === (or === undefined)) return undefined
  const standInCode = () => valueCode(standIn ?? null, draft, anywhere(false)).layout
  if (or !== undefined) {
    if (!Array.isArray(or) || or.length === 0) return undefined
    const place = expecting(expected, true, false)
    const alternatives = or.map((alternative) => valueCode(alternative, draft, place).layout)
    const chosen = [draft.use('or'), bracketed('(', alternatives)]
    return standIn === undefined ? chosen : [...chosen, '.default(', standInCode(), ')']
  }
  if (standIn === undefined) {
    const value = valueCode(from ?? null, draft, expecting(expected, true, true))
    // At the top a verbatim value would be the whole input, without its `from`.
    return value.kind === 'verbatim' ? undefined : value.layout
  }
  const value = valueCode(from ?? null, draft, expecting(expected, false, false))
  if (value.kind === 'plain') return undefined
  return [draft.use('withDefault'), bracketed('(', [value.layout, standInCode()])]
}
