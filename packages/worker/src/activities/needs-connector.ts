import type { StepActivity } from './activity.js'
import { StepError } from './step-error.js'

/** A step type whose work lies in an outside system that this worker has no connector for. Level 4 refuses it before. */
export function needsConnector(connector: string): StepActivity {
  const message = `the step needs the connector '${connector}', which this worker does not have`
  return { run: () => Promise.reject(new StepError('connector_missing', message)) }
}
