import type { Json } from '../json/json.js'
import type { CheckRun } from './check-run.js'
import { describeSchema } from './describe-schema.js'
import { declaredTypes, isJsonSchema, type JsonSchema, schemaKeyword, schemaList } from './json-schema.js'
import { jsonText, shortText } from './json-text.js'
import { hasType, typeOf, typePhrase } from './json-type.js'
import type { KeywordTable, PrepareCheck } from './prepare-schema.js'
import { resolveReference } from './resolve-reference.js'

const type: PrepareCheck<Json> = (_operand, schema) => {
  const types = declaredTypes(schema)
  if (types === undefined || types.length === 0) return undefined
  const expected = types.map(typePhrase).join(' or ')
  return (run, value) => {
    if (types.some((name) => hasType(value, name))) return
    run.report('type', `must be ${expected}, not ${foundPhrase(value)}`, expected)
  }
}

function foundPhrase(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'object') return typePhrase(typeOf(value))
  return `the ${typeof value} ${shortText(value)}`
}

const oneOfValues: PrepareCheck<Json> = (operand) => {
  if (!Array.isArray(operand)) return undefined
  const texts = new Set(operand.map((entry) => jsonText(entry)))
  const listed = operand.slice(0, 12).map(shortText).join(', ')
  const expected = `one of ${listed}${operand.length > 12 ? ', …' : ''}`
  return (run, value) => {
    const text = boundedText(run, value)
    if (text === undefined || !texts.has(text))
      run.report('enum', `must be ${expected}, not ${shortText(value)}`, expected)
  }
}

const constant: PrepareCheck<Json> = (operand) => {
  const wanted = jsonText(operand)
  const expected = shortText(operand)
  return (run, value) => {
    const text = boundedText(run, value)
    if (text === undefined || text !== wanted)
      run.report('const', `must be ${expected}, not ${shortText(value)}`, expected)
  }
}

function boundedText(run: CheckRun, value: Json): string | undefined {
  const text = jsonText(value)
  run.spend((text?.length ?? 0) / 10)
  return text
}

const reference: PrepareCheck<Json> = (operand, _schema, run) => {
  if (typeof operand !== 'string') return undefined
  const target = resolveReference(run.root, operand)
  if (target === undefined)
    return (current) => current.report('$ref', `the schema refers to ${shortText(operand)}, which it does not hold`)
  return (current, value) => current.applyReference(target, value)
}

const allOf: PrepareCheck<Json> = (_operand, schema) => {
  const branches = schemaList(schema, 'allOf') ?? []
  return (run, value) => {
    for (const branch of branches) run.apply(branch, value)
  }
}

const anyOf: PrepareCheck<Json> = (_operand, schema) => {
  const branches = schemaList(schema, 'anyOf') ?? []
  return (run, value) => {
    if (run.full || branches.some((branch) => run.fits(branch, value))) return
    reportBranches(run, 'anyOf', branches, value)
  }
}

const oneOf: PrepareCheck<Json> = (_operand, schema) => {
  const branches = schemaList(schema, 'oneOf') ?? []
  return (run, value) => {
    if (run.full) return
    const fitting = branches.filter((branch) => run.fits(branch, value))
    if (fitting.length === 0) return reportBranches(run, 'oneOf', branches, value)
    if (fitting.length === 1) return
    const phrases = fitting.slice(0, 3).map((branch) => describeSchema(branch))
    run.report('oneOf', `must fit exactly one alternative, but fits ${fitting.length}: ${phrases.join('; ')}`)
  }
}

/** Where only one alternative is about this type of value, what is wrong with that one says more than a list of all. */
function reportBranches(run: CheckRun, name: string, branches: readonly JsonSchema[], value: Json): void {
  const near = branches
    .map((branch) => run.attempt(branch, value, 10))
    .filter(
      (problems) =>
        !problems.some((problem) => problem.path.length === run.path.length && isAboutType(problem.keyword)),
    )
  if (near.length === 1) {
    for (const problem of near[0] ?? []) if (!run.full) run.problems.push(problem)
    return
  }
  const expected = branches
    .slice(0, 6)
    .map((branch) => describeSchema(branch, run.root))
    .join(', or ')
  run.report(name, `must be ${expected}; ${foundPhrase(value)} fits none of them`, expected)
}

function isAboutType(name: string): boolean {
  return name === 'type' || name === 'const' || name === 'enum' || name === 'false schema'
}

const not: PrepareCheck<Json> = (operand) => {
  if (!isJsonSchema(operand)) return undefined
  return (run, value) => {
    if (run.full || !run.fits(operand, value)) return
    const forbidden = describeSchema(operand, run.root)
    run.report('not', `must not be ${forbidden}`, `anything but ${forbidden}`)
  }
}

const condition: PrepareCheck<Json> = (operand, schema) => {
  if (!isJsonSchema(operand)) return undefined
  const whenTrue = schemaKeyword(schema, 'then') ?? true
  const whenFalse = schemaKeyword(schema, 'else') ?? true
  if (whenTrue === true && whenFalse === true) return undefined
  return (run, value) => {
    if (!run.full) run.apply(run.fits(operand, value) ? whenTrue : whenFalse, value)
  }
}

/** Keywords about a value of any type. */
export const anyKeywords: KeywordTable<Json> = new Map([
  ['type', type],
  ['enum', oneOfValues],
  ['const', constant],
  ['$ref', reference],
  ['allOf', allOf],
  ['anyOf', anyOf],
  ['oneOf', oneOf],
  ['not', not],
  ['if', condition],
])
