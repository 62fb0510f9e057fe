import type { Capability } from '../catalog/capability.js'
import { objectOf } from '../json/object-of.js'
import type { Goal } from '../planner/typed/goal.js'
import { scoreCapabilities } from '../planner/typed/score-capability.js'
import { makeWorkspace, type Workspace } from '../planner/typed/workspace.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { askAboutEdit } from './ask-about-edit.js'
import { findInDocument } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'
import { findStep } from './find-step.js'
import { mapInputs } from './switch-uses.js'

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
  const place = findInDocument(edit.document, goal.id)
  if (place === undefined || goal.capability === undefined) return undefined
  const operations: EditOperation[] = [
    { op: 'replace_uses', step: goal.id, uses: capability.id, type: capability.step_type },
  ]
  const taken = new Set(Object.keys(mapInputs(objectOf(place.step.inputs), goal.capability, capability)))
  for (const mention of request.mentions) {
    const port = capability.inputs.find((one) => !taken.has(one.name) && space.fits.fit(mention, one) !== undefined)
    if (port === undefined) continue
    taken.add(port.name)
    const value = space.fits.fit(mention, port)?.value ?? mention.value
    operations.push({ op: 'set_input', step: goal.id, name: port.name, values: [{ kind: 'const', value }] })
  }
  const [open] = capability.inputs.filter(({ name, required }) => required && !taken.has(name))
  if (open !== undefined)
    return askAboutEdit(`What is ${capability.id} to be given as '${open.name}'? ${goal.id} has nothing for it.`)
  return { operations }
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
