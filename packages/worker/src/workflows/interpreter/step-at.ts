import type { ScopeRun } from './scope-run.js'
import type { StepRun } from './step-run.js'

/** The step of an address such as `others[3].crawl`, if its scope is under way. */
export function stepAt(scope: ScopeRun | undefined, address: string): StepRun | undefined {
  for (const step of scope?.steps ?? []) {
    if (step.address === address) return step
    if (!address.startsWith(`${step.address}[`)) continue
    for (const inner of step.control?.scopes ?? []) {
      const found = stepAt(inner, address)
      if (found !== undefined) return found
    }
  }
  return undefined
}
