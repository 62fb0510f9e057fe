import { stringifyPipeline } from '@odp/dsl'
import { compilePlan } from '../plan/compile-plan.js'
import type { PlanStep, PlanValue } from '../plan/flat-plan.js'
import { planGraph } from '../plan/plan-graph.js'
import type { Draft } from '../planner/draft.js'
import type { PlannerContext } from '../planner/planner-options.js'
import { readRequest } from '../request/read-request.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'

/** The baseline: the best hit of the search engine for each clause, one after the other; a constant where a clause has one, else what came before. */
export function draftChain(request: string, catalog: PlannerCatalog, context: PlannerContext): Draft {
  const reading = readRequest(request, (word) => catalog.rarity(word) !== undefined)
  const steps: PlanStep[] = []
  let before: { id: string; field: string } | undefined
  for (const clause of reading.clauses) {
    const words = clause.tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem)
    const [hit] = catalog.search(words, 1)
    if (hit === undefined) continue
    const id = `${hit.id.replace(/[^\w-]+/g, '_')}_${steps.length + 1}`
    const constants = clause.tokens.flatMap(({ mention }) => (mention === undefined ? [] : [mention.value]))
    const inputs = hit.inputs
      .filter(({ required }) => required)
      .flatMap(({ name }, at): { name: string; values: PlanValue[] }[] => {
        const value = constants[at]
        if (value !== undefined) return [{ name, values: [{ kind: 'const', value }] }]
        return before === undefined ? [] : [{ name, values: [{ kind: 'ref', ref: `${before.id}.${before.field}` }] }]
      })
    steps.push({
      id,
      uses: hit.id,
      type: hit.step_type,
      inputs,
      settings: [],
      after: before === undefined ? [] : [before.id],
      because: words.join(' '),
    })
    before = { id, field: hit.declared[0]?.name ?? 'result' }
  }
  const planner = 'baseline/bm25-chain'
  if (steps.length === 0) return { outcome: 'abstain', missing: 'no hit', unused_words: [], planner }
  const flat = { goal: request, steps }
  const head = {
    pipeline_id: 'draft',
    name: 'draft',
    workspace_id: context.workspace_id,
    project_id: context.project_id,
    mode: 'safe' as const,
  }
  return {
    outcome: 'plan',
    flat,
    graph: planGraph(flat),
    document: stringifyPipeline(compilePlan(flat, head, catalog)),
    unused_words: [],
    planner,
  }
}
