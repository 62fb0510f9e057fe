import type { Port } from '../catalog/capability.js'
import type { PlanStep, PlanValue } from '../plan/flat-plan.js'
import { dependsOn } from '../planner/typed/clause-words.js'
import type { Goal } from '../planner/typed/goal.js'
import { makeWorkspace, type Workspace } from '../planner/typed/workspace.js'
import type { Mention } from '../request/mention.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { askAboutEdit } from './ask-about-edit.js'

const ALSO = /\b(?:also|too|as well|same|again)\b/i
const REPEATED =
  /^\W*(?:(?:please|and|now|then|also|can you|could you) )*(?:(?:do|run|make|repeat) )?(?:(?:it|that|this|everything|all (?:of )?(?:it|that|this)|(?:the |exactly the )?same(?: thing)?) )?(?:(?:also|too|again|as well) )?(?:for|with) (.+?)(?:,? (?:too|also|as well|again|please))*\W*$/i
const LEAST_FIT = 0.5

interface Held {
  readonly goal: Goal
  readonly port: Port
  readonly mention: Mention
  readonly value: PlanValue
  readonly now: string
}

/** `also do that for Z`: the steps that have such a value, and what reads them, stay, and are done once more for the new one. */
export function repeatFor(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  if (!ALSO.test(edit.text) || !REPEATED.test(edit.text)) return undefined
  const { catalog, options, lifted } = edit
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined)
  const [mention, second] = request.mentions
  if (mention === undefined || second !== undefined) return undefined
  const held = holdersOf(mention, given, makeWorkspace(catalog, request, options))
  const values = new Set(held.map(({ now }) => now))
  if (held.length === 0) return undefined
  if (values.size > 1)
    return askAboutEdit(`In place of which value is '${mention.text}' meant: ${[...values].join(', ')}?`)
  const copied = given.filter((goal) => held.some((one) => dependsOn(goal, one.goal)))
  const steps = copied.flatMap(({ id }) => lifted.steps.find((step) => step.id === id) ?? [])
  if (
    steps.some(({ when, group, fallback_of }) => when !== undefined || group !== undefined || fallback_of !== undefined)
  )
    return askAboutEdit(
      `Which steps are to be done for '${mention.text}' too? Some of ${steps.map(({ id }) => id).join(', ')} are done only at times.`,
    )
  return { operations: [{ op: 'add_steps', steps: copiesOf(steps, held, given) }] }
}

/** The constants of steps in whose place the new value could stand, as far as it fits best. */
function holdersOf(mention: Mention, given: readonly Goal[], space: Workspace): Held[] {
  const found = given.flatMap((goal) =>
    (goal.capability?.inputs ?? []).flatMap((port) => {
      const [source, ...more] = goal.bound.get(port.name) ?? []
      const fit = space.fits.fit(mention, port)
      if (source?.kind !== 'const' || more.length > 0 || fit === undefined || fit.quality < LEAST_FIT) return []
      const value: PlanValue = { kind: 'const', value: fit.value }
      return [{ goal, port, mention, value, now: String(source.value), quality: fit.quality }]
    }),
  )
  const most = Math.max(...found.map(({ quality }) => quality))
  const best = new Set(found.filter(({ quality }) => quality === most).map(({ now }) => now))
  return found.filter(({ now }) => best.has(now))
}

/** Copies under names of their own, which read each other. */
function copiesOf(steps: readonly PlanStep[], held: readonly Held[], given: readonly Goal[]): PlanStep[] {
  const taken = new Set(given.map(({ id }) => id))
  const names = new Map<string, string>()
  for (const { id } of steps) {
    let at = 2
    while (taken.has(`${id}_${at}`)) at += 1
    taken.add(`${id}_${at}`)
    names.set(id, `${id}_${at}`)
  }
  const rename = (value: PlanValue): PlanValue =>
    value.kind === 'ref' ? { ...value, ref: value.ref.replace(/^[\w-]+/, (root) => names.get(root) ?? root) } : value
  return steps.map(({ artifacts: _, ...step }) => ({
    ...step,
    id: names.get(step.id) ?? step.id,
    inputs: step.inputs.map((input) => {
      const own = held.find(({ goal, port }) => goal.id === step.id && port.name === input.name)
      return { ...input, values: own === undefined ? input.values.map(rename) : [own.value] }
    }),
    settings: step.settings.map((setting) => ({ ...setting, value: rename(setting.value) })),
    after: step.after.map((id) => names.get(id) ?? id),
    ...(step.for_each === undefined
      ? {}
      : { for_each: { ...step.for_each, key: `${step.for_each.key}_again`, over: rename(step.for_each.over) } }),
    because: `once more for ${held[0]?.mention.text ?? ''}`,
  }))
}
