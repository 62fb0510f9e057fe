import type { Json } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { escapeTemplates } from '../plan/compile-plan.js'
import type { Goal } from '../planner/typed/goal.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'
import { makeWorkspace } from '../planner/typed/workspace.js'
import { DEFAULT_PARALLEL } from '../policy/document-policy.js'
import { readRequest } from '../request/read-request.js'
import { stemsOf } from '../words/stem.js'
import type { Edit, EditResult } from './apply-edit.js'
import { copyOf, findInDocument, stepLists } from './document-steps.js'
import { findStep } from './find-step.js'

/** Sets constants and the numbers that steer a step. */
export function setValues(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const { catalog, options } = edit
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined)
  const space = makeWorkspace(catalog, request, options)
  const document = copyOf(edit.document)
  const target = findStep(edit.text, given, catalog)
  const most = options.context.most_parallel ?? DEFAULT_PARALLEL
  const refused: string[] = []
  let isChanged = false
  for (const { kind, value } of request.settings) {
    const goal = target ?? (given.length === 1 ? given[0] : undefined)
    if (kind === 'max_parallel') {
      if (Number(value) > most) refused.push(`${value} calls at a time are more than the ${most} that are allowed`)
      else isChanged = setParallel(document, goal, Number(value)) || isChanged
      continue
    }
    const fitting =
      goal ??
      (kind === 'poll' || kind === 'timeout'
        ? given.find(({ step_type }) => step_type === PLANNED_TYPES.wait)
        : undefined)
    const place = fitting === undefined ? undefined : findInDocument(document, fitting.id)
    if (place === undefined) continue
    isChanged = true
    if (kind === 'retry')
      place.step.retry_policy = {
        ...objectOf(place.step.retry_policy),
        max_attempts: Math.min(10, Math.max(1, Number(value))),
      }
    else if (kind === 'timeout') place.step.timeout_minutes = value
    else if (kind === 'poll') place.step.poll_interval_seconds = value
    else place.step.resources = { ...objectOf(place.step.resources), [kind]: String(value) }
  }
  for (const mention of request.mentions) isChanged = setConstant(mention, target, given) || isChanged
  if (isChanged) return { document, policy: refused }
  return refused.length === 0
    ? undefined
    : { outcome: 'policy', policy: refused, unused_words: [], planner: PLANNER_NAME }

  function setConstant(
    mention: (typeof request.mentions)[number],
    goal: Goal | undefined,
    all: readonly Goal[],
  ): boolean {
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
        return [{ place, port, value: fit.value, score }]
      })
    })
    const best = choices.sort((a, b) => b.score - a.score)[0]
    if (best === undefined || best.score < 1.2) return false
    best.place.step.inputs = {
      ...objectOf(best.place.step.inputs),
      [best.port.name]: {
        from: escapeTemplates(best.port.arity === 'many' && !Array.isArray(best.value) ? [best.value] : best.value),
      },
    }
    return true
  }
}

function currentValue(binding: Json | undefined): Json | undefined {
  const own = objectOf(binding)
  return Object.hasOwn(own, 'from') ? own.from : binding
}

function setParallel(document: Parameters<typeof findInDocument>[0], goal: Goal | undefined, max: number): boolean {
  const loops = stepLists(document)
    .flat()
    .map(objectOf)
    .filter(({ type }) => type === PLANNED_TYPES.loop || type === PLANNED_TYPES.group)
  const own =
    loops.find((loop) => loop.id === goal?.loop?.key.replace(/^given:/, '')) ??
    loops.find((loop) => JSON.stringify(loop.steps).includes(`"${goal?.id}"`)) ??
    loops[0]
  if (own === undefined) return false
  if (own.type === PLANNED_TYPES.loop) own.max_parallel = max
  else own.parallel_config = { ...objectOf(own.parallel_config), max_parallel: max }
  return true
}
