import type { PipelineDocument, StepDocument } from '@odp/dsl'
import type { Json, JsonObject } from '@odp/dsl/plan'
import fc from 'fast-check'
import { documentOf, step } from './run-document.fixture.js'

/** What a random document may hold. */
export interface RandomOptions {
  /** Whether steps say what happens when they fail. */
  readonly onError?: boolean
  /** Whether children, checks and routes occur. */
  readonly onDemand?: boolean
}

/** Steps that can be read from one place. */
interface Visible {
  readonly id: string
  readonly field: string
}

/** Makes a document of a list of numbers: each decides one thing. A shorter list makes a smaller document. */
class DocumentWriter {
  readonly #tape: readonly number[]
  readonly #options: RandomOptions
  #at = 0
  #steps = 0
  /** Children of the scope that is being written, which a fallback may share. */
  #children: string[] = []

  constructor(tape: readonly number[], options: RandomOptions) {
    this.#tape = tape
    this.#options = options
  }

  document(): PipelineDocument {
    return documentOf(this.#block(0, [], false), { max_parallel: 1 + this.#below(5) })
  }

  #below(bound: number): number {
    const drawn = this.#tape[this.#at] ?? 0
    this.#at += 1
    return drawn % bound
  }

  #chance(percent: number): boolean {
    return this.#below(100) >= 100 - percent
  }

  #block(depth: number, visible: Visible[], inLoop: boolean): StepDocument[] {
    const steps: StepDocument[] = []
    const size = 1 + this.#below(depth === 0 ? 6 : 3)
    for (let index = 0; index < size; index += 1) this.#step(steps, depth, visible, inLoop)
    return steps
  }

  #step(steps: StepDocument[], depth: number, visible: Visible[], inLoop: boolean): void {
    const id = this.#id()
    const common = { ...this.#waits(visible), ...this.#onError(inLoop) }
    const kind = depth >= 3 ? 0 : this.#below(10)
    if (kind === 9) {
      steps.push(this.#group(id, common, depth, visible, inLoop))
    } else if (kind === 8) {
      steps.push(this.#conditional(id, common, depth, visible, inLoop))
      visible.push({ id, field: 'branch' })
    } else if (kind === 7) {
      steps.push(this.#loop(id, common, depth, visible))
      visible.push({ id, field: 'count' })
    } else {
      const written = step(id, { ...common, ...this.#inputs(visible), outputs: { v: 'kept' } })
      const children: StepDocument[] = []
      if (this.#options.onDemand === true) this.#addDemands(written, children, depth, visible, inLoop)
      steps.push(written, ...children)
      visible.push({ id, field: 'v' }, ...children.map((child) => ({ id: child.id, field: 'v' })))
    }
  }

  #id(): string {
    this.#steps += 1
    return `s${this.#steps}`
  }

  #waits(visible: readonly Visible[]): JsonObject {
    const known = visible[this.#below(Math.max(1, visible.length))]
    return known !== undefined && this.#chance(30) ? { depends_on: [known.id] } : {}
  }

  #onError(inLoop: boolean): JsonObject {
    if (this.#options.onError !== true) return {}
    return inLoop || this.#chance(60) ? { on_error: { continue_on_failure: true } } : {}
  }

  #inputs(visible: readonly Visible[]): JsonObject {
    const inputs: JsonObject = {}
    const count = visible.length === 0 ? 0 : this.#below(3)
    for (let index = 0; index < count; index += 1) {
      const [first, second] = [this.#template(visible), this.#template(visible)]
      const forms: Json[] = [
        first,
        { or: [first, second] },
        { from: first, default: 'none' },
        { or: [first, second], default: 0 },
      ]
      inputs[`i${index}`] = forms[this.#below(forms.length)] ?? first
    }
    return count === 0 ? {} : { inputs }
  }

  #template(visible: readonly Visible[]): string {
    const read = visible[this.#below(visible.length)]
    return read === undefined ? 'none' : `{{${read.id}.${read.field}}}`
  }

  #addDemands(
    owner: StepDocument,
    children: StepDocument[],
    depth: number,
    visible: readonly Visible[],
    inLoop: boolean,
  ): void {
    const child = (more: JsonObject = {}) => {
      const written = step(this.#id(), { is_child: true, outputs: { v: 'kept' }, ...this.#inputs(visible), ...more })
      children.push(written)
      return written.id
    }
    if (this.#chance(20)) {
      // A step that has several ways to be activated always goes on: whether its failure has a caller is a matter of time.
      const target = child({ on_error: { continue_on_failure: true } })
      owner.check = [this.#chance(50) ? { boolean: 'v > 3', run: target } : { not_exists: 'v.w', run: target }]
      if (this.#chance(50)) owner.on_error = { ...(owner.on_error as JsonObject), fallback_step: target }
    } else if (this.#options.onError === true && this.#chance(30)) {
      const shared = this.#children[this.#below(Math.max(1, this.#children.length))]
      const target = shared !== undefined && this.#chance(30) ? shared : child()
      if (!inLoop && target !== shared) this.#children.push(target)
      if (!inLoop || target !== shared) owner.on_error = { ...(owner.on_error as JsonObject), fallback_step: target }
    }
    if (!this.#chance(35)) return
    const readable = [...visible, { id: owner.id, field: 'v' }]
    const expression = this.#chance(70) ? `{{${owner.id}.v}} > 2` : `exists(${this.#template(readable).slice(2, -2)})`
    const inside = this.#block(Math.max(depth + 1, 2), readable, inLoop)
    owner.on_success = { routes: [{ match: { expression }, steps: inside }] }
  }

  #group(id: string, common: JsonObject, depth: number, visible: Visible[], inLoop: boolean): StepDocument {
    const parallel_config: JsonObject = this.#chance(50) ? { max_parallel: 1 + this.#below(2) } : {}
    return { id, type: 'parallel_group', ...common, parallel_config, steps: this.#block(depth + 1, visible, inLoop) }
  }

  #conditional(id: string, common: JsonObject, depth: number, visible: Visible[], inLoop: boolean): StepDocument {
    const read = visible.find((known) => known.field === 'v')
    const expression = read === undefined ? `${this.#below(2)} == 1` : `{{${read.id}.v}} > ${this.#below(7)}`
    const before = [...visible]
    const if_true = { steps: this.#block(depth + 1, visible, inLoop) }
    const if_false = { steps: this.#block(depth + 1, before, inLoop) }
    const branches: JsonObject = this.#chance(50) ? { if_true, if_false } : { if_true }
    return { id, type: 'conditional', ...common, condition: { expression }, branches }
  }

  #loop(id: string, common: JsonObject, depth: number, visible: readonly Visible[]): StepDocument {
    const iterate_over = Array.from({ length: this.#below(5) }, (_, index) => index)
    const max_parallel = 1 + this.#below(3)
    const steps = this.#block(depth + 1, [...visible], true)
    return { id, type: 'loop', ...common, iterate_over, loop_variable: `item_${id}`, max_parallel, steps }
  }
}

/** Random documents of all control flow; many, not all, are legal. */
export function randomDocument(options: RandomOptions = {}): fc.Arbitrary<PipelineDocument> {
  return fc
    .array(fc.nat(9999), { minLength: 10, maxLength: 400, size: 'max' })
    .map((tape) => new DocumentWriter(tape, options).document())
}

/** How the attempts of steps go: by step address and attempt, always the same for the same seed. */
export interface Weather {
  readonly seed: number
  /** Percent of steps whose first attempt, or every attempt, fails. */
  readonly failures: number
}

/** What an attempt gives: outputs or an error, after some seconds. */
export function weatherOf(address: string, attempt: number, { seed, failures }: Weather) {
  const draw = hash(`${seed}/${address}`)
  const fails = draw % 100 < failures && (draw % 3 !== 0 || attempt === 1)
  return { fails, retryable: draw % 2 === 0, seconds: hash(`${seed}#${address}#${attempt}`) % 20, v: draw % 7 }
}

function hash(text: string): number {
  let value = 2166136261
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 16777619) >>> 0
  }
  return Math.imul(value ^ (value >>> 15), 2246822519) >>> 0
}
