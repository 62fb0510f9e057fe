import type { Outline, OutlineStep } from '../document/outline.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { isJsonObject } from '../json/json.js'
import type { Requirement } from '../steps/define-step.js'
import type { StepMode } from '../steps/step-mode.js'

/**
 * What the installation that is going to run a pipeline can do.
 *
 * @example
 * ```ts
 * import { type Installation, validatePipeline } from '@odp/dsl'
 *
 * const installation: Installation = { connectors: ['kubernetes'], isRunnable: (_kind, id) => id === 'greet' }
 * const isRunnableHere = (text: string) => validatePipeline(text, { installation }).valid
 * ```
 */
export interface Installation {
  /** Names of the connectors that are configured, such as `openfaas`. */
  readonly connectors: readonly string[]
  /** Whether there is code for an entry of the catalog. `undefined`: the entry is not known. */
  isRunnable?(kind: Requirement['kind'], id: string): boolean | undefined
}

/** Level 4, as far as one installation can tell: connectors and code. */
export function checkInstallation(outline: Outline, installation: Installation): Issue[] {
  const issues: Issue[] = []
  for (const step of outline.steps) {
    const { definition } = step
    if (definition === undefined || definition.run === 'control') continue
    const mode = (
      typeof step.step.execution_mode === 'string' ? step.step.execution_mode : definition.modes[0]
    ) as StepMode
    const need = definition.connector?.(step.step, mode)
    if (need !== undefined && !installation.connectors.includes(need.connector)) {
      const message = `'${step.id}' needs the connector '${need.connector}', which is not configured here`
      issues.push(makeIssue('connector_missing', message, [...step.path, 'type'], { step: step.id, hint: need.hint }))
    } else if (need === undefined || need.needs_code === true) issues.push(...codeIssues(step, installation))
    issues.push(...bronzeIssues(step, installation))
  }
  return issues
}

function codeIssues(step: OutlineStep, installation: Installation): Issue[] {
  return (step.definition?.requires?.(step.step) ?? []).flatMap(({ kind, id, path }) => {
    if (installation.isRunnable?.(kind, id) !== false) return []
    const message = `there is no code for '${id}' in this installation`
    return [
      makeIssue('method_not_runnable', message, [...step.path, ...path], {
        step: step.id,
        hint:
          kind === 'flow' || kind === 'agent'
            ? 'register it in TypeScript with `prompt`'
            : 'register it in TypeScript with `run`, or use another execution mode',
      }),
    ]
  })
}

/** Outputs named `bronze.<table>` are also written to the data platform. */
function bronzeIssues(step: OutlineStep, installation: Installation): Issue[] {
  if (!isJsonObject(step.step.outputs) || installation.connectors.includes('delta_lake')) return []
  return Object.entries(step.step.outputs)
    .filter(([, artifact]) => typeof artifact === 'string' && artifact.startsWith('bronze.'))
    .map(([field, artifact]) =>
      makeIssue(
        'connector_missing',
        `'${String(artifact)}' needs the connector 'delta_lake', which is not configured here`,
        [...step.path, 'outputs', field],
        {
          step: step.id,
          hint: 'configure the Delta Lake connector, or give the artifact another name',
        },
      ),
    )
}
