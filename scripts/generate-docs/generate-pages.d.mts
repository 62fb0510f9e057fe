import type { JsonObject } from '../../packages/dsl/src/json/json.js'
import type { StepDefinition } from '../../packages/dsl/src/steps/define-step.js'

/** What the pages are made of. */
export interface DocumentedLanguage {
  readonly definitions: readonly Omit<StepDefinition, 'keys'>[]
  /** From `pipelineJsonSchema()`. */
  readonly schema: JsonObject
  readonly issueCodes: Readonly<
    Record<string, { readonly level: number; readonly severity: string; readonly meaning: string }>
  >
  readonly failureCodes: Readonly<Record<string, string>>
  readonly refusalCodes: Readonly<Record<string, string>>
  readonly toYaml: (document: never) => string
}

export function generatePages(language: DocumentedLanguage): Map<string, string>

/** Keys that are checked and kept but change nothing yet. */
export const WITHOUT_EFFECT: readonly string[]
