import type { DocumentPath } from '../issues/issue.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'

/** One check of a step, whichever of the accepted forms it is written in. */
export interface StepCheck {
  readonly kind: 'not_exists' | 'boolean'
  /** The path, or the expression. */
  readonly text: string
  readonly run: string
  /** Where path or expression stands, from the step. */
  readonly textPath: DocumentPath
  readonly runPath: DocumentPath
}

const CONDITION_KEYS = { not_exists: 'path', boolean: 'expression' } as const

function readEntry(entry: JsonObject, path: DocumentPath): StepCheck[] {
  const checks: StepCheck[] = []
  for (const kind of ['not_exists', 'boolean'] as const) {
    const value = Object.hasOwn(entry, kind) ? entry[kind] : undefined
    if (typeof value === 'string' && typeof entry.run === 'string') {
      checks.push({ kind, text: value, run: entry.run, textPath: [...path, kind], runPath: [...path, 'run'] })
    } else if (isJsonObject(value)) {
      const key = CONDITION_KEYS[kind]
      const { [key]: text, run } = value
      if (typeof text !== 'string' || typeof run !== 'string') continue
      checks.push({ kind, text, run, textPath: [...path, kind, key], runPath: [...path, kind, 'run'] })
    }
  }
  return checks
}

/** The checks of a step: of the canonical list, of `not_exists: {path, run}`, and of a mapping of such. */
export function checksOf(step: JsonObject): StepCheck[] {
  const check: Json | undefined = step.check
  if (isJsonObject(check)) return readEntry(check, ['check'])
  if (!Array.isArray(check)) return []
  return check.flatMap((entry, index) => (isJsonObject(entry) ? readEntry(entry, ['check', index]) : []))
}
