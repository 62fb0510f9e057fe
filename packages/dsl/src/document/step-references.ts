import type { Expression } from '../expression/expression.js'
import { expressionReferences } from '../expression/expression-references.js'
import { ExpressionSyntaxError } from '../expression/expression-syntax-error.js'
import { parseExpression } from '../expression/parse-expression.js'
import type { DocumentPath } from '../issues/issue.js'
import { MOST_ISSUES } from '../issues/issue-list.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { once } from '../steps/once.js'
import { COMMON_STRINGS, commonStepKeys } from '../steps/step-keys.js'
import { collectBindingReferences, collectReferences } from '../template/collect-references.js'
import { parsePath } from '../template/parse-path.js'
import type { Path } from '../template/template.js'
import { TemplateSyntaxError } from '../template/template-syntax-error.js'
import { checksOf } from './checks-of.js'
import { type OutlineStep, routesOf, valueAt } from './outline.js'

/** What a reference is for, which decides when it is read and what happens when it gives nothing. */
type ReferenceUse = 'input' | 'config' | 'expression' | 'check' | 'route'

/** One place where a step reads something. */
export interface StepReference {
  readonly path: Path
  readonly use: ReferenceUse
  /** Whether it stands under `or`, beside `default` or inside `exists()`. */
  readonly guarded: boolean
  /** A path of a check that starts at the step's own outputs. */
  readonly own: boolean
  /** Where the string that holds it stands in the document. */
  readonly at: DocumentPath
  /** For a route: its number. */
  readonly route?: number
}

/** A string that could not be read. */
interface ReferenceError {
  readonly at: DocumentPath
  readonly code: 'template_syntax' | 'expression_syntax'
  readonly message: string
}

/** An expression of a step. */
interface StepExpression {
  readonly at: DocumentPath
  readonly text: string
  readonly expression: Expression
  /** In a check bare paths start at the step's own outputs. */
  readonly own: boolean
}

/** All that a step reads; with more errors than are told, a part of it. */
export interface StepReferences {
  readonly references: readonly StepReference[]
  readonly expressions: readonly StepExpression[]
  readonly errors: readonly ReferenceError[]
}

/** Common keys that hold templates as plain values. */
const templatedCommonKeys = once(() =>
  Object.keys(commonStepKeys()).filter(
    (key) =>
      !Object.hasOwn(COMMON_STRINGS, key) &&
      !['inputs', 'check', 'on_error', 'on_success', 'output_schema'].includes(key),
  ),
)

/** Keys of a step that only its type has, without blocks, `x-…` keys and unknown ones. */
export function ownConfig(step: OutlineStep): JsonObject {
  const config: JsonObject = {}
  const blocks = (step.definition?.blocks ?? []).map((block) => block.path[0])
  for (const key of Object.keys(step.definition?.keys ?? {})) {
    const value = step.step[key]
    if (value !== undefined && !blocks.includes(key)) config[key] = value
  }
  return config
}

class Collector {
  readonly references: StepReference[] = []
  readonly expressions: StepExpression[] = []
  readonly errors: ReferenceError[] = []

  get isFull(): boolean {
    return this.errors.length > MOST_ISSUES
  }

  templates(value: Json, at: DocumentPath, use: ReferenceUse, binding = false): void {
    if (this.isFull) return
    const found = binding ? collectBindingReferences(value) : collectReferences(value)
    for (const reference of found.references) {
      this.references.push({
        path: reference.path,
        use,
        guarded: reference.guarded,
        own: false,
        at: [...at, ...reference.at],
      })
    }
    for (const { at: inside, error } of found.errors) {
      this.errors.push({ at: [...at, ...inside], code: 'template_syntax', message: error.message })
    }
  }

  expression(text: Json | undefined, at: DocumentPath, use: ReferenceUse, route?: number): void {
    if (typeof text !== 'string' || this.isFull) return
    try {
      const expression = parseExpression(text)
      this.expressions.push({ at, text, expression, own: use === 'check' })
      for (const { path, guarded, bare } of expressionReferences(expression)) {
        const own = use === 'check' && bare
        this.references.push({ path, use, guarded, own, at, ...(route === undefined ? {} : { route }) })
      }
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError)) throw error
      this.errors.push({ at, code: 'expression_syntax', message: error.message })
    }
  }

  path(text: Json | undefined, at: DocumentPath): void {
    if (typeof text !== 'string' || this.isFull) return
    try {
      this.references.push({ path: parsePath(text), use: 'check', guarded: true, own: true, at })
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error
      this.errors.push({ at, code: 'template_syntax', message: error.message })
    }
  }
}

const known = new WeakMap<OutlineStep, StepReferences>()

/** Finds everything that a step reads, its inner steps left out. */
export function stepReferences(step: OutlineStep): StepReferences {
  const found = known.get(step) ?? collectStep(step)
  known.set(step, found)
  return found
}

function collectStep(step: OutlineStep): StepReferences {
  const collector = new Collector()
  const strings = step.definition?.strings ?? {}
  const { step: source, path } = step
  if (isJsonObject(source.inputs)) {
    for (const [name, binding] of Object.entries(source.inputs))
      collector.templates(binding, [...path, 'inputs', name], 'input', true)
  }
  const collectConfig = (value: Json, keys: readonly (string | number)[]) => {
    const kind = strings[keys.join('.')]
    if (kind === 'literal') return
    if (kind === 'expression') collector.expression(value, [...path, ...keys], 'expression')
    else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) collectConfig(inner, [...keys, key])
    else collector.templates(value, [...path, ...keys], 'config')
  }
  for (const [key, value] of Object.entries(ownConfig(step))) collectConfig(value, [key])
  for (const key of templatedCommonKeys()) {
    const value = source[key]
    if (value !== undefined) collector.templates(value, [...path, key], 'config')
  }
  for (const check of checksOf(source)) {
    const at = [...path, ...check.textPath]
    if (check.kind === 'not_exists') collector.path(check.text, at)
    else collector.expression(check.text, at, 'check')
  }
  for (const [route, entry] of routesOf(source).entries()) {
    collector.expression(
      valueAt(entry, ['match', 'expression']),
      [...path, 'on_success', 'routes', route, 'match', 'expression'],
      'route',
      route,
    )
  }
  return collector
}
