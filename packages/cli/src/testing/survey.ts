/** A pipeline with a loop, a retry and a branch. */
export const SURVEY = `version: "1.0"
pipeline_id: survey
name: A survey
workspace_id: acme
project_id: kyc
steps:
  - id: collect
    name: Collect
    type: crawler
    method: list_sources
    execution_mode: direct
    inputs: { n: { from: "{{input.n}}" } }
  - id: others
    name: Others
    type: loop
    iterate_over: "{{collect.sources}}"
    loop_variable: source
    max_parallel: 5
    steps:
      - id: visit
        name: Visit
        type: crawler
        method: visit
        execution_mode: direct
        retry_policy: { max_attempts: 1 }
        on_error: { continue_on_failure: true }
        inputs: { id: { from: "{{source.id}}" } }
  - id: many
    name: Many
    type: conditional
    condition: { expression: "{{others.count}} > 1000" }
    branches:
      if_false:
        steps:
          - id: report
            name: Report
            type: output
            format: csv_dataset
            inputs: { rows: { from: "{{collect.sources}}" } }
`

/** Its methods, as a module. Item 3 fails; each item takes as many milliseconds as ODP_TEST_WAIT says. */
export const SURVEY_CATALOG = `import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
interface Context { signal: AbortSignal }
const sources = z.array(z.object({ id: z.number() }))
export const catalog = { lists: { methods: [
  {
    id: 'list_sources', step_type: 'crawler', summary: 'Lists sources.',
    inputs: z.object({ n: z.number() }), outputs: z.object({ sources }),
    run: ({ n }: { n: number }) => ({ sources: Array.from({ length: n }, (_, id) => ({ id })) }),
  },
  {
    id: 'visit', step_type: 'crawler', summary: 'Visits a source.',
    inputs: z.object({ id: z.number() }), outputs: z.object({ found: z.number() }),
    run: async ({ id }: { id: number }, { signal }: Context) => {
      await setTimeout(Number(process.env.ODP_TEST_WAIT ?? 0), undefined, { signal })
      if (id === 3) throw new Error('source 3 said \\u001b[31mno')
      return { found: id }
    },
  },
] } }
`
