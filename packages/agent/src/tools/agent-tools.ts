import type { AgentTool } from './agent-tool.js'
import { applyFixesTool } from './apply-fixes.js'
import { describeMethodTool } from './describe-method.js'
import { describeStepTypeTool } from './describe-step-type.js'
import { diffPipelinesTool } from './diff-pipelines.js'
import { draftPipelineTool } from './draft-pipeline.js'
import { dryRunTool } from './dry-run.js'
import { estimatePipelineTool } from './estimate-pipeline.js'
import { executionEventsTool } from './execution-events.js'
import { executionStatusTool } from './execution-status.js'
import { formatPipelineTool } from './format-pipeline.js'
import { listStepTypesTool } from './list-step-types.js'
import { replayPreviewTool } from './replay-preview.js'
import { searchMethodsTool } from './search-methods.js'
import { submitPipelineTool } from './submit-pipeline.js'
import { validatePipelineTool } from './validate-pipeline.js'

/**
 * Every tool, in the order in which an agent comes to need them. None approves, answers questions or changes what tools may do.
 *
 * @example
 * ```ts
 * import { AGENT_TOOLS } from '@odp/agent/tools'
 *
 * for (const { name, description } of AGENT_TOOLS) console.log(name, description)
 * ```
 */
export const AGENT_TOOLS: readonly AgentTool[] = [
  searchMethodsTool,
  describeMethodTool,
  draftPipelineTool,
  validatePipelineTool,
  applyFixesTool,
  dryRunTool,
  submitPipelineTool,
  executionStatusTool,
  executionEventsTool,
  estimatePipelineTool,
  diffPipelinesTool,
  formatPipelineTool,
  listStepTypesTool,
  describeStepTypeTool,
  replayPreviewTool,
]
