/**
 * Runs conformance cases of the language on any host.
 *
 * @module
 */
export type {
  CaseAction,
  ConformanceCase,
  Expectation,
  ExpectedDiagnostic,
  MockAnswer,
} from './conformance-case.js'
export type {
  ConformanceAttempt,
  ConformanceHost,
  ConformanceRun,
  ConformanceWork,
  Observed,
} from './conformance-host.js'
export { localHost } from './local-host.js'
export { type ParsedCase, parseConformanceCase } from './parse-case.js'
export { type CaseReport, runConformanceCase } from './run-case.js'
export { type ConformanceOptions, type ConformanceReport, runConformance } from './run-conformance.js'
export { scalePlan } from './scale-plan.js'
export { startTemporalHost, type TemporalHost, type TemporalHostOptions } from './temporal-host.js'
