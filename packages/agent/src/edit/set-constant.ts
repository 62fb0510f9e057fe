import type { Json, PipelineDocument } from '@odp/dsl'
import type { Port } from '../catalog/capability.js'
import { objectOf } from '../json/object-of.js'
import type { Goal } from '../planner/typed/goal.js'
import type { Workspace } from '../planner/typed/workspace.js'
import type { Mention } from '../request/mention.js'
import { STOP_WORDS } from '../words/english.js'
import { stemsOf } from '../words/stem.js'
import { findInDocument } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'
import type { OldValue } from './old-values.js'

interface Choice {
  readonly goal: Goal
  readonly port: Port
  readonly value: Json
  readonly now: Json | undefined
  /** How many words of the port were said. */
  readonly named: number
  readonly quality: number
}

/** What a constant of an edit is set by. */
export interface ConstantEdit {
  readonly document: PipelineDocument
  readonly space: Workspace
  readonly given: readonly Goal[]
  /** The step that the edit names. */
  readonly target: Goal | undefined
  readonly old: readonly OldValue[]
}

/** Where a constant of an edit goes: where the edit says, and nowhere if it does not say. */
export function setConstant(mention: Mention, edit: ConstantEdit): EditOperation | undefined {
  const choice = choose(choicesFor(mention, edit), edit, mention)
  if (choice === undefined) return undefined
  const { goal, port, value, now } = choice
  if (JSON.stringify(now)?.toLowerCase() === JSON.stringify(value).toLowerCase()) return undefined
  const is_list = port.arity === 'many' && !Array.isArray(value)
  const values = [{ kind: 'const' as const, value }]
  return { op: 'set_input', step: goal.id, name: port.name, values, ...(is_list ? { is_list } : {}) }
}

function choicesFor(mention: Mention, { document, space, given }: ConstantEdit): Choice[] {
  const said = new Set(stemsOf(space.request.text))
  return given.flatMap((goal) => {
    const step = findInDocument(document, goal.id)?.step
    if (step === undefined) return []
    const inputs = objectOf(step.inputs)
    return (goal.capability?.inputs ?? []).flatMap((port): Choice[] => {
      const fit = space.fits.fit(mention, port)
      if (fit === undefined) return []
      const now = givenValue(inputs[port.name])
      const named = port.words.filter((word) => said.has(word) && !STOP_WORDS.has(word)).length
      const isNumeric = port.json.some((type) => type === 'number' || type === 'integer')
      // A number goes into a text only where that text is named.
      if (named === 0 && mention.kinds.has('number') && !isNumeric) return []
      return [{ goal, port, value: fit.value, now, named, quality: fit.quality }]
    })
  })
}

function choose(choices: readonly Choice[], { old, target }: ConstantEdit, mention: Mention): Choice | undefined {
  const replaced = old.filter((one) => one.mention !== mention)
  if (replaced.length > 0)
    return choices.find(({ goal, port }) => replaced.some((one) => one.goal === goal && one.port === port))
  const own = choices.filter(({ goal }) => goal === target)
  return (
    only(own, true) ??
    only(
      choices.filter(({ goal, named }) => goal === target || named > 0),
      false,
    ) ??
    (target === undefined ? only(choices, false) : undefined)
  )
}

/** The one port that a constant may be meant for: by its name, else as the only one that holds a constant like it. */
function only(choices: readonly Choice[], isTarget: boolean): Choice | undefined {
  const named = choices.filter((one) => one.named > 0).sort((a, b) => rank(b) - rank(a))
  if (named[0] !== undefined) return named[0]
  const constants = choices
    .filter(({ now }) => isConstant(now))
    .sort((a, b) => distance(a) - distance(b) || b.quality - a.quality)
  const [first, second] = constants
  if (
    first !== undefined &&
    (second === undefined || distance(first) + 1 < distance(second) || first.quality > second.quality)
  )
    return first
  const open = choices.filter(({ now }) => now === undefined)
  return isTarget && constants.length === 0 && open.length === 1 ? open[0] : undefined
}

function rank({ named, now, quality }: Choice): number {
  return named + quality + (isConstant(now) ? 1 : now === undefined ? 0.5 : -1)
}

function isConstant(now: Json | undefined): boolean {
  return now !== undefined && !JSON.stringify(now).includes('{{')
}

/** A number takes the place of one of its size: powers of ten between them. */
function distance({ now, value }: Choice): number {
  return typeof now === 'number' && typeof value === 'number' && now > 0 && value > 0
    ? Math.abs(Math.log10(value / now))
    : 0
}

function givenValue(binding: Json | undefined): Json | undefined {
  const own = objectOf(binding)
  return Object.hasOwn(own, 'from') ? own.from : binding
}
