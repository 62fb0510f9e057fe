import { joinPieces, type TextPiece } from '../builder/text.js'
import type { Json } from '../json/json.js'
import type { StringKind } from '../steps/define-step.js'
import { hasTemplate, parseTemplate } from '../template/parse-template.js'
import type { Template } from '../template/template.js'
import { TemplateSyntaxError } from '../template/template-syntax-error.js'
import type { Draft } from './draft.js'
import { jsonLiteral, member } from './json-literal.js'
import { bracketed, call, type Layout } from './layout.js'
import { canonicalTemplate, type ReferenceCode, referenceCode } from './reference-code.js'
import { backtickText, longTextLiteral } from './text-literal.js'

/** Where a value stands: which references fit there, and how its strings are read. */
export interface ValuePlace {
  /** Whether a reference fits whose type may be undefined for the compiler. */
  readonly loose: boolean
  fits(reference: ReferenceCode): boolean
  /** Whether a reference that may be missing has to be said to be there. */
  readonly needed?: boolean
  /** Whether a text with references fits. Default true. */
  readonly takesText?: boolean
  /** The place of an item or of a field; default: the same place. */
  inside?(key: string | number): ValuePlace
  /** Kinds of strings by their path, as in a step definition. */
  readonly kinds?: Readonly<Record<string, StringKind>>
}

/** A value as code. */
export interface ValueCode {
  readonly layout: Layout
  /** `text`: with references in it; `verbatim`: as it stands in the document; `plain`: anything without a reference of its own. */
  readonly kind: 'plain' | 'reference' | 'text' | 'verbatim'
}

/** `verbatim(…)`: what nothing else can say. */
export function verbatimCode(value: Json, draft: Draft): ValueCode {
  return { layout: call(draft.use('verbatim'), [jsonLiteral(value)]), kind: 'verbatim' }
}

/** A document value as code: templates become references. `path` is where it stands in the step. */
export function valueCode(value: Json, draft: Draft, place: ValuePlace, path = ''): ValueCode {
  if (typeof value === 'string') {
    const literal = place.kinds !== undefined && Object.hasOwn(place.kinds, path)
    return literal ? { layout: longTextLiteral(value), kind: 'plain' } : textCode(value, draft, place)
  }
  if (typeof value !== 'object' || value === null) return { layout: String(value), kind: 'plain' }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => valueCode(item, draft, place.inside?.(index) ?? place, path).layout)
    return { layout: bracketed('[', items), kind: 'plain' }
  }
  const members = Object.entries(value).map(([key, inner]) =>
    member(key, valueCode(inner, draft, place.inside?.(key) ?? place, `${path}.${key}`).layout),
  )
  return { layout: bracketed('{', members), kind: 'plain' }
}

function textCode(text: string, draft: Draft, place: ValuePlace): ValueCode {
  if (!hasTemplate(text)) return { layout: longTextLiteral(text), kind: 'plain' }
  const parsed = parsedTemplate(text)
  const written = draft.attempt((trial) => {
    const [only] = parsed?.parts ?? []
    if (parsed?.single && typeof only === 'object') {
      const reference = text === canonicalTemplate(only) ? referenceCode(only, trial, place.loose) : undefined
      if (reference === undefined || !place.fits(reference)) return undefined
      const isSaid = place.needed === true && reference.typed.missing
      const layout = isSaid ? `${trial.use('required')}(${reference.code})` : reference.code
      return { layout, kind: 'reference' } as const
    }
    const mixed = parsed === undefined || place.takesText === false ? undefined : mixedText(text, parsed, trial)
    return mixed === undefined ? undefined : ({ layout: mixed, kind: 'text' } as const)
  })
  return written ?? verbatimCode(text, draft)
}

function parsedTemplate(text: string): Template | undefined {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
}

/** A text with references as a tagged template. */
function mixedText(text: string, { parts }: Template, draft: Draft): string | undefined {
  const pieces = parts.map(
    (part): TextPiece => (typeof part === 'string' ? { constant: part } : { template: canonicalTemplate(part) }),
  )
  if (pieces.every((piece) => 'constant' in piece) || joined(pieces) !== text) return undefined
  const codes = parts.map((part) => {
    if (typeof part === 'string') return backtickText(part)
    const reference = referenceCode(part, draft, false)
    return reference === undefined ? undefined : `\${${reference.code}}`
  })
  return codes.includes(undefined) ? undefined : `${draft.use('template')}\`${codes.join('')}\``
}

function joined(pieces: readonly TextPiece[]): string | undefined {
  try {
    return joinPieces(pieces)
  } catch {
    return undefined
  }
}
