import type { JsonObject } from '../json/json.js'
import type { Comments } from './comments.js'
import { jsonLiteral, member } from './json-literal.js'
import { bracketed, type Layout } from './layout.js'
import { type Typed, UNTYPED } from './shape.js'
import { commentLayouts } from './step-code.js'
import { exactZodCode } from './zod-code.js'

/** What stands above the steps of a document, as code. */
export interface MetaCode {
  /** The first parameter of `pipeline()`. */
  readonly meta: Layout
  /** The Zod schema of the input, where the document has one that Zod can say. */
  readonly input?: Layout
  readonly inputType: Typed
  /** Comments that stand before everything. */
  readonly comments: readonly string[]
}

const SHOWN_ELSEWHERE = ['version', 'steps']

/** Writes the keys of a document. */
export function metaCode(document: JsonObject, comments: Comments): MetaCode {
  const schema = document.input_schema
  const zod = schema === undefined ? undefined : exactZodCode(schema, 'input')
  const skipped = zod === undefined ? SHOWN_ELSEWHERE : [...SHOWN_ELSEWHERE, 'input_schema']
  const head = comments.before(
    [],
    skipped.filter((key) => key !== 'steps'),
  )
  const { ofKey } = comments.at([])
  const members = Object.entries(document)
    .filter(([key]) => !skipped.includes(key))
    .map(([key, value]) => [...commentLayouts(ofKey(key)), member(key, jsonLiteral(value))])
  return {
    meta: bracketed('{', members),
    comments: head,
    inputType: zod?.typed ?? UNTYPED,
    ...(zod === undefined ? {} : { input: zod.layout }),
  }
}
