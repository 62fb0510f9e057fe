import type { JsonObject } from '../json/json.js'
import type { Alternative } from './alternatives.js'
import { fitObjectKeyword } from './fit-object-keyword.js'
import type { Comparison } from './fits.js'
import { itemSchemas } from './item-schema.js'
import { keyword, numberKeyword, schemaKeyword, schemaList, type TypeName } from './json-schema.js'
import { hasType } from './json-type.js'
import { no, UNKNOWN, type Verdict, YES, yesIf } from './verdict.js'

/** One keyword of a target, and the source values of one type that it is asked about. */
export interface KeywordQuestion {
  readonly comparison: Comparison
  readonly option: Alternative
  readonly type: TypeName
  readonly wanted: JsonObject
  readonly name: string
}

/** Whether one keyword of the target is satisfied by every value of the source, or by none. */
export function fitKeyword(question: KeywordQuestion): Verdict {
  const { name, type, wanted } = question
  switch (name) {
    case 'enum':
    case 'const':
      return fitListed(question)
    case 'not':
    case 'oneOf':
      return UNKNOWN
    case 'if':
      return yesIf(schemaKeyword(wanted, 'then') === undefined && schemaKeyword(wanted, 'else') === undefined)
  }
  switch (type) {
    case 'number':
    case 'integer':
      return fitNumber(question)
    case 'string':
      return fitText(question)
    case 'array':
      return fitList(question)
    case 'object':
      return fitObjectKeyword(question)
    default:
      return YES
  }
}

function fitListed({ comparison, option, type, wanted, name }: KeywordQuestion): Verdict {
  const operand = keyword(wanted, name) ?? null
  const values = name === 'enum' && Array.isArray(operand) ? operand : [operand]
  const possible = comparison.fitting(
    'source',
    { allOf: [...option] },
    values.filter((value) => hasType(value, type)),
  )
  return possible === undefined || possible.length > 0
    ? UNKNOWN
    : no(`no value of the source is one of ${JSON.stringify(values).slice(0, 80)}`)
}

/** A lower bound holds where a part of the source asks for as much; an upper one in the same way. */
function bounded(
  { option, wanted, name }: KeywordQuestion,
  direction: 'least' | 'most',
  also: readonly string[] = [],
): Verdict {
  const bound = numberKeyword(wanted, name)
  if (bound === undefined) return YES
  const found = [name, ...also].flatMap((each) => option.map((part) => numberKeyword(part, each)))
  return yesIf(found.some((value) => value !== undefined && (direction === 'least' ? value >= bound : value <= bound)))
}

/** Holds where a part of the source says just the same. */
function same({ option, wanted, name }: KeywordQuestion): Verdict {
  return yesIf(option.some((part) => keyword(part, name) === keyword(wanted, name)))
}

function fitNumber(question: KeywordQuestion): Verdict {
  switch (question.name) {
    case 'minimum':
      return bounded(question, 'least', ['exclusiveMinimum'])
    case 'maximum':
      return bounded(question, 'most', ['exclusiveMaximum'])
    case 'exclusiveMinimum':
      return bounded(question, 'least')
    case 'exclusiveMaximum':
      return bounded(question, 'most')
    case 'multipleOf':
      if (question.type === 'integer' && keyword(question.wanted, 'multipleOf') === 1) return YES
      return same(question)
    default:
      return YES
  }
}

function fitText(question: KeywordQuestion): Verdict {
  switch (question.name) {
    case 'minLength':
      return numberKeyword(question.wanted, 'minLength') === 0 ? YES : bounded(question, 'least')
    case 'maxLength':
      return bounded(question, 'most')
    case 'pattern':
      return same(question)
    default:
      return YES
  }
}

function fitList(question: KeywordQuestion): Verdict {
  const { comparison, option, wanted, name } = question
  switch (name) {
    case 'minItems':
      return numberKeyword(wanted, 'minItems') === 0 ? YES : bounded(question, 'least')
    case 'maxItems':
      return bounded(question, 'most')
    case 'uniqueItems':
      return keyword(wanted, name) === true ? same(question) : YES
    case 'contains':
    case 'prefixItems':
      return UNKNOWN
    case 'items': {
      const items = schemaKeyword(wanted, 'items')
      if (items === undefined || schemaList(wanted, 'prefixItems') !== undefined) return UNKNOWN
      const found = comparison.fit(itemSchemas(option) ?? [true], items)
      if (found.fits !== 'no') return found
      const empty = option.some((part) => numberKeyword(part, 'maxItems') === 0)
      return empty ? UNKNOWN : no(`in the list: ${found.message}`)
    }
    default:
      return YES
  }
}
