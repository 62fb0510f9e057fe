import type { KeywordQuestion } from './fit-keyword.js'
import { type JsonSchema, numberKeyword, schemaKeyword, schemaMap, stringList } from './json-schema.js'
import { propertyNames, propertySchema } from './property-schema.js'
import { every, no, UNKNOWN, type Verdict, YES, yesIf } from './verdict.js'

/** A name that no schema declares: what is said about it is said about every other name. */
const NO_NAME = '\u0000'

/** Whether one keyword about objects is satisfied by every object of the source, or by none. */
export function fitObjectKeyword(question: KeywordQuestion): Verdict {
  const { wanted, name } = question
  switch (name) {
    case 'properties':
      return every([...(schemaMap(wanted, name) ?? [])].map(([field, schema]) => fitField(question, field, schema)))
    case 'required':
      return every(stringList(wanted, name).map((field) => fitRequired(question, field)))
    case 'additionalProperties':
      return fitAdditional(question)
    case 'minProperties':
      return yesIf((numberKeyword(wanted, name) ?? 0) <= requiredNames(question).size)
    case 'maxProperties':
    case 'patternProperties':
    case 'propertyNames':
    case 'dependentRequired':
    case 'dependentSchemas':
      return UNKNOWN
    default:
      return YES
  }
}

function fitField({ comparison, option, wanted }: KeywordQuestion, field: string, schema: JsonSchema): Verdict {
  const property = propertySchema(option, field, comparison.tables)
  if (property.kind === 'absent') return YES
  const found = comparison.fit(property.kind === 'open' ? [true] : property.parts, schema)
  if (found.fits !== 'no') return found
  const present = (property.kind === 'declared' && property.required) || comparison.tables.isRequired(wanted, field)
  return present ? no(`field '${field}': ${found.message}`) : UNKNOWN
}

function fitRequired({ comparison, option }: KeywordQuestion, field: string): Verdict {
  const property = propertySchema(option, field, comparison.tables)
  if (property.kind === 'absent' && property.certain) return no(`field '${field}' is required and cannot be there`)
  return yesIf(property.kind === 'declared' && property.required)
}

/** A target that forbids other fields is satisfied by a source that declares its fields, all of which are allowed. */
function fitAdditional({ comparison, option, wanted }: KeywordQuestion): Verdict {
  const others = schemaKeyword(wanted, 'additionalProperties')
  if (others === undefined || others === true) return YES
  const closed = propertySchema(option, NO_NAME).kind === 'absent'
  if (!closed || option.some((part) => schemaMap(part, 'patternProperties') !== undefined)) return UNKNOWN
  const declared = schemaMap(wanted, 'properties')
  const verdicts = propertyNames(option)
    .filter((name) => declared?.has(name) !== true)
    .map((name): Verdict => {
      const property = propertySchema(option, name, comparison.tables)
      if (property.kind === 'absent') return YES
      return comparison.fit(property.kind === 'open' ? [true] : property.parts, others)
    })
  return yesIf(verdicts.every((verdict) => verdict.fits === 'yes'))
}

function requiredNames({ option }: KeywordQuestion): Set<string> {
  return new Set(option.flatMap((part) => stringList(part, 'required')))
}
