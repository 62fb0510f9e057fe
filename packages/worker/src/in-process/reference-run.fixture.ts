import type { PipelineDocument } from '@odp/dsl'
import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'
import { type Weather, weatherOf } from './random-document.fixture.js'

/**
 * What the language page says becomes of every step: no time, no concurrency, every question asked when somebody needs the
 * answer. It reads the document itself, and shares no code with the interpreter. It knows what random documents hold.
 */
interface Fate {
  status: 'completed' | 'failed' | 'skipped'
  outputs: JsonObject
  /** Where its outputs come from when a fallback completed in its place. */
  standIn?: Fate
}

interface Place {
  readonly step: JsonObject & { id: string }
  /** The control step, or the owner of the route, in whose block it stands. */
  readonly parent: string | undefined
  readonly block: string
  /** The control step that it counts for. */
  readonly container: string | undefined
}

interface Outer {
  readonly scope: ReferenceScope
  readonly prefix: string
}

class ReferenceScope {
  readonly places = new Map<string, Place>()
  readonly #fates = new Map<string, Fate>()
  readonly #ended = new Set<string>()
  readonly #outer: Outer | undefined
  readonly #weather: Weather

  constructor(steps: Json | undefined, weather: Weather, outer: Outer | undefined) {
    this.#weather = weather
    this.#outer = outer
    this.#lay(steps, undefined, '', undefined)
  }

  #lay(steps: Json | undefined, parent: string | undefined, block: string, container: string | undefined): void {
    for (const step of (steps ?? []) as (JsonObject & { id: string })[]) {
      this.places.set(step.id, { step, parent, block, container })
      const branches = step.branches as Record<string, { steps: Json }> | undefined
      if (step.type === 'parallel_group') this.#lay(step.steps, step.id, 'steps', step.id)
      for (const [name, branch] of Object.entries(branches ?? {})) this.#lay(branch.steps, step.id, name, step.id)
      for (const [index, route] of routes(step).entries()) this.#lay(route.steps, step.id, `route ${index}`, container)
    }
  }

  /** What becomes of a step in the end, its fallback included. */
  fate(id: string): Fate {
    const fate = this.#work(id)
    if (this.#ended.has(id)) return fate
    this.#ended.add(id)
    this.#standIn(id, fate)
    return fate
  }

  /** What becomes of its own work. */
  #work(id: string): Fate {
    const known = this.#fates.get(id) ?? this.#decide(id)
    this.#fates.set(id, known)
    return known
  }

  #standIn(id: string, fate: Fate): void {
    const fallback = onError(this.#place(id).step).fallback_step
    if (fate.status !== 'failed' || typeof fallback !== 'string') return
    const other = this.fate(fallback)
    if (other.status === 'completed' || other.standIn !== undefined) fate.standIn = other.standIn ?? other
  }

  /** Outputs that a reader gets. */
  read(id: string): JsonObject | undefined {
    if (!this.places.has(id)) return this.#outer?.scope.read(id)
    const fate = this.fate(id)
    return fate.status === 'completed' ? fate.outputs : fate.standIn?.outputs
  }

  #place(id: string): Place {
    const place = this.places.get(id)
    if (place === undefined) throw new Error(`no step '${id}'`)
    return place
  }

  #decide(id: string): Fate {
    const { step } = this.#place(id)
    if (!this.#starts(id)) return { status: 'skipped', outputs: {} }
    if (step.type === 'function') return this.#doWork(id)
    if (step.type === 'loop') return this.#doLoop(id)
    return this.#doBlocks(id)
  }

  /** Whether it is activated and everything that it needs is there. */
  #starts(id: string): boolean {
    const { step, parent, block } = this.#place(id)
    if (parent !== undefined && !this.#isEntered(parent, block)) return false
    const ways = this.#ways(id)
    const onDemand = step.is_child === true || ways.some((way) => way.kind !== 'route')
    if (onDemand && !ways.some((way) => way.fires())) return false
    for (const other of (step.depends_on ?? []) as string[]) if (this.#blocks(other)) return false
    if (step.type === 'conditional' && this.#condition(step) === undefined) return false
    return Object.values((step.inputs ?? {}) as JsonObject).every((input) => this.#isThere(input))
  }

  #isEntered(parent: string, block: string): boolean {
    const owner = this.#place(parent).step
    if (block.startsWith('route ')) {
      const route = routes(owner)[Number(block.slice(6))]
      return this.#work(parent).status === 'completed' && this.#holds(route?.expression ?? '') === true
    }
    if (!this.#starts(parent)) return false
    return owner.type !== 'conditional' || this.#condition(owner) === (block === 'if_true')
  }

  /** Checks and fallbacks that name a step. */
  #ways(id: string): { kind: string; fires: () => boolean }[] {
    const ways: { kind: string; fires: () => boolean }[] = []
    for (const [owner, { step }] of this.places) {
      for (const check of (step.check ?? []) as JsonObject[]) {
        if (check.run !== id) continue
        const fires = () => {
          const { status, outputs } = this.#work(owner)
          return status === 'completed' && ('not_exists' in check || Number(outputs.v) > 3)
        }
        ways.push({ kind: 'check', fires })
      }
      if (onError(step).fallback_step === id)
        ways.push({ kind: 'fallback', fires: () => this.#work(owner).status === 'failed' })
    }
    return ways
  }

  #blocks(id: string): boolean {
    if (!this.places.has(id)) return this.#outer === undefined ? false : this.#outer.scope.#blocks(id)
    const fate = this.fate(id)
    return fate.status === 'failed' && fate.standIn === undefined && !continues(this.#place(id).step)
  }

  #condition(step: JsonObject): boolean | undefined {
    return this.#holds(String((step.condition as JsonObject).expression))
  }

  /** The few expressions of random documents; nothing where a step is read that gives nothing. */
  #holds(expression: string): boolean | undefined {
    const exists = /^exists\((\w+)\.(\w+)\)$/.exec(expression)
    if (exists !== null) return this.read(exists[1] ?? '')?.[exists[2] ?? ''] !== undefined
    const compared = /^\{\{(\w+)\.v\}\} > (\d)$/.exec(expression)
    if (compared === null) return expression === '1 == 1'
    const outputs = this.read(compared[1] ?? '')
    return outputs === undefined ? undefined : Number(outputs.v) > Number(compared[2])
  }

  #isThere(input: Json): boolean {
    if (isJsonObject(input) && 'default' in input) return true
    const alternatives = isJsonObject(input) && Array.isArray(input.or) ? input.or : [input]
    return alternatives.some((text) => {
      const read = /^\{\{(\w+)\./.exec(String(text))
      return read === null || this.read(read[1] ?? '') !== undefined
    })
  }

  #doWork(id: string): Fate {
    const address = `${this.#outer?.prefix ?? ''}${id}`
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const { fails, retryable, v } = weatherOf(address, attempt, this.#weather)
      if (!fails) return { status: 'completed', outputs: { v } }
      if (!retryable) break
    }
    return { status: 'failed', outputs: {} }
  }

  #doBlocks(id: string): Fate {
    const inner = [...this.places].filter(([, place]) => place.container === id).map(([name]) => name)
    if (inner.filter((name) => this.sinks(name)).length > 0) return { status: 'failed', outputs: {} }
    const { step } = this.#place(id)
    if (step.type === 'conditional')
      return { status: 'completed', outputs: { branch: this.#condition(step) === true ? 'if_true' : 'if_false' } }
    const direct = inner.filter((name) => this.#place(name).parent === id)
    return { status: 'completed', outputs: this.outputsOf(direct) }
  }

  outputsOf(ids: readonly string[]): JsonObject {
    return Object.fromEntries(
      ids.flatMap((id) => (this.fate(id).status === 'completed' ? [[id, this.fate(id).outputs]] : [])),
    )
  }

  #doLoop(id: string): Fate {
    const { step } = this.#place(id)
    const items = (step.iterate_over as Json[]).map((_, index) => {
      const prefix = `${this.#outer?.prefix ?? ''}${id}[${index}].`
      return new ReferenceScope(step.steps, this.#weather, { scope: this, prefix })
    })
    if (items.some((item) => item.sinksAny())) return { status: 'failed', outputs: {} }
    const results = items.map((item) => item.result())
    const failed = results.filter((result) => result.status === 'failed').length
    return { status: 'completed', outputs: { items: results, count: items.length, failed } }
  }

  result(): JsonObject {
    const ids = [...this.places.keys()]
    const failed = ids.some((id) => {
      if (this.fate(id).status !== 'failed') return false
      for (let at: string | undefined = id; at !== undefined; at = this.#place(at).container)
        if (this.fate(at).standIn !== undefined) return false
      return true
    })
    return { status: failed ? 'failed' : 'completed', outputs: this.outputsOf(ids) }
  }

  /** Whether its failure is the failure of what is around it. Where it was called as a fallback, its callers decide. */
  sinks(id: string): boolean {
    const fate = this.fate(id)
    if (fate.status !== 'failed' || fate.standIn !== undefined || continues(this.#place(id).step)) return false
    return !this.#ways(id).some((way) => way.kind === 'fallback' && way.fires())
  }

  sinksAny(): boolean {
    return [...this.places].some(([id, place]) => place.container === undefined && this.sinks(id))
  }
}

function routes(step: JsonObject): { expression: string; steps: Json }[] {
  const list = (isJsonObject(step.on_success) ? step.on_success.routes : []) as { match: JsonObject; steps: Json }[]
  return list.map((route) => ({ expression: String(route.match.expression), steps: route.steps }))
}

function onError(step: JsonObject): JsonObject {
  return isJsonObject(step.on_error) ? step.on_error : {}
}

function continues(step: JsonObject): boolean {
  return onError(step).continue_on_failure === true
}

/** Statuses and outputs of the outermost steps as the page has them; only `failed` where the run fails. */
export function referenceRun(document: PipelineDocument, weather: Weather) {
  const scope = new ReferenceScope(document.steps, weather, undefined)
  const ids = [...scope.places.keys()]
  const fates = ids.map((id) => [id, scope.fate(id).status] as const)
  if (scope.sinksAny()) return { status: 'failed' as const }
  return { status: 'completed' as const, statuses: Object.fromEntries(fates), outputs: scope.outputsOf(ids) }
}
