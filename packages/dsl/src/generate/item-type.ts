import type { Json } from '../json/json.js'
import { hasTemplate, parseTemplate } from '../template/parse-template.js'
import { Draft, type Reach } from './draft.js'
import { canonicalTemplate, referenceCode } from './reference-code.js'
import { maybe, OPAQUE, type Typed, UNTYPED } from './shape.js'

/** The type that the builder gives to the item of a loop. */
export function itemType(list: Json | undefined, reach: Reach): Typed {
  if (typeof list !== 'string') return OPAQUE
  if (!hasTemplate(list)) return UNTYPED
  const { single, parts } = parseTemplate(list)
  const [path] = parts
  if (!single || typeof path !== 'object' || canonicalTemplate(path) !== list) return UNTYPED
  const shape = referenceCode(path, new Draft(reach), false)?.typed.shape
  if (shape?.kind === 'list') return shape.item
  return shape?.kind === 'each' ? maybe({ shape: shape.item, missing: true }) : UNTYPED
}
