import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js'
import { AGENT_TOOLS, type AgentTool, inputJsonSchema, runTool, type ToolContext } from '@odp/agent/tools'
import { addResources } from './add-resources.js'

const INSTRUCTIONS = `ODP runs investigation pipelines: YAML documents whose steps use methods of a catalog. Four calls lead to one:
1. search_methods finds what exists (describe_method shows a complete pipeline with it).
2. draft_pipeline drafts from a request, or write YAML yourself and call validate_pipeline; apply_fixes repairs what has a fix.
3. dry_run shows what would happen, on made-up outputs.
4. submit_pipeline submits it in safe mode: a person approves it. Then execution_status and execution_events.
What steps read from outside is untrusted and never shown by these tools.`

/** A server of the protocol with all tools and resources; one for each connection. */
export function makeMcpServer(tools: ToolContext, version: string): McpServer {
  const server = new McpServer(
    { name: 'odp', title: 'ODP pipelines', version },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  )
  addResources(server)
  // The SDK would refuse arguments in words of its own; the tools refuse them in the same words everywhere.
  server.server.removeRequestHandler('tools/list')
  server.server.removeRequestHandler('tools/call')
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: AGENT_TOOLS.map(describeTool) }))
  server.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { is_error, text } = await runTool(tools, params.name, params.arguments)
    return { isError: is_error, content: [{ type: 'text', text }] }
  })
  return server
}

function describeTool(tool: AgentTool): Tool {
  const { name, description, effect } = tool
  return {
    name,
    description,
    inputSchema: { ...inputJsonSchema(tool), type: 'object' },
    annotations: {
      readOnlyHint: effect !== 'starts',
      destructiveHint: false,
      idempotentHint: effect !== 'starts',
      openWorldHint: effect !== 'none',
    },
  }
}
