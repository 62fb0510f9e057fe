import type { StepDefinition } from '../steps/define-step.js'
import { STEP_DEFINITIONS } from '../steps/index.js'

/**
 * A set of step types. Everything that reads documents asks it, never a list of its own.
 *
 * @example
 * ```ts
 * import type { Language } from '@odp/dsl'
 *
 * const summary = (language: Language, type: string) => language.definition(type)?.summary
 * ```
 */
export interface Language {
  readonly types: readonly string[]
  definition(type: string): StepDefinition | undefined
}

/**
 * Makes a language of the fifteen step types and more of one's own. A definition whose type is there already takes its place.
 *
 * @example
 * ```ts
 * import { createLanguage, defineStep, parsePipeline } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const wait = defineStep({
 *   type: 'wait', summary: 'Waits.', keys: { seconds: z.number().describe('How long, in seconds.') },
 *   modes: ['direct'], run: 'activity', example: { id: 'pause', type: 'wait', seconds: 3 },
 * })
 * const language = createLanguage({ steps: [wait] })
 * const read = (text: string) => parsePipeline(text, { language })
 * ```
 */
export function createLanguage(options: { readonly steps?: readonly StepDefinition[] } = {}): Language {
  const definitions = new Map<string, StepDefinition>()
  for (const definition of Object.values(STEP_DEFINITIONS))
    definitions.set(definition.type, definition as unknown as StepDefinition)
  for (const definition of options.steps ?? []) definitions.set(definition.type, definition)
  return { types: [...definitions.keys()], definition: (type) => definitions.get(type) }
}

/**
 * The language with the fifteen step types only.
 *
 * @example
 * ```ts
 * import { defaultLanguage } from '@odp/dsl'
 *
 * defaultLanguage.types.length // 15
 * ```
 */
export const defaultLanguage: Language = createLanguage()
