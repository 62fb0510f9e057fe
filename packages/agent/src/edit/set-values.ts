import type { Json, PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import type { Goal } from '../planner/typed/goal.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'
import { makeWorkspace } from '../planner/typed/workspace.js'
import { DEFAULT_PARALLEL } from '../policy/document-policy.js'
import { readRequest } from '../request/read-request.js'
import { stemsOf } from '../words/stem.js'
import type { Edit, EditResult } from './apply-edit.js'
import { applyOperation } from './apply-operations.js'
import { copyOf, findInDocument, stepLists } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'
import { findStep } from './find-step.js'

const PATHS = {
  retry: 'retry_policy.max_attempts',
  timeout: 'timeout_minutes',
  poll: 'poll_interval_seconds',
  gpu: 'resources.gpu',
  cpu: 'resources.cpu',
  memory: 'resources.memory',
} as const

/** Sets constants and the numbers that steer a step. */
export function setValues(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const { catalog, options } = edit
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined)
  const space = makeWorkspace(catalog, request, options)
  const document = copyOf(edit.document)
  const target = findStep(edit.text, given, catalog)
  const most = options.context.most_parallel ?? DEFAULT_PARALLEL
  const refused: string[] = []
  const operations: EditOperation[] = []
  // Later words are read in the light of what earlier ones changed.
  const change = (operation: EditOperation) => {
    operations.push(operation)
    applyOperation(document, operation, catalog)
  }
  for (const { kind, value } of request.settings) {
    const goal = target ?? (given.length === 1 ? given[0] : undefined)
    if (kind === 'max_parallel') {
      if (Number(value) > most) refused.push(`${value} calls at a time are more than the ${most} that are allowed`)
      else {
        const loop = loopOf(document, goal)
        if (loop !== undefined) change({ op: 'set_parallel', step: loop, max_parallel: Number(value) })
      }
      continue
    }
    const fitting =
      goal ??
      (kind === 'poll' || kind === 'timeout'
        ? given.find(({ step_type }) => step_type === PLANNED_TYPES.wait)
        : undefined)
    if (fitting === undefined || findInDocument(document, fitting.id) === undefined) continue
    const amount = kind === 'retry' ? Math.min(10, Math.max(1, Number(value))) : value
    const path = PATHS[kind]
    change({ op: 'set_setting', step: fitting.id, path, value: path.startsWith('resources') ? String(amount) : amount })
  }
  for (const mention of request.mentions) setConstant(mention, target, given)
  if (operations.length > 0) return { operations, policy: refused }
  return refused.length === 0
    ? undefined
    : { outcome: 'policy', policy: refused, unused_words: [], planner: PLANNER_NAME }

  function setConstant(mention: (typeof request.mentions)[number], goal: Goal | undefined, all: readonly Goal[]): void {
    const said = new Set(stemsOf(edit.text))
    const choices = (goal === undefined ? all : [goal, ...all.filter((one) => one !== goal)]).flatMap((one) => {
      const place = findInDocument(document, one.id)
      if (place === undefined) return []
      const inputs = objectOf(place.step.inputs)
      return (one.capability?.inputs ?? []).flatMap((port) => {
        const fit = space.fits.fit(mention, port)
        if (fit === undefined) return []
        const now = currentValue(inputs[port.name])
        const isConstant = now !== undefined && !(typeof now === 'string' && now.includes('{{'))
        const named = port.words.filter((word) => said.has(word)).length
        const isOld = isConstant && JSON.stringify(now).toLowerCase() === JSON.stringify(fit.value).toLowerCase()
        if (isOld) return []
        const score =
          fit.quality +
          named +
          (isConstant ? 1 : now === undefined ? (named > 0 ? 0.5 : -2) : -1) +
          (one === goal ? 1 : 0)
        return [{ step: one.id, port, value: fit.value, score }]
      })
    })
    const best = choices.sort((a, b) => b.score - a.score)[0]
    if (best === undefined || best.score < 1.2) return
    const { step, port, value } = best
    const is_list = port.arity === 'many' && !Array.isArray(value)
    change({
      op: 'set_input',
      step,
      name: port.name,
      values: [{ kind: 'const', value }],
      ...(is_list ? { is_list } : {}),
    })
  }
}

function currentValue(binding: Json | undefined): Json | undefined {
  const own = objectOf(binding)
  return Object.hasOwn(own, 'from') ? own.from : binding
}

/** The loop or group that a step stands in, else the first of the document. */
function loopOf(document: PipelineDocument, goal: Goal | undefined): string | undefined {
  const loops = stepLists(document)
    .flat()
    .map(objectOf)
    .filter(({ type }) => type === PLANNED_TYPES.loop || type === PLANNED_TYPES.group)
  const own =
    loops.find((loop) => loop.id === goal?.loop?.key.replace(/^given:/, '')) ??
    loops.find((loop) => JSON.stringify(loop.steps).includes(`"${goal?.id}"`)) ??
    loops[0]
  return own === undefined ? undefined : String(own.id)
}
