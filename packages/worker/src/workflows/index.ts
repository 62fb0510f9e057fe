/**
 * The workflow side: only this, `@odp/dsl/plan` and `@temporalio/workflow` stand in the workflow bundle.
 *
 * @module
 */
export { eventsQuery, type OutputsPage, outputsQuery, runPipeline, statusQuery } from './run-pipeline.js'
