/**
 * Runs pipelines in this process, with the same interpreter as on Temporal.
 *
 * @module
 */
export { type DryRunOptions, type DryRunResult, dryRun } from '../dry-run/dry-run.js'
export { DryRunError } from '../dry-run/dry-run-error.js'
export type { BranchName } from '../dry-run/force-branches.js'
export type { Fault } from '../dry-run/sampled-work.js'
export type { TraceLine } from '../dry-run/trace.js'
export { type Clock, realClock, VirtualClock } from './clock.js'
export { equippedWork } from './equipped-work.js'
export type { Work } from './in-process-host.js'
export { type InProcessOptions, type InProcessResult, runInProcess } from './run-in-process.js'
