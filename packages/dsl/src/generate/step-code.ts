import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { StepDefinition } from '../steps/define-step.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { COMMON_STRINGS } from '../steps/step-keys.js'
import type { CommentsOf } from './comments.js'
import { conditionCode } from './condition-code.js'
import { Draft, type Reach } from './draft.js'
import { inputsCode } from './input-code.js'
import { jsonLiteral, member } from './json-literal.js'
import { bracketed, hardline, join, type Layout, startOf } from './layout.js'
import type { ReferenceCode } from './reference-code.js'
import type { Typed } from './shape.js'
import { areDeclaredOutputs, type StepPorts } from './step-ports.js'
import { workResult } from './step-result.js'
import { commentLine, propertyName } from './text-literal.js'
import { type ValuePlace, valueCode, verbatimCode } from './value-code.js'
import { exactZodCode } from './zod-code.js'

/** How a face wraps code that reads references: in a callback, or not at all. */
export interface Wrapping {
  readonly reach: Reach
  /** Code that needs `draft.roots`, as an option's value. */
  wrap(code: Layout, draft: Draft): Layout
  /** Whether `outputs` and other options without callbacks may hold references. */
  readonly everywhere: boolean
  /** What the catalog says of the work, by step id. */
  readonly ports: ReadonlyMap<string, StepPorts>
  /** Collects what has to be imported. */
  readonly imports: Set<string>
}

/** Options of a step as code, and the type of its outputs. */
export interface OptionsCode {
  readonly members: readonly Layout[]
  /** The value of the options that a method takes as parameters of their own. */
  readonly condition?: Layout
  readonly result: Typed
}

/** Strings that options take as they are, beside those of the step type. */
const AS_THEY_ARE = ['depends_on', 'check', 'on_error', 'on_success', 'retry_policy', 'execution_mode', 'is_child']

/** Own keys that name a catalog entry deep inside, where no callback is called. */
const WITHOUT_CALLBACK = ['outputs', 'agent_config', 'assets', 'loop_variable']

const NOWHERE: Reach = () => undefined

class OptionsWriter {
  readonly #step: JsonObject
  readonly #wrapping: Wrapping
  readonly #kinds: StepDefinition['strings']
  readonly #ports: StepPorts | undefined

  constructor(step: JsonObject, wrapping: Wrapping) {
    this.#step = step
    this.#wrapping = wrapping
    this.#ports = wrapping.ports.get(String(step.id))
    const definitions: Readonly<Record<string, { readonly strings?: StepDefinition['strings'] }>> = STEP_DEFINITIONS
    this.#kinds = { ...COMMON_STRINGS, ...definitions[String(step.type)]?.strings }
  }

  option(key: string, value: Json): Layout {
    if (key.startsWith('x-') || AS_THEY_ARE.includes(key)) return jsonLiteral(value)
    if (key === 'condition' && isJsonObject(value)) {
      return this.#written((draft) => conditionCode(String(value.expression), draft))
    }
    if (key === 'inputs' && isJsonObject(value)) return this.#inputs(value)
    const place = { ...(key === 'iterate_over' ? LIST : TEXT_OR_JSON), kinds: this.#kinds ?? {} }
    const reach = !this.#wrapping.everywhere && WITHOUT_CALLBACK.includes(key) ? NOWHERE : this.#wrapping.reach
    return this.#written((draft) => {
      const isListText = key === 'iterate_over' && typeof value === 'string'
      const written = draft.attempt((trial) => {
        const code = valueCode(value, trial, place, key)
        // What is a text for the compiler is no list.
        return isListText && (code.kind === 'plain' || code.kind === 'text') ? undefined : code
      })
      return (written ?? verbatimCode(value, draft)).layout
    }, reach)
  }

  #inputs(value: JsonObject): Layout {
    const draft = new Draft(this.#wrapping.reach, this.#wrapping.imports)
    return this.#wrapping.wrap(inputsCode(value, draft, this.#ports?.inputs), draft)
  }

  #written(write: (draft: Draft) => Layout, reach: Reach = this.#wrapping.reach): Layout {
    const draft = new Draft(reach, this.#wrapping.imports)
    const code = write(draft)
    return draft.roots.size === 0 ? code : this.#wrapping.wrap(code, draft)
  }

  /** `outputs` with the types of `output_schema` where Zod says exactly these two. */
  outputs(): { readonly members: (readonly [string, Layout])[]; readonly result: Typed } {
    const { outputs, output_schema: schema } = this.#step
    const code = schema === undefined ? undefined : exactZodCode(schema, 'output')
    const written = code?.layout ?? (schema === undefined ? '' : jsonLiteral(schema))
    const isObject = code !== undefined && /^z\.(object|strictObject|looseObject)/.test(startOf(code.layout))
    if (code !== undefined) this.#wrapping.imports.add('z')
    if (isObject && isJsonObject(schema) && isJsonObject(outputs) && hasSameNames(outputs, schema)) {
      return { members: [['outputs', written]], result: code.typed }
    }
    const members: (readonly [string, Layout])[] = []
    const isSaid = areDeclaredOutputs(outputs, this.#ports?.outputs)
    if (outputs !== undefined && !isSaid) members.push(['outputs', this.option('outputs', outputs)])
    if (schema !== undefined) members.push(['output_schema', written])
    return { members, result: workResult(this.#step, this.#ports?.outputs) }
  }
}

function hasSameNames(outputs: JsonObject, { properties }: JsonObject): boolean {
  if (!isJsonObject(properties) || Object.keys(properties).length === 0) return false
  return (
    canonicalJson(outputs) === canonicalJson(Object.fromEntries(Object.keys(properties).map((name) => [name, name])))
  )
}

function isUntyped({ typed }: ReferenceCode, kind: string): boolean {
  return typed.shape.kind === 'untyped' || (typed.shape.kind === kind && !typed.missing)
}

const TEXT_OR_JSON: ValuePlace = { loose: false, fits: (reference) => isUntyped(reference, 'text') }
const LIST: ValuePlace = {
  loose: false,
  fits: (reference) => isUntyped(reference, 'list') || isUntyped(reference, 'each'),
}

/** Writes the options of a step, its inner steps and routes left out. `skip` are the keys that the method takes otherwise. */
export function optionsCode(
  step: JsonObject,
  skip: readonly string[],
  wrapping: Wrapping,
  comments: CommentsOf,
): OptionsCode {
  const writer = new OptionsWriter(step, wrapping)
  const { members: outputs, result } = writer.outputs()
  const members: Layout[] = []
  const add = (key: string, layout: Layout) => {
    members.push([...commentLayouts(comments.ofKey(key)), member(key, layout)])
  }
  for (const [key, value] of Object.entries(step)) {
    if (skip.includes(key)) continue
    if (key !== 'outputs' && key !== 'output_schema') add(key, writer.option(key, value))
    else for (const [name, layout] of outputs.splice(0)) add(name, layout)
  }
  return {
    members,
    result,
    ...(skip.includes('condition') && step.condition !== undefined
      ? { condition: writer.option('condition', step.condition) }
      : {}),
  }
}

/** Comments on lines of their own, each ended by a line break. */
export function commentLayouts(comments: readonly string[]): Layout[] {
  return comments.flatMap((comment) => [commentLine(comment), hardline])
}

/** A step as it stands in the document, for what no method can say. */
export function rawStepCode(step: JsonObject): Layout {
  const entries = Object.entries(step).filter(([key]) => key !== 'id')
  return bracketed(
    '{',
    entries.map(([key, value]) => [propertyName(key), ': ', jsonLiteral(value)]),
  )
}

/** Comments and what follows them, one below the other. */
export function withComments(comments: readonly string[], layout: Layout): Layout {
  return join([...comments.map(commentLine), layout], hardline)
}
