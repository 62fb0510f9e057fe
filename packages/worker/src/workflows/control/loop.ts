import { type Json, type JsonObject, type PlanNode, resolveValue, type StepFailure } from '@odp/dsl/plan'
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

/** A new run reads what all of them answered in one task, which may last five seconds: 100,000 take three and a half. */
const MOST_CALLS = 50_000

/** In batches no new run is needed; a worker then holds 650 MB. */
const MOST_BATCHED = 100_000

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
    const { config = {} } = step.node
    const most = typeof config.max_parallel === 'number' ? config.max_parallel : DEFAULT_PARALLEL
    const batch = batchSize(step.node)
    this.#caller = batch > 1 ? new BatchCaller(interpreter, batch) : undefined
    // A batch counts as one.
    this.#most = batch > 1 ? Math.min(most, interpreter.plan.max_parallel) * batch : most
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

/** Items of one call: 1 where each step of each item has its own. */
function batchSize({ config = {}, nodes = [] }: PlanNode): number {
  const size = nodes.length === 1 && nodes[0]?.takes_batches === true ? config.batch_size : undefined
  return typeof size === 'number' ? size : 1
}

function stepCount(nodes: readonly PlanNode[] = []): number {
  return nodes.reduce((count, node) => count + 1 + stepCount(node.nodes), 0)
}

function tooManyItems(node: PlanNode, items: number): StepFailure | undefined {
  const isBatched = batchSize(node) > 1
  const most = isBatched ? MOST_BATCHED : Math.floor(MOST_CALLS / Math.max(1, stepCount(node.nodes)))
  if (items <= most) return undefined
  const more = isBatched ? 'divide the list' : `divide the list, or use \`batch_size\`, which allows ${MOST_BATCHED}`
  const message = `iterate_over gives ${items} items; a loop with these steps carries ${most}: ${more}`
  return { code: 'too_many_items', message, retryable: false }
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
    const failure = tooManyItems(step.node, list.value.length)
    if (failure !== undefined) return { kind: 'failed', failure }
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
