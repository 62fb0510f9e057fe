import type { Outline } from '../document/outline.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type JsonObject } from '../json/json.js'

/** Level 3, replay: the step to replay from exists. A mere warning while `replay` is not enabled. */
export function checkReplay(document: JsonObject, outline: Outline): Issue[] {
  const { replay } = document
  if (!isJsonObject(replay) || typeof replay.replay_from_step !== 'string' || outline.byId.has(replay.replay_from_step))
    return []
  const message = `Step '${replay.replay_from_step}' not found; ${describeAlternatives(replay.replay_from_step, [...outline.byId.keys()])}`
  return [
    makeIssue('unknown_replay_step', message, ['replay', 'replay_from_step'], {
      severity: replay.enabled === true ? 'error' : 'warning',
    }),
  ]
}
