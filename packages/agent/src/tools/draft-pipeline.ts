import * as z from 'zod'
import { editDraft } from '../edit/edit-draft.js'
import type { PlannerContext } from '../planner/planner-options.js'
import { draftPipeline } from '../planner/typed/typed-planner.js'
import { defineTool, pipelineArgument } from './agent-tool.js'
import { blockersOf, checkText } from './checked-text.js'
import { shortIssues } from './short-issue.js'
import { allowWorkspace } from './submit-policy.js'
import type { ToolContext } from './tool-context.js'

const LONGEST_REQUEST = 20_000
const FEW_ISSUES = 5

export const draftPipelineTool = defineTool({
  name: 'draft_pipeline',
  description:
    'Drafts a pipeline from a request in plain English with the methods of the catalog, or changes `pipeline` as the request says; no model, the same answer every time. It may ask a question, say what is missing, or refuse a part.',
  input: z.strictObject({
    request: z.string().min(1).max(LONGEST_REQUEST).describe('What is wanted: "whois of example.org, then a PDF".'),
    pipeline: pipelineArgument.optional().describe('The pipeline to change, instead of drafting a new one.'),
    workspace_id: z.string().min(1).max(256).optional(),
    project_id: z.string().min(1).max(256).optional(),
  }),
  effect: 'none',
  whole: ['pipeline'],
  run(context, { request, pipeline, workspace_id, project_id = 'my-project' }) {
    const planner = context.planner()
    const workspace = workspace_id ?? context.policy.workspaces?.[0] ?? 'my-workspace'
    allowWorkspace(context.policy, workspace)
    const options = { context: plannerContext(context, workspace, project_id) }
    const draft =
      pipeline === undefined ? draftPipeline(request, planner, options) : editDraft(request, pipeline, planner, options)
    const { outcome, document, question, missing, policy, unused_words, uncertain_words } = draft
    const checked = document === undefined ? undefined : checkText(context, document)
    return {
      outcome,
      ...(document === undefined ? {} : { pipeline: document }),
      ...(question === undefined ? {} : { question }),
      ...(missing === undefined ? {} : { missing }),
      ...(policy === undefined || policy.length === 0 ? {} : { refused: policy }),
      ...(unused_words.length === 0 ? {} : { unused_words }),
      ...(uncertain_words === undefined ? {} : { uncertain_words }),
      ...(checked === undefined ? {} : { valid: checked.valid, ...blockersOf(checked) }),
      ...(checked === undefined || checked.valid
        ? {}
        : { issues: shortIssues(checked.issues, document ?? '', FEW_ISSUES) }),
    }
  },
})

/** What the planner may use follows from the policy, never from the request. */
function plannerContext({ policy }: ToolContext, workspace_id: string, project_id: string): PlannerContext {
  const { budget_cost_units, webhook_hosts } = policy
  return {
    workspace_id,
    project_id,
    mode: 'safe',
    allowed_webhook_hosts: webhook_hosts,
    ...(budget_cost_units === undefined ? {} : { budget_cost_units }),
  }
}
