import type { Json } from '@odp/dsl'
import type { Capability } from '../catalog/capability.js'
import { namingKey, PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { escapeTemplates } from '../plan/compile-plan.js'
import type { Goal } from '../planner/typed/goal.js'
import { scoreCapabilities } from '../planner/typed/score-capability.js'
import { makeWorkspace, type Workspace } from '../planner/typed/workspace.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { copyOf, findInDocument, mapTexts } from './document-steps.js'
import { findStep } from './find-step.js'

/** Lets a step use another method, with its inputs and its readers rewired by type. */
export function replaceUses(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const { text, catalog, options } = edit
  const { oldWords, newWords } = splitWords(text)
  const request = readRequest(newWords, (word) => catalog.rarity(word) !== undefined)
  const space = makeWorkspace(catalog, request, options)
  const named = oldWords === '' ? undefined : findStep(oldWords, given, catalog)
  const choice = choose(named === undefined ? given : [named], space, newWords)
  if (choice === undefined) return undefined
  const { goal, capability } = choice
  const document = copyOf(edit.document)
  const place = findInDocument(document, goal.id)
  if (place === undefined || goal.capability === undefined) return undefined
  const key = namingKey(goal.step_type)
  const step = place.step
  if (key !== undefined) delete step[key]
  step.type = capability.step_type
  delete step.execution_mode
  if (capability.mode !== undefined) step.execution_mode = capability.mode
  if (capability.step_type === PLANNED_TYPES.graph) {
    step.agent_type = 'langgraph'
    step.agent_config = { graph_definition: capability.id }
  } else {
    delete step.agent_type
    delete step.agent_config
    const next = namingKey(capability.step_type)
    if (next !== undefined) step[next] = capability.id
  }
  if (step.inputs !== undefined) step.inputs = mapInputs(objectOf(step.inputs), goal.capability, capability)
  for (const mention of request.mentions) {
    const port = capability.inputs.find(
      (one) => !Object.hasOwn(objectOf(step.inputs), one.name) && space.fits.fit(mention, one) !== undefined,
    )
    if (port !== undefined)
      step.inputs = {
        ...objectOf(step.inputs),
        [port.name]: { from: escapeTemplates(space.fits.fit(mention, port)?.value ?? mention.value) },
      }
  }
  const outputs = mapOutputs(goal.capability, capability)
  if (step.outputs !== undefined)
    step.outputs = Object.fromEntries(
      Object.entries(objectOf(step.outputs)).flatMap(([name, artifact]) =>
        outputs.has(name) ? [[outputs.get(name) ?? name, artifact]] : [],
      ),
    )
  if (Object.keys(objectOf(step.outputs)).length === 0) {
    if (capability.declared.length > 0 && step.outputs !== undefined)
      step.outputs = Object.fromEntries(capability.declared.map(({ name }) => [name, `${goal.id}_${name}`]))
  }
  document.steps = mapTexts(document.steps as unknown as Json, (one) =>
    one.replace(
      new RegExp(`(\\{\\{\\s*${goal.id}\\.)(\\w+)`, 'g'),
      (_, head: string, name: string) => `${head}${outputs.get(name) ?? name}`,
    ),
  ) as unknown as typeof document.steps
  return { document }
}

function splitWords(text: string): { oldWords: string; newWords: string } {
  const forms: readonly RegExp[] = [
    /\buse\s+(?<new>.+?)\s+(?:instead of|rather than|in place of|not)\s+(?<old>.+)$/i,
    /\b(?:replace|swap|exchange|substitute)\s+(?<old>.+?)\s+(?:with|for|by)\s+(?<new>.+)$/i,
    /\b(?:switch|change|move)\s+(?:from\s+)?(?<old>.+?)\s+(?:to|over to)\s+(?<new>.+)$/i,
    /\binstead of\s+(?<old>.+?)[,;]\s*(?:use|take|run)?\s*(?<new>.+)$/i,
    /^(?<new>.+?)\s+(?:instead of|rather than|in place of)\s+(?<old>.+)$/i,
    /\bfor (?<old>.+?)[,;]?\s+use\s+(?<new>.+)$/i,
  ]
  for (const form of forms) {
    const groups = form.exec(text)?.groups
    if (groups?.new !== undefined && groups.old !== undefined) return { oldWords: groups.old, newWords: groups.new }
  }
  return { oldWords: '', newWords: text }
}

/** The capability that gives what the step gives, nearest to the words. */
function choose(
  goals: readonly Goal[],
  space: Workspace,
  words: string,
): { goal: Goal; capability: Capability } | undefined {
  const scored = scoreCapabilities(space.request.tokens, space)
  const wantsOther = /\b(?:other|alternative|different|second|another)\b/i.test(words)
  const pairs = goals.flatMap((goal) => {
    const own = goal.capability
    if (own === undefined) return []
    const asked = scored.filter(({ capability }) => capability !== own)
    const list =
      asked.length > 0
        ? asked
        : wantsOther
          ? space.catalog.capabilities
              .filter((one) => one !== own && alike(one, own))
              .map((capability) => ({ capability, score: 0.1 }))
          : []
    return list.map(({ capability, score }) => ({
      goal,
      capability,
      score:
        score +
        (alike(capability, own) ? 5 : goals.length === 1 ? 0 : -3) +
        (wantsOther && capability.id === own.id ? 2 : 0),
    }))
  })
  return pairs
    .filter(({ score }) => score > 0.05)
    .sort((a, b) => b.score - a.score || a.capability.order - b.capability.order)[0]
}

function alike(a: Capability, b: Capability): boolean {
  const types = new Set(b.outputs.filter(({ depth }) => depth === 0).map(({ type, path }) => type ?? path))
  return a.outputs.some(({ depth, type, path }) => depth === 0 && types.has(type ?? path))
}

function mapInputs(inputs: Record<string, Json>, from: Capability, to: Capability): Record<string, Json> {
  const mapped: Record<string, Json> = {}
  for (const [name, value] of Object.entries(inputs)) {
    const type = from.inputs.find((port) => port.name === name)?.type
    const port =
      to.inputs.find((one) => one.name === name && one.type === type) ??
      to.inputs.find((one) => one.type === type && !Object.hasOwn(mapped, one.name)) ??
      to.inputs.find(
        (one) =>
          one.required &&
          !Object.hasOwn(mapped, one.name) &&
          !to.inputs.some((other) => Object.hasOwn(inputs, other.name)),
      )
    if (port !== undefined) mapped[port.name] = value
  }
  return mapped
}

function mapOutputs(from: Capability, to: Capability): Map<string, string> {
  const mapped = new Map<string, string>()
  for (const field of from.outputs.filter(({ depth }) => depth === 0)) {
    const same = to.outputs.filter(({ depth }) => depth === 0)
    const found =
      same.find((one) => one.path === field.path) ??
      same.find((one) => one.type !== undefined && one.type === field.type)
    if (found !== undefined) mapped.set(field.path, found.path)
  }
  return mapped
}
