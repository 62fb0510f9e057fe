import { parsePipeline } from '@odp/dsl'
import { expect, test } from 'vitest'
import { explainPipeline } from './explain-pipeline.js'
import { renderExplanation } from './render-explanation.js'

const { pipeline } = parsePipeline(`version: "1.0"
pipeline_id: p
name: P
workspace_id: w
project_id: j
execution: { mode: safe }
steps:
  - { id: collect, type: crawler, method: profile, inputs: { name: { from: 'a "b" --> c' } }, outputs: { mails: m }, x-because: the <b>mails</b> }
  - id: each_check
    type: loop
    iterate_over: "{{collect.mails}}"
    loop_variable: item
    steps:
      - { id: check, type: function, method: breaches, inputs: { email: { from: "{{item}}" } }, outputs: { risk: r } }
  - id: when_report
    type: conditional
    condition: { expression: "{{collect.count}} > 3" }
    branches:
      if_true:
        steps:
          - { id: report, type: function, method: digest, inputs: { risks: { from: "{{each_check.items[*].outputs.check.risk}}" } } }
  - { id: last, type: function, method: tidy, depends_on: [collect] }
`)
if (pipeline === undefined) throw new Error('the pipeline cannot be read')
const steps = explainPipeline(pipeline)

test('the causes of each step are told', () => {
  expect(steps.map(({ id, causes }) => [id, causes.map(({ step, as }) => `${step}: ${as}`)])).toEqual([
    ['collect', []],
    ['check', ['collect: for each of collect.mails']],
    ['report', ['check: risks ← check.risk', 'collect: only if collect.count > 3']],
    ['last', ['collect: only after it']],
  ])
})

test('a diagram has the causes on its edges, and nothing that Mermaid could take for its own', () => {
  const lines = renderExplanation(steps, 'mermaid').trimEnd().split('\n')
  expect(lines[0]).toBe('flowchart TB')
  expect(lines.filter((line) => line.includes('-->')).map((line) => line.replace(/\|.*\|/, ''))).toEqual([
    '  step_1 --> step_2',
    '  step_2 --> step_3',
    '  step_1 --> step_3',
    '  step_1 --> step_4',
  ])
  expect(lines[1]).toContain('name #8592; #34;a #92;#34;b#92;#34; #45;#45;#62; c#34;')
  expect(lines.join('\n')).not.toMatch(/<b>|"b"/)
})
