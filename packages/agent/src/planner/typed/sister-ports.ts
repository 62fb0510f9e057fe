import type { Port } from '../../catalog/capability.js'
import type { Goal, Source } from './goal.js'

type Reference = Extract<Source, { kind: 'ref' }>

/** `join A and B`: ports of one type get what is named first first, unless their own words say which is which. */
export function orderSisters(goal: Goal): void {
  const ports = (goal.capability?.inputs ?? []).filter(({ required }) => required)
  for (const port of ports) {
    const sisters = ports.filter((one) => one.type === port.type && one.arity === port.arity)
    if (sisters.length < 2 || sisters[0] !== port) continue
    const sources = sisters.map(({ name }) => onlyReference(goal.bound.get(name)))
    if (!sources.every((source) => source !== undefined)) continue
    if (sisters.some((sister, at) => speaksOf(sister, sisters, sources[at] as Reference))) continue
    const sorted = [...sources].sort((a, b) => a.goal.at - b.goal.at)
    for (const [at, { name }] of sisters.entries()) goal.bound.set(name, [sorted[at] as Reference])
  }
}

function onlyReference(sources: readonly Source[] | undefined): Reference | undefined {
  const [only, ...more] = sources ?? []
  return only?.kind === 'ref' && more.length === 0 ? only : undefined
}

/** Whether a word that a port has and its sisters have not names what it was given. */
function speaksOf(port: Port, sisters: readonly Port[], { field, goal }: Reference): boolean {
  const own = port.words.filter((word) => !sisters.some((other) => other !== port && other.words.includes(word)))
  return own.some((word) => field.words.includes(word) || goal.words.has(word))
}
