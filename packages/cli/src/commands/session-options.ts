import type { PlannerContext } from '@odp/agent'
import { type Command, InvalidArgumentError } from 'commander'
import { collect } from './collect.js'

/** What bounds the drafts of a command, as it was called. */
export interface SessionFlags {
  readonly workspace?: string
  readonly project?: string
  readonly budget?: number
  readonly webhookHost?: readonly string[]
}

/** The session of a command that says nothing of it. */
const DEFAULTS: PlannerContext = { workspace_id: 'my-workspace', project_id: 'my-project', mode: 'safe' }

/** The options of every command that drafts: for whom, and within which bounds. */
export function addSessionOptions(command: Command): Command {
  return command
    .option('--workspace <id>', `workspace of the session (default: ${DEFAULTS.workspace_id})`)
    .option('--project <id>', `project of the session (default: ${DEFAULTS.project_id})`)
    .option('--budget <units>', 'cost units that a pipeline may be expected to cost', readBudget)
    .option('--webhook-host <host>', 'host that files may be sent to (repeatable)', collect)
}

/** The session that the options mean. What they leave open is as in `given`. */
export function sessionOf(
  { workspace, project, budget, webhookHost }: SessionFlags,
  given: PlannerContext = DEFAULTS,
): PlannerContext {
  return {
    ...given,
    ...(workspace === undefined ? {} : { workspace_id: workspace }),
    ...(project === undefined ? {} : { project_id: project }),
    ...(budget === undefined ? {} : { budget_cost_units: budget }),
    ...(webhookHost === undefined ? {} : { allowed_webhook_hosts: webhookHost }),
  }
}

/** Reads a number of cost units. */
export function readBudget(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('expected a number of cost units.')
  return value
}
