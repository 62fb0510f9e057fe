import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { Language } from '../language/language.js'
import type { Plan, PlanNode } from '../plan/plan.js'
import { labelLines, labelText } from './label-text.js'
import type { GraphCluster, GraphEdge, GraphItem, PlanGraph } from './plan-graph.js'
import { stepKind } from './step-kind.js'

/** Name of the only block of a type that has no branches, such as a loop. */
const BODY = 'steps'

/** Names of the catalog in one label. */
const MAX_NAMES = 4

/** Lays a plan out as nodes, frames and arrows. */
export function graphOfPlan(plan: Plan, language: Language): PlanGraph {
  const builder = new GraphBuilder(plan, language)
  const items = builder.scope(plan.nodes)
  return { title: labelText(plan.name), items, edges: builder.edges(), step_keys: builder.stepKeys }
}

class GraphBuilder {
  readonly #plan: Plan
  readonly #language: Language
  readonly #used = new Set<string>()
  /** Key of the node or frame of every step. */
  readonly stepKeys = new Map<string, string>()
  /** Keys of the frames around each key. */
  readonly #around = new Map<string, readonly string[]>()
  readonly #steps: PlanNode[] = []
  readonly #edges = new Map<string, GraphEdge>()
  readonly #branches: GraphEdge[] = []
  /** Where the arrows of a route end, by `<owner>/routes.<n>`. */
  readonly #routeHeads = new Map<string, string[]>()

  constructor(plan: Plan, language: Language) {
    this.#plan = plan
    this.#language = language
    this.#nameSteps(plan.nodes)
  }

  /** The items of a scope: the whole pipeline, or the body of a loop. */
  scope(nodes: readonly PlanNode[], around: readonly string[] = []): GraphItem[] {
    const blocks = new Map<string, PlanNode[]>()
    const outermost: PlanNode[] = []
    for (const node of nodes) {
      if (node.parent === undefined) outermost.push(node)
      else {
        const name = `${node.parent}/${node.block}`
        blocks.set(name, [...(blocks.get(name) ?? []), node])
      }
    }
    return outermost.flatMap((node) => this.#place(node, blocks, around))
  }

  /** All arrows, after everything has its place. */
  edges(): GraphEdge[] {
    for (const edge of this.#branches) this.#join(edge)
    for (const node of this.#steps) this.#edgesOf(node)
    return [...this.#edges.values()]
  }

  #nameSteps(nodes: readonly PlanNode[]): void {
    for (const node of nodes) {
      this.#steps.push(node)
      this.stepKeys.set(node.id, this.#newKey(node.id))
      if (node.nodes !== undefined) this.#nameSteps(node.nodes)
    }
  }

  #newKey(name: string): string {
    const base = name.replace(/[^A-Za-z0-9_]/g, '_')
    let key = base
    for (let count = 2; this.#used.has(key); count += 1) key = `${base}_${count}`
    this.#used.add(key)
    return key
  }

  /** A step, and after it the steps that its routes hold. */
  #place(node: PlanNode, blocks: ReadonlyMap<string, readonly PlanNode[]>, around: readonly string[]): GraphItem[] {
    const prefix = `${node.id}/`
    const own = [...blocks].filter(([name]) => name.startsWith(prefix))
    const routes = own.filter(([name]) => name.startsWith(`${prefix}routes.`))
    const inner = own
      .filter((block) => !routes.includes(block))
      .map(([name, steps]) => [name.slice(prefix.length), steps] as const)
    const place = (steps: readonly PlanNode[], frames: readonly string[]) =>
      steps.flatMap((step) => this.#place(step, blocks, frames))
    const items = [...this.#step(node, inner, place, around)]
    for (const [name, steps] of routes) {
      const [only] = steps
      if (only !== undefined && steps.length === 1) {
        this.#routeHeads.set(name, [this.#keyOf(only.id)])
        items.push(...place([{ ...only, on_demand: true }], around))
        continue
      }
      const frame = this.#frame(this.#newKey(name), `after ${node.id}`, [], true, around, (frames) =>
        place(steps, frames),
      )
      this.#routeHeads.set(name, [frame.key])
      items.push(frame)
    }
    return items
  }

  #step(
    node: PlanNode,
    blocks: readonly (readonly [string, readonly PlanNode[]])[],
    place: (steps: readonly PlanNode[], frames: readonly string[]) => GraphItem[],
    around: readonly string[],
  ): GraphItem[] {
    const key = this.#keyOf(node.id)
    const onDemand = node.on_demand === true
    const body = node.nodes ?? (blocks.length === 1 && blocks[0]?.[0] === BODY ? blocks[0][1] : undefined)
    if (body !== undefined && body.length > 0) {
      const fill = (frames: readonly string[]) =>
        node.nodes === undefined ? place(body, frames) : this.scope(body, frames)
      return [this.#frame(key, node.id, [bodyTitle(node)], onDemand, around, fill)]
    }
    this.#around.set(key, around)
    const details = [node.type, ...this.#catalogNames(node)]
    const kind = stepKind(this.#language.definition(node.type), this.#plan.types[node.type]?.run)
    const item: GraphItem = { is: 'node', key, title: node.id, details, kind, on_demand: onDemand }
    const branches = blocks.map(([name, steps]) => {
      const frame = this.#frame(this.#newKey(`${node.id}_${name}`), name, [], false, around, (frames) =>
        place(steps, frames),
      )
      this.#branches.push({ from: key, to: frame.key, kind: 'activates', label: branchLabel(node, name) })
      return frame
    })
    return [item, ...branches]
  }

  #frame(
    key: string,
    title: string,
    details: readonly string[],
    onDemand: boolean,
    around: readonly string[],
    fill: (frames: readonly string[]) => GraphItem[],
  ): GraphCluster {
    this.#around.set(key, around)
    return { is: 'cluster', key, title, details, on_demand: onDemand, items: fill([...around, key]) }
  }

  /** What the step runs: what it needs of the catalog, else the first text among its keys. */
  #catalogNames(node: PlanNode): string[] {
    if (this.#plan.types[node.type]?.run === 'control') return []
    const config = node.config ?? {}
    const definition = this.#language.definition(node.type)
    const names = (definition?.requires?.(config) ?? []).map(({ id }) => id)
    const literals = definition?.strings ?? {}
    const text = Object.entries(config).find(
      ([key, value]) => typeof value === 'string' && !Object.hasOwn(literals, key),
    )?.[1]
    if (names.length === 0) return typeof text === 'string' ? labelLines(text) : []
    const more = names.length > MAX_NAMES ? [`and ${names.length - MAX_NAMES} more`] : []
    return [...names.slice(0, MAX_NAMES).flatMap(labelLines), ...more]
  }

  #keyOf(id: string): string {
    return this.stepKeys.get(id) ?? id
  }

  #edgesOf(node: PlanNode): void {
    const to = this.#keyOf(node.id)
    const link = (id: string, target: string, kind: GraphEdge['kind']) => {
      if (this.stepKeys.has(id)) this.#join({ from: this.#keyOf(id), to: target, kind, label: [] })
    }
    for (const id of node.after ?? []) link(id, to, 'reads')
    for (const id of node.depends_on ?? []) if (node.after?.includes(id) !== true) link(id, to, 'orders')
    const activate = (target: string, text: string) =>
      this.#join({ from: to, to: target, kind: 'activates', label: labelLines(text) })
    for (const check of node.check ?? []) {
      activate(
        this.#keyOf(check.run),
        'not_exists' in check ? `if not exists: ${check.not_exists}` : `if ${check.boolean}`,
      )
    }
    if (node.fallback !== undefined) activate(this.#keyOf(node.fallback), 'on failure')
    for (const [index, route] of (node.routes ?? []).entries()) {
      const heads = [
        ...(this.#routeHeads.get(`${node.id}/routes.${index}`) ?? []),
        ...(route.run ?? []).map((id) => this.#keyOf(id)),
      ]
      for (const head of heads) {
        activate(head, `if ${route.expression}`)
        for (const id of route.after ?? []) if (id !== node.id) link(id, head, 'reads')
      }
    }
  }

  /**
   * Adds an arrow. Two of a kind between the same ends are one with both labels.
   * A frame has no arrow to what stands in it: neither format can draw one.
   */
  #join(edge: GraphEdge): void {
    if (edge.from === edge.to || !this.#around.has(edge.from) || !this.#around.has(edge.to)) return
    if (this.#around.get(edge.from)?.includes(edge.to) || this.#around.get(edge.to)?.includes(edge.from)) return
    const name = `${edge.from} ${edge.to} ${edge.kind}`
    const found = this.#edges.get(name)
    if (found === undefined) this.#edges.set(name, edge)
    else if (edge.label.length > 0)
      this.#edges.set(name, {
        ...found,
        label: [...found.label, ...edge.label.map((line, at) => (at === 0 ? `or ${line}` : line))],
      })
  }
}

/** The title of a loop or a group: what it goes over, and how many at a time. */
function bodyTitle(node: PlanNode): string {
  const config = node.config ?? {}
  const group = isJsonObject(config.parallel_config) ? config.parallel_config : {}
  const over = config.iterate_over
  const limit = numberOf(config, 'max_parallel') ?? numberOf(group, 'max_parallel')
  const subject = over === undefined ? '' : ` over ${typeof over === 'string' ? over : itemCount(over)}`
  return labelText(`${node.type}${subject}${limit === undefined ? '' : `, ${limit} at a time`}`)
}

function numberOf(config: JsonObject, key: string): number | undefined {
  const value = config[key]
  return typeof value === 'number' ? value : undefined
}

function itemCount(items: Json): string {
  const count = Array.isArray(items) ? items.length : 1
  return count === 1 ? '1 item' : `${count} items`
}

function branchLabel(node: PlanNode, block: string): string[] {
  const condition = node.config?.condition
  const expression =
    isJsonObject(condition) && typeof condition.expression === 'string' ? condition.expression : undefined
  if (block === 'if_true' && expression !== undefined) return labelLines(`if ${expression}`)
  return labelLines(block === 'if_false' ? 'otherwise' : block)
}
