import type { StepDefinition } from '../steps/define-step.js'
import { STEP_DEFINITIONS } from '../steps/index.js'

/** A set of step types. Everything that reads documents asks it, never a list of its own. */
export interface Language {
  readonly types: readonly string[]
  definition(type: string): StepDefinition | undefined
}

/**
 * Makes a language of the fifteen step types and more of one's own.
 *
 * @example
 * ```ts
 * const language = createLanguage({ steps: [wait] })
 * ```
 */
export function createLanguage(options: { readonly steps?: readonly StepDefinition[] } = {}): Language {
  const definitions = new Map<string, StepDefinition>()
  for (const definition of Object.values(STEP_DEFINITIONS))
    definitions.set(definition.type, definition as unknown as StepDefinition)
  for (const definition of options.steps ?? []) definitions.set(definition.type, definition)
  return { types: [...definitions.keys()], definition: (type) => definitions.get(type) }
}

/** The language with the fifteen step types only. */
export const defaultLanguage: Language = createLanguage()
