import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { TOOL_ERROR_CODES } from '@odp/agent/tools'
import { ISSUE_CODES, pipelineJsonSchema, STEP_DEFINITIONS, stringifyPipeline } from '@odp/dsl'
import { FAILURE_CODES, REFUSAL_CODES } from '@odp/dsl/plan'
import { languagePage } from './language-page.js'

interface ShownResource {
  readonly name: string
  readonly uri: string
  readonly description: string
  readonly mimeType: 'text/markdown' | 'application/json' | 'application/yaml'
  read(): string
}

const PAGES: readonly ShownResource[] = [
  {
    name: 'language',
    uri: 'odp://language',
    description: 'The pipeline language, complete: 30 KB. Tools explain what they refuse, so it is rarely needed.',
    mimeType: 'text/markdown',
    read: languagePage,
  },
  {
    name: 'schema',
    uri: 'odp://schema',
    description: 'JSON Schema of pipelines.',
    mimeType: 'application/json',
    read: () => JSON.stringify(pipelineJsonSchema()),
  },
  {
    name: 'errors',
    uri: 'odp://errors',
    description: 'Every code of validation, failures, refused operations and refused tool calls, with its meaning.',
    mimeType: 'application/json',
    read: () =>
      JSON.stringify({
        validation: ISSUE_CODES,
        failures: FAILURE_CODES,
        operations: REFUSAL_CODES,
        tools: TOOL_ERROR_CODES,
      }),
  },
]

const EXAMPLES: readonly ShownResource[] = Object.values(STEP_DEFINITIONS).map(({ type, summary, example }) => ({
  name: `example ${type}`,
  uri: `odp://examples/${type}`,
  description: `A step of type ${type}. ${summary}`,
  mimeType: 'application/yaml',
  read: () => exampleDocument(example),
}))

/** Adds what an agent can read to a server. */
export function addResources(server: McpServer): void {
  for (const { name, uri, description, mimeType, read } of [...PAGES, ...EXAMPLES]) {
    server.registerResource(name, uri, { description, mimeType }, () => ({
      contents: [{ uri, mimeType, text: read() }],
    }))
  }
}

function exampleDocument(step: unknown): string {
  const head = { version: '1.0', pipeline_id: 'example', name: 'Example', workspace_id: 'w', project_id: 'p' }
  return stringifyPipeline({ ...head, steps: [step] } as Parameters<typeof stringifyPipeline>[0])
}
