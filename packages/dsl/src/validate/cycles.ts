import type { OutlineStep } from '../document/outline.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { WaitGraph } from './wait-graph.js'

/** More steps of one circle than this help nobody. */
const MOST_SHOWN = 20

function shown(ids: readonly string[]): readonly string[] {
  if (ids.length <= MOST_SHOWN) return ids
  return [...ids.slice(0, MOST_SHOWN - 1), `… ${ids.length - MOST_SHOWN} more …`, ...ids.slice(-1)]
}

/** Level 3, cycles: each circle of steps that wait for each other, reported at its first step in the document. */
export function checkCycles(graph: WaitGraph): Issue[] {
  return components(graph.edges)
    .filter((component) => component.length > 1)
    .map((component) => {
      const path = circle(graph, new Set(component))
      const [first] = path
      const chain = shown(path.map((step) => `'${step.id}'`)).join(' → ')
      return makeIssue(
        'cycle',
        `these steps wait for each other: ${chain}`,
        first?.path ?? [],
        first === undefined ? {} : { step: first.id },
      )
    })
}

/** A shortest circle through the first step of the component, as steps; the first one stands at both ends. */
function circle(graph: WaitGraph, component: ReadonlySet<number>): OutlineStep[] {
  const start = Math.min(...component)
  const cameFrom = new Map<number, number>()
  const queue = [start]
  search: for (let index = 0; index < queue.length; index += 1) {
    const at = queue[index] ?? start
    for (const next of graph.edges[at] ?? []) {
      if (!component.has(next) || cameFrom.has(next)) continue
      cameFrom.set(next, at)
      if (next === start) break search
      queue.push(next)
    }
  }
  const numbers = [start]
  let at = cameFrom.get(start)
  while (at !== undefined && at !== start) {
    numbers.push(at)
    at = cameFrom.get(at)
  }
  numbers.push(start)
  const steps = numbers.reverse().map((number) => graph.stepOf(number))
  return steps.filter((step, index) => index === 0 || step !== steps[index - 1])
}

/** Strongly connected components (Tarjan, without recursion so that long documents need no deep stack). */
function components(edges: readonly (readonly number[])[]): number[][] {
  const index = new Int32Array(edges.length).fill(-1)
  const low = new Int32Array(edges.length)
  const onStack = new Uint8Array(edges.length)
  const stack: number[] = []
  const found: number[][] = []
  let counter = 0
  for (let root = 0; root < edges.length; root += 1) {
    if (index[root] !== -1) continue
    const work: [number, number][] = [[root, 0]]
    while (work.length > 0) {
      const frame = work[work.length - 1] as [number, number]
      const [node, position] = frame
      if (position === 0) {
        index[node] = counter
        low[node] = counter
        counter += 1
        stack.push(node)
        onStack[node] = 1
      }
      const next = edges[node]?.[position]
      if (next !== undefined) {
        frame[1] += 1
        if (index[next] === -1) work.push([next, 0])
        else if (onStack[next] === 1) low[node] = Math.min(low[node] ?? 0, index[next] ?? 0)
        continue
      }
      work.pop()
      const parent = work[work.length - 1]?.[0]
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0)
      if (low[node] !== index[node]) continue
      const component: number[] = []
      let member: number | undefined
      do {
        member = stack.pop()
        if (member === undefined) break
        onStack[member] = 0
        component.push(member)
      } while (member !== node)
      found.push(component)
    }
  }
  return found
}
