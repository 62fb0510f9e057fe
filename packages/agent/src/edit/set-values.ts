import type { PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { entryNames } from '../planner/typed/entry-names.js'
import type { Goal } from '../planner/typed/goal.js'
import { overQuota, stepSetting } from '../planner/typed/setting-paths.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'
import { makeWorkspace } from '../planner/typed/workspace.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { applyOperation } from './apply-operations.js'
import { askAboutEdit } from './ask-about-edit.js'
import { copyOf, findInDocument, stepLists } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'
import { findStep } from './find-step.js'
import { oldValues } from './old-values.js'
import { setConstant } from './set-constant.js'
import { unusedWords } from './unused-words.js'

/** Sets constants and the numbers that steer a step. */
export function setValues(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const { catalog, options } = edit
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined, entryNames(catalog))
  const space = makeWorkspace(catalog, request, options)
  const document = copyOf(edit.document)
  const target = findStep(edit.text, given, catalog)
  const refused: string[] = []
  const operations: EditOperation[] = []
  let homeless = false
  // Later words are read in the light of what earlier ones changed.
  const change = (operation: EditOperation) => {
    operations.push(operation)
    applyOperation(document, operation, catalog)
  }
  for (const setting of request.settings) {
    const { kind, value } = setting
    const over = overQuota(setting, options.context)
    if (over !== undefined) {
      refused.push(over)
      continue
    }
    const goal = target ?? (given.length === 1 ? given[0] : undefined)
    const written = stepSetting(setting)
    if (written === undefined) {
      const loop = loopOf(document, goal)
      if (loop !== undefined) change({ op: 'set_parallel', step: loop, max_parallel: Number(value) })
      continue
    }
    const fitting =
      goal ??
      (kind === 'poll' || kind === 'timeout'
        ? given.find(({ step_type }) => step_type === PLANNED_TYPES.wait)
        : undefined)
    if (fitting === undefined || findInDocument(document, fitting.id) === undefined) {
      homeless = true
      continue
    }
    change({ op: 'set_setting', step: fitting.id, ...written })
  }
  const old = oldValues(request, given)
  const deciding = new Set(
    request.clauses.flatMap(({ condition }) => condition?.tokens ?? []).map((token) => token.mention),
  )
  for (const mention of request.mentions) {
    // What a condition compares with, or what is to be no more, is set nowhere.
    if (deciding.has(mention) || old.some((one) => one.mention === mention)) continue
    const operation = setConstant(mention, { document, space, given, target, old })
    if (operation !== undefined) change(operation)
  }
  if (operations.length > 0)
    return { operations, policy: refused, unused_words: unusedWords(edit.text, request.tokens, given) }
  if (homeless && refused.length === 0)
    return askAboutEdit('Which step is this said of?', { options: given.map(({ id }) => id) })
  return refused.length === 0
    ? undefined
    : { outcome: 'policy', policy: refused, unused_words: [], planner: PLANNER_NAME }
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
