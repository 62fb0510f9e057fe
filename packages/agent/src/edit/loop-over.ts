import type { Field, Port } from '../catalog/capability.js'
import { buildPlan } from '../planner/typed/build-plan.js'
import { dependsOn } from '../planner/typed/clause-words.js'
import { fieldFit } from '../planner/typed/field-fit.js'
import type { Goal } from '../planner/typed/goal.js'
import { takes } from '../planner/typed/reach.js'
import { scoreCapabilities } from '../planner/typed/score-capability.js'
import { wireGoal } from '../planner/typed/wire-goals.js'
import { makeGoal, makeWorkspace, type Workspace } from '../planner/typed/workspace.js'
import type { Clause } from '../request/clause.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { askAboutEdit } from './ask-about-edit.js'
import type { EditOperation } from './edit-operation.js'
import { findStep } from './find-step.js'
import { type OldValue, oldValues } from './old-values.js'

const EACH = /\b(?:for (?:each|every|all)|each|every|all|loop|everybody|everyone)\b/i
const MORE = /\bnot (?:only|just|merely)\b/i
const LEAST_FIT = 0.5
const CERTAIN = 0.8

interface List {
  readonly from: Goal
  readonly field: Field
  readonly score: number
}

/** `do this for every X of Y instead of Z`: the step that takes Z, and what reads it, goes into a loop over the X. */
export function loopOver(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const { catalog, options } = edit
  if (!EACH.test(edit.text)) return undefined
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined)
  const old = oldValues(request, given).filter(({ port, goal }) => port.arity === 'one' && goal.loop === undefined)
  const named = findStep(edit.text, given, catalog)
  const first = old.find(({ goal }) => goal === named) ?? old[0]
  if (first === undefined) return undefined
  const space = makeWorkspace(catalog, request, options)
  space.goals.push(...given)
  for (const { mention } of old) space.reserved.add(mention)
  const list = listAtHand(first, space) ?? listToFind(first, space)
  if (list !== undefined) return operationsOf(first, list, space)
  return MORE.test(edit.text)
    ? askAboutEdit(
        `Which list is gone through in place of '${first.mention.text}' (input '${first.port.name}' of ${first.goal.id})? No step gives one that the words name.`,
      )
    : undefined
}

/** The list of a step of the document that the words speak of. */
function listAtHand({ goal, port }: OldValue, space: Workspace): List | undefined {
  const lists = space.goals
    .filter((from) => from !== goal && from.loop === undefined && !dependsOn(from, goal))
    .flatMap((from) => listsOf(from, port, space))
  return best(lists.filter(({ from, field }) => saidOf(from, field, space) > 0))
}

/** The list that a further step gives, made of what the edit names. */
function listToFind({ port }: OldValue, space: Workspace): List | undefined {
  if (port.type === undefined) return undefined
  const { tokens, text } = space.request
  const clause: Clause = { index: 0, sentence: 0, tokens, link: 'start', start: 0, end: text.length }
  const spoken = scoreCapabilities(tokens, space)
  const takers = space.catalog
    .producers(port.type)
    .filter((one) =>
      space.request.mentions.some((mention) => !space.reserved.has(mention) && takes(one, mention, space, CERTAIN)),
    )
  // Where no word names the list, the only entry that takes what is given makes it.
  const tried = [
    ...spoken,
    ...(takers.length === 1 ? takers : []).map((capability) => ({ capability, words: new Set<string>(), score: 0 })),
  ]
  for (const { capability, words, score } of tried) {
    if (
      !capability.outputs.some((field) => field.over !== undefined && (fieldFit(field, port, space) ?? 0) >= LEAST_FIT)
    )
      continue
    const from = makeGoal(capability, clause, { at: score, words, because: text.trim().slice(0, 200) })
    space.goals.push(from)
    if (wireGoal(from, space, 1).length === 0 && from.loop === undefined) {
      const found = best(listsOf(from, port, space))
      if (found !== undefined) return found
    }
    space.goals.splice(space.goals.indexOf(from))
  }
  return undefined
}

function listsOf(from: Goal, port: Port, space: Workspace): List[] {
  return (from.capability?.outputs ?? []).flatMap((field) => {
    const fit = field.over === undefined ? undefined : fieldFit(field, port, space)
    return fit === undefined || fit < LEAST_FIT
      ? []
      : [{ from, field, score: fit + 0.8 * saidOf(from, field, space) - field.depth * 0.05 }]
  })
}

function saidOf(from: Goal, field: Field, { catalog, request }: Workspace): number {
  const naming = from.capability === undefined ? undefined : catalog.evidence.get(from.capability)?.naming
  const said = new Set(request.tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem))
  return [...said].filter((word) => field.words.includes(word) || field.type_words.includes(word) || naming?.has(word))
    .length
}

function best(lists: readonly List[]): List | undefined {
  return [...lists].sort((a, b) => b.score - a.score)[0]
}

function operationsOf({ goal, port }: OldValue, { from, field }: List, space: Workspace): EditResult {
  const { steps } = buildPlan(space, { conditions: new Map(), groups: new Map(), deliveries: new Map() })
  const added: EditOperation[] = steps.length === 0 ? [] : [{ op: 'add_steps', steps }]
  const parallel = space.request.settings.find(({ kind }) => kind === 'max_parallel')
  return {
    operations: [
      ...added,
      {
        op: 'put_in_loop',
        step: goal.id,
        name: port.name,
        over: { kind: 'ref', ref: `${from.id}.${field.over ?? ''}` },
        item_path: field.item_path ?? '',
        ...(parallel === undefined ? {} : { max_parallel: Number(parallel.value) }),
      },
    ],
    because: new Map(steps.map(({ id, because }) => [id, because])),
  }
}
