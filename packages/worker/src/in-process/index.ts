/**
 * Runs pipelines in this process, with the same interpreter as on Temporal.
 *
 * @module
 */
export { type Clock, realClock, VirtualClock } from './clock.js'
export { equippedWork } from './equipped-work.js'
export type { Work } from './in-process-host.js'
export { type InProcessOptions, type InProcessResult, runInProcess } from './run-in-process.js'
