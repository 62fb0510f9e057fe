import { type Json, type JsonObject, resolveValue } from '@odp/dsl/plan'
import { BatchCaller } from '../interpreter/batch-caller.js'
import { completedOutputs } from '../interpreter/completed-outputs.js'
import type { Interpreter } from '../interpreter/interpreter.js'
import { notStarted } from '../interpreter/request.js'
import { isStoodInFor } from '../interpreter/rescue.js'
import type { ScopeRun } from '../interpreter/scope-run.js'
import type { StepRun } from '../interpreter/step-run.js'
import type { Control } from './control.js'

/** Items at a time when the document does not say. */
const DEFAULT_PARALLEL = 10

/** A loop under way: a window over its items. */
class LoopItems {
  readonly scopes = new Set<ScopeRun>()
  readonly results: JsonObject[] = []
  readonly items: { count: number; settled: number; failed: number; running: number }
  readonly #step: StepRun
  readonly #interpreter: Interpreter
  readonly #values: readonly Json[]
  /** Items at a time. */
  readonly #most: number
  readonly #caller: BatchCaller | undefined
  #next = 0

  constructor(step: StepRun, interpreter: Interpreter, values: readonly Json[]) {
    this.#step = step
    this.#interpreter = interpreter
    this.#values = values
    this.items = { count: values.length, settled: 0, failed: 0, running: 0 }
    const { config = {}, nodes = [] } = step.node
    const most = typeof config.max_parallel === 'number' ? config.max_parallel : DEFAULT_PARALLEL
    const batch = nodes.length === 1 && nodes[0]?.takes_batches === true ? config.batch_size : undefined
    this.#caller = typeof batch === 'number' && batch > 1 ? new BatchCaller(interpreter, batch) : undefined
    // A batch counts as one.
    this.#most = this.#caller === undefined ? most : Math.min(most, interpreter.plan.max_parallel) * Number(batch)
  }

  /** Starts items in input order while there is room, and ends the loop when none is left. */
  advance(): void {
    if (this.#step.status !== 'running') return
    while (
      this.items.running < this.#most &&
      this.#next < this.#values.length &&
      this.#step.innerFailure === undefined
    ) {
      this.#startItem(this.#next)
      this.#next += 1
    }
    if (this.items.running === 0) this.#interpreter.finishControl(this.#step)
  }

  #startItem(index: number): void {
    const { node, scope: parent, address, order } = this.#step
    this.items.running += 1
    const place = {
      parent,
      owner: this.#step,
      prefix: `${address}[${index}].`,
      order: [...order, index],
      variable: { name: String(node.config?.loop_variable), value: this.#values[index] ?? null },
      ...(this.#caller === undefined ? {} : { caller: this.#caller }),
    }
    const scope = this.#interpreter.openScope(node.nodes ?? [], place, () => this.#endItem(index, scope))
    this.scopes.add(scope)
  }

  #endItem(index: number, scope: ScopeRun): void {
    this.scopes.delete(scope)
    const result = itemResult(scope)
    this.results[index] = result
    this.items.running -= 1
    this.items.settled += 1
    if (result.status === 'failed') this.items.failed += 1
    this.#interpreter.later(() => this.advance())
  }
}

/** An item failed when one of its steps did and no fallback stood in for it or for what is around it, even if the run goes on. */
function itemResult(scope: ScopeRun): JsonObject {
  const failed = scope.steps.find((step) => step.status === 'failed' && !isStoodInFor(step))
  const error = failed?.failure?.message ?? null
  return { status: failed === undefined ? 'completed' : 'failed', error, outputs: completedOutputs(scope.steps) }
}

/** `loop`: runs its body once an item, a bounded number of items at a time. */
export const loop: Control = {
  prepare(step, interpreter) {
    const list = resolveValue(step.node.config?.iterate_over ?? null, step.scope)
    if (list.kind !== 'value') return notStarted(list)
    if (!Array.isArray(list.value)) {
      const message = `iterate_over gives ${list.value === null ? 'null' : `a value of type ${typeof list.value}`}; a list is expected`
      return { kind: 'failed', failure: { code: 'not_a_list', message, retryable: false } }
    }
    const items = new LoopItems(step, interpreter, list.value)
    return {
      kind: 'control',
      begin() {
        step.control = items
        items.advance()
      },
    }
  },
  outputs(step) {
    const items = step.control?.results ?? []
    return { items: [...items], count: items.length, failed: step.control?.items?.failed ?? 0 }
  },
}
