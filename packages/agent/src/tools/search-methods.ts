import type { CatalogIndex } from '@odp/dsl'
import * as z from 'zod'
import type { Capability } from '../catalog/capability.js'
import { stemsOf } from '../words/stem.js'
import { defineTool } from './agent-tool.js'
import { signature } from './signature.js'
import { noCatalog } from './tool-context.js'

const FEW = 6

/** What is looked at of the nearest, before it is narrowed to a step type. */
const MOST_RANKED = 500

export const searchMethodsTool = defineTool({
  name: 'search_methods',
  description:
    'Finds methods, models, flows, agents, assets and report templates of the catalog by words, nearest first. `takes` and `gives` show their ports, * is required. Then: describe_method, or draft_pipeline.',
  input: z.strictObject({
    query: z
      .string()
      .max(2_000)
      .describe('What is wanted, in a few words: "posts of a twitter user". Empty lists all.'),
    step_type: z.string().max(100).optional().describe('Only what steps of this type use, such as crawler.'),
    gives: z
      .string()
      .max(200)
      .optional()
      .describe('Only what gives a value of this semantic type, such as EmailAddress.'),
    limit: z.int().min(1).max(50).optional().describe(`Most results. Default ${FEW}.`),
  }),
  effect: 'none',
  run(context, { query, step_type, gives, limit = FEW }) {
    const planner = context.planner()
    const { index } = context
    if (index === undefined) throw noCatalog()
    const words = stemsOf(query)
    const producers = gives === undefined ? undefined : new Set(planner.producers(gives))
    const ranked =
      words.length === 0
        ? producers === undefined
          ? planner.capabilities
          : [...producers]
        : planner.search(words, MOST_RANKED)
    const found = ranked.filter(
      (one) => (step_type === undefined || one.step_type === step_type) && (producers?.has(one) ?? true),
    )
    return {
      found: found.length,
      results: found.slice(0, limit).map((one) => resultOf(one, index)),
      ...(found.length === 0 ? { hint: describeCatalog(planner.capabilities) } : {}),
    }
  },
})

function resultOf({ kind, id, step_type, summary }: Capability, index: CatalogIndex) {
  const entry = index.find(kind, id)
  return {
    id,
    kind,
    step_type,
    summary: summary.slice(0, 300),
    takes: signature(entry?.inputs),
    gives: signature(entry?.outputs),
    ...(entry?.estimate === undefined ? {} : { cost_units: entry.estimate.cost_units }),
  }
}

function describeCatalog(capabilities: readonly Capability[]): string {
  const counts = new Map<string, number>()
  for (const { step_type } of capabilities) counts.set(step_type, (counts.get(step_type) ?? 0) + 1)
  const types = [...counts].map(([type, count]) => `${type} ${count}`).join(', ')
  return `nothing fits; the catalog has ${capabilities.length} entries (${types}): try other or fewer words`
}
