import { parsePipeline } from '@odp/dsl'
import { expect, test } from 'vitest'
import { explainPipeline } from './explain-pipeline.js'

const HEAD = 'version: "1.0"\npipeline_id: p\nname: P\nworkspace_id: w\nproject_id: j\nsteps:\n'

function explained(steps: string) {
  const { pipeline, issues } = parsePipeline(`${HEAD}${steps}`)
  if (pipeline === undefined) throw new Error(JSON.stringify(issues))
  return new Map(explainPipeline(pipeline).map((one) => [one.id, one]))
}

const LOOP = `
  - { id: collect, type: crawler, method: profile }
  - { id: report, type: function, method: digest }
  - id: each_mail
    type: loop
    iterate_over: "{{collect.mails}}"
    loop_variable: mail
    steps:
      - { id: check, type: function, method: breaches, inputs: { email: { from: "{{mail}}" } } }
      - id: when_bad
        type: conditional
        condition: { expression: "{{check.risk}} > 0.8 && {{mail}} != 'collect'" }
        branches:
          if_false: { steps: [{ id: calm, type: function, method: calm }] }
`

test('a condition on what a loop found names every step that it reads, and none that only shares a word with it', () => {
  const steps = explained(`${LOOP}
  - id: when_many
    type: conditional
    condition: { expression: "size({{each_mail.items[*].outputs.check.report}}) > 2 && {{collect.calm}} > 1" }
    branches:
      if_true:
        steps:
          - id: when_sure
            type: conditional
            condition: { expression: "exists({{report.text}})" }
            branches:
              if_true: { steps: [{ id: act, type: function, method: act }] }
`)
  const many = 'only if size(check.report) > 2 && collect.calm > 1'
  expect(steps.get('act')?.when).toEqual([many, 'only if exists(report.text)'])
  expect(steps.get('act')?.causes).toEqual([
    { step: 'check', as: many },
    { step: 'collect', as: many },
    { step: 'report', as: 'only if exists(report.text)' },
  ])
  const calm = "only if not (check.risk > 0.8 && each mail != 'collect')"
  expect(steps.get('calm')?.when).toEqual(['for each mail of collect.mails', calm])
  expect(steps.get('calm')?.causes).toEqual([
    { step: 'collect', as: 'for each mail of collect.mails' },
    { step: 'check', as: calm },
  ])
})

test('what is read of a whole loop comes of the steps in it', () => {
  const steps = explained(`${LOOP}
  - { id: sum, type: function, method: digest, inputs: { failed: { from: "{{each_mail.failed}}" } } }
  - { id: last, type: function, method: tidy, depends_on: [each_mail] }
`)
  expect(steps.get('sum')?.causes).toEqual(['check', 'calm'].map((step) => ({ step, as: 'failed ← each_mail.failed' })))
  expect(steps.get('last')?.causes).toEqual(['check', 'calm'].map((step) => ({ step, as: 'only after it' })))
})

test('every loop around a step is told, and whose item a value is', () => {
  const steps = explained(`
  - { id: collect, type: crawler, method: profile }
  - id: groups
    type: loop
    iterate_over: "{{collect.groups}}"
    loop_variable: group
    steps:
      - id: members
        type: loop
        iterate_over: "{{group.members}}"
        loop_variable: item
        max_parallel: 3
        steps:
          - { id: visit, type: function, method: visit, inputs: { m: { from: ["{{item}}", "{{group.name}}"] } } }
  - { id: sum, type: function, method: digest, inputs: { all: { from: "{{groups.items[*].outputs.members.items[*].outputs.visit.seen}}" } } }
`)
  expect(steps.get('visit')?.when).toEqual([
    'for each group of collect.groups',
    "for each of each group's members, 3 at a time",
  ])
  expect(steps.get('visit')?.inputs).toEqual([{ name: 'm', from: ['each item', "each group's name"] }])
  expect(steps.get('visit')?.causes).toEqual([{ step: 'collect', as: 'for each group of collect.groups' }])
  expect(steps.get('sum')?.causes).toEqual([{ step: 'visit', as: 'all ← visit.seen' }])
})

test('a route is told with its condition, and text around a reference stays', () => {
  const steps = explained(`
  - id: find
    type: function
    method: find
    on_success:
      routes:
        - match: { expression: "{{find.kind}} == 'owl'" }
          steps: [{ id: hoot, type: function, method: hoot, is_child: true, inputs: { to: { from: "at {{find.place}}" } } }]
`)
  expect(steps.get('hoot')?.when).toEqual(["after find, if find.kind == 'owl'"])
  expect(steps.get('hoot')?.inputs).toEqual([{ name: 'to', from: ['"at {{find.place}}"'] }])
  expect(steps.get('hoot')?.causes.map(({ step }) => step)).toEqual(['find', 'find'])
})
