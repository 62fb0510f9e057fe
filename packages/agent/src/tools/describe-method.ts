import { type CatalogIndex, type CatalogKind, STEP_DEFINITIONS } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, verboseArgument } from './agent-tool.js'
import { examplePipeline } from './example-pipeline.js'
import { noCatalog } from './tool-context.js'
import { ToolError } from './tool-error.js'

const KINDS = ['method', 'model', 'flow', 'agent', 'asset', 'report_template'] as const satisfies readonly CatalogKind[]
const MOST_NEAREST = 8

export const describeMethodTool = defineTool({
  name: 'describe_method',
  description:
    'Describes an entry of the catalog: JSON Schemas of its inputs and outputs, cost, and a complete pipeline that uses it.',
  input: z.strictObject({
    id: z.string().min(1).max(500).describe('Id, as search_methods gives it.'),
    kind: z.enum(KINDS).optional().describe('Where several kinds have the id.'),
    verbose: verboseArgument,
  }),
  effect: 'none',
  whole: ['example'],
  run(context, { id, kind }) {
    const { index } = context
    if (index === undefined) throw noCatalog()
    const entry = KINDS.filter((one) => kind === undefined || one === kind)
      .map((one) => index.find(one, id))
      .find((one) => one !== undefined)
    if (entry === undefined) throw unknownEntry(index, id)
    const step_type = entry.step_type ?? stepTypeOf(entry.kind)
    const example = examplePipeline(entry, step_type)
    return {
      id,
      kind: entry.kind,
      ...(step_type === undefined ? {} : { step_type }),
      summary: entry.summary ?? '',
      ...(entry.synonyms.length === 0 ? {} : { synonyms: entry.synonyms }),
      ...(entry.modes === undefined ? {} : { modes: entry.modes }),
      ...(entry.estimate === undefined ? {} : { estimate: entry.estimate }),
      inputs: entry.inputs ?? null,
      outputs: entry.outputs ?? null,
      ...(example === undefined ? {} : { example }),
    }
  },
})

/** The first step type that needs something of a kind. */
function stepTypeOf(kind: CatalogKind): string | undefined {
  return Object.values(STEP_DEFINITIONS).find(({ requires, example }) =>
    requires?.(example as Parameters<typeof requires>[0]).some((need) => need.kind === kind),
  )?.type
}

function unknownEntry(index: CatalogIndex, id: string): ToolError {
  const words = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2)
  const names = KINDS.flatMap((kind) => index.names(kind))
  const near = names.filter((name) => words.some((word) => name.toLowerCase().includes(word))).slice(0, MOST_NEAREST)
  return new ToolError('entry_unknown', `the catalog has no '${id.slice(0, 100)}'`, {
    hint: near.length === 0 ? 'search_methods finds ids by words' : `similar: ${near.join(', ')}`,
  })
}
