import type { Json } from '@odp/dsl'

/** A document, and what must come of it however often something is killed. */
export interface Scenario {
  readonly name: string
  readonly steps: string
  readonly execution?: string
  /** Of steps by id: every field that is named must be so. */
  readonly outputs: Readonly<Record<string, Json>>
  readonly statuses?: Readonly<Record<string, string>>
  /** What stands in the ledger in the end, each once. */
  readonly effects: readonly string[]
  readonly continue_every?: number
  /** What the client does while it runs, each once, with a request id of its own. */
  readonly operations?: 'approve' | 'pause'
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const receipts = (count: number, text: string) => numbers(count).map((index) => `${text} item-${index}`)
const items = (count: number) => `{ id: list, type: function, method: list, inputs: { count: ${count} } }`
const effect = (id: string, ms: number, more = '') =>
  `{ id: ${id}, type: function, method: effect, inputs: { what: "${id}", ms: ${ms} }${more} }`

/** The shape of `examples/social-media`: attempts, a check, a fallback, a loop whose items may fail, a decision, a report. */
const person: Scenario = {
  name: 'person',
  steps: `
  - id: profile
    type: function
    method: unsteady_effect
    inputs: { what: "profile", ms: 60 }
    check: [{ not_exists: picture, run: archive }]
  - ${effect('archive', 40, ', is_child: true')}
  - { id: network, type: crawler, execution_mode: direct, method: broken, retry_policy: { max_attempts: 1 }, inputs: { what: "network" }, on_error: { fallback_step: mirror } }
  - ${effect('mirror', 50, ', is_child: true')}
  - { id: copy, type: function, method: effect, inputs: { what: "copied", of: "{{network.receipt}}", ms: 10 } }
  - id: sources
    type: loop
    iterate_over: ["a", "b", "c"]
    loop_variable: source
    max_parallel: 2
    steps:
      - { id: source_call, type: function, method: effect, inputs: { what: "source {{source}}", ms: 80 } }
      - { id: gone, type: crawler, execution_mode: direct, method: broken, retry_policy: { max_attempts: 1 }, inputs: { what: "gone" }, on_error: { continue_on_failure: true } }
  - id: weigh
    type: conditional
    condition: { expression: "exists(sources.items[2].outputs.source_call.receipt)" }
    depends_on: [profile, network]
    branches:
      if_true: { steps: [${effect('closer', 70)}] }
      if_false: { steps: [${effect('summary', 70)}] }
  - id: report
    type: output
    format: csv_dataset
    inputs: { rows: [{ profile: "{{profile.receipt}}", network: "{{network.receipt}}" }] }
    depends_on: [weigh]
`,
  outputs: {
    profile: { receipt: 'profile' },
    mirror: { receipt: 'mirror' },
    copy: { receipt: 'copied' },
    weigh: { branch: 'if_true' },
  },
  statuses: { network: 'failed', mirror: 'completed', archive: 'completed', report: 'completed', summary: 'skipped' },
  effects: ['profile', 'archive', 'mirror', 'copied', 'source a', 'source b', 'source c', 'closer'],
}

/** The shape of `examples/supply-chain`: a list, a loop over it, cheap steps beside the workflow, a decision, files. */
const supply: Scenario = {
  name: 'supply',
  steps: `
  - ${items(8)}
  - id: each
    type: loop
    iterate_over: "{{list.names}}"
    loop_variable: name
    max_parallel: 3
    steps:
      - { id: read, type: function, method: effect, inputs: { what: "read {{name}}", ms: 60 } }
      - { id: rate, type: function, method: unsteady_effect, inputs: { what: "rate {{name}}", ms: 30 }, depends_on: [read] }
  - { id: count, type: function, method: count, inputs: { receipts: "{{each.items[*].outputs.rate.receipt}}" } }
  - id: many
    type: conditional
    condition: { expression: "{{list.many}}" }
    depends_on: [count]
    branches: { if_true: { steps: [${effect('deep', 100)}] } }
  - { id: table, type: output, format: csv_dataset, inputs: { rows: [{ count: "{{count.count}}" }] }, depends_on: [many] }
`,
  outputs: { count: { count: 8 }, each: { count: 8, failed: 0 }, many: { branch: 'if_true' } },
  effects: [...receipts(8, 'read'), ...receipts(8, 'rate'), 'deep'],
}

const chain: Scenario = {
  name: 'chain, new run every two answers',
  continue_every: 2,
  steps: numbers(12)
    .map((n) => `  - ${effect(`s${n}`, 60, n === 0 ? '' : `, depends_on: [s${n - 1}]`)}`)
    .join('\n'),
  outputs: { s0: { receipt: 's0' }, s11: { receipt: 's11' } },
  effects: numbers(12).map((n) => `s${n}`),
}

const nested: Scenario = {
  name: 'loops in groups, new run every five answers',
  continue_every: 5,
  steps: `
  - id: both
    type: parallel_group
    steps:
      - id: outer
        type: loop
        iterate_over: ["x", "y", "z"]
        loop_variable: row
        max_parallel: 2
        steps:
          - id: inner
            type: loop
            iterate_over: [0, 1]
            loop_variable: cell
            steps: [{ id: touch, type: function, method: effect, inputs: { what: "{{row}}{{cell}}", ms: 70 } }]
      - ${effect('beside', 300)}
  - { id: count, type: function, method: count, inputs: { receipts: "{{outer.items[0].outputs.inner.items[*].outputs.touch.receipt}}" } }
`,
  outputs: { count: { count: 2 } },
  effects: ['x0', 'x1', 'y0', 'y1', 'z0', 'z1', 'beside'],
}

const batches: Scenario = {
  name: 'batches',
  steps: `
  - ${items(20)}
  - id: each
    type: loop
    iterate_over: "{{list.names}}"
    loop_variable: name
    batch_size: 5
    max_parallel: 10
    steps: [{ id: send, type: function, method: batched_effect, inputs: { what: "send {{name}}", ms: 25 } }]
  - { id: count, type: function, method: count, inputs: { receipts: "{{each.items[*].outputs.send.receipt}}" } }
`,
  outputs: { count: { count: 20 }, each: { count: 20, failed: 0 } },
  effects: receipts(20, 'send'),
}

/** What is looked up is the same for some executions that run at the same time, so they share one cache and wait for each other. */
const cached: Scenario = {
  name: 'cached',
  steps: `
  - { id: first, type: crawler, execution_mode: direct, method: looked_up, inputs: { what: "{{input.shared}}", ms: 400 } }
  - { id: second, type: crawler, execution_mode: direct, method: looked_up, inputs: { what: "{{first.receipt}}", ms: 200 } }
  - { id: after, type: function, method: effect, inputs: { what: "after", ms: 50 }, depends_on: [second] }
`,
  outputs: { after: { receipt: 'after' } },
  effects: ['after'],
}

const approved: Scenario = {
  name: 'approved',
  execution: 'mode: safe',
  operations: 'approve',
  steps: `
  - ${effect('first', 100)}
  - ${effect('second', 100, ', depends_on: [first]')}
`,
  outputs: { first: { receipt: 'first' }, second: { receipt: 'second' } },
  effects: ['first', 'second'],
}

const paused: Scenario = {
  name: 'paused and resumed',
  operations: 'pause',
  continue_every: 3,
  steps: numbers(6)
    .map((n) => `  - ${effect(`p${n}`, 80, n === 0 ? '' : `, depends_on: [p${n - 1}]`)}`)
    .join('\n'),
  outputs: { p5: { receipt: 'p5' } },
  effects: numbers(6).map((n) => `p${n}`),
}

export const SCENARIOS: readonly Scenario[] = [person, supply, chain, nested, batches, cached, approved, paused]

/** The document of a scenario as text. A step that is often killed must not run out of attempts. */
export function documentOf({ name, steps, execution = 'mode: brave' }: Scenario): string {
  return `version: "1.0"
pipeline_id: crash-${name.replace(/\W+/g, '-')}
name: Crash
workspace_id: tests
project_id: crash
execution: { ${execution}, retry_policy: { max_attempts: 10, initial_backoff_seconds: 0.2, backoff: fixed } }
steps:
${steps.replace(/^\n/, '')}`
}
