import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GoldPlan, shapeOf } from './plan-shape.js'
import { scorePlan } from './score-plan.js'

/** Plans whose edges go from earlier to later steps, each by a reference. */
const plans = fc.integer({ min: 2, max: 6 }).chain((size) =>
  fc
    .record({
      uses: fc.array(fc.constantFrom('fetch', 'translate', 'screen', 'merge'), { minLength: size, maxLength: size }),
      links: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 8, selector: String }),
    })
    .map(({ uses, links }): GoldPlan => {
      const forward = links.filter(([a, b]) => a < b)
      return {
        nodes: uses.map((name, at) => ({ id: `n${at}`, uses: name })),
        inputs: [
          ...forward.map(([a, b], at) => ({ node: `n${b}`, port: `p${at}`, kind: 'ref', ref: `n${a}.value` })),
          ...uses.map((_, at) => ({ node: `n${at}`, port: 'word', kind: 'const', value: `w${at}` })),
        ],
      }
    }),
)

function renamed(plan: GoldPlan, name: (id: string) => string): GoldPlan {
  return {
    ...plan,
    nodes: (plan.nodes ?? []).map((node) => ({ ...node, id: name(node.id) })),
    inputs: (plan.inputs ?? []).map((input) => ({
      ...input,
      node: name(input.node),
      ...(input.ref === undefined ? {} : { ref: input.ref.replace(/^[^.]+/, name) }),
    })),
  }
}

test('a plan is wholly like itself', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      expect(scorePlan(plan, plan)).toMatchObject({ node: 1, exact: 1, full: 1 })
    }),
  )
})

test('the order of steps and inputs does not matter, nor do their names', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const turned = { ...plan, nodes: [...(plan.nodes ?? [])].reverse(), inputs: [...(plan.inputs ?? [])].reverse() }
      expect(scorePlan(turned, plan)).toEqual(scorePlan(plan, plan))
      expect(
        scorePlan(
          renamed(plan, (id) => `step_${id}_x`),
          plan,
        ).full,
      ).toBe(1)
    }),
  )
})

test('a plan with its edges turned round is not exact', () => {
  const gold: GoldPlan = {
    nodes: [
      { id: 'a', uses: 'x' },
      { id: 'b', uses: 'y' },
    ],
    inputs: [{ node: 'b', port: 'p', kind: 'ref', ref: 'a.v' }],
  }
  const turned: GoldPlan = { ...gold, inputs: [{ node: 'a', port: 'p', kind: 'ref', ref: 'b.v' }] }
  expect(scorePlan(turned, gold)).toMatchObject({ node: 1, edge: 0, exact: 0, full: 0 })
})

test('plans with nothing in common score nothing', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const other = { ...plan, nodes: (plan.nodes ?? []).map((node) => ({ ...node, uses: `other_${node.uses}` })) }
      const score = scorePlan(other, plan)
      expect([score.node, score.edge ?? 0, score.reference ?? 0, score.constant ?? 0, score.exact]).toEqual([
        0, 0, 0, 0, 0,
      ])
    }),
  )
})

test('an order that a longer way implies says nothing, and other right values count', () => {
  const gold: GoldPlan = {
    nodes: [
      { id: 'a', uses: 'x' },
      { id: 'b', uses: 'y' },
      { id: 'c', uses: 'z' },
    ],
    edges: [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
    ],
  }
  expect(shapeOf(gold).edges).toHaveLength(2)
  const word: GoldPlan = {
    nodes: [{ id: 'a', uses: 'x' }],
    inputs: [{ node: 'a', port: 'p', kind: 'const', value: 'en', also: ['english'] }],
  }
  expect(scorePlan({ ...word, inputs: [{ node: 'a', port: 'p', kind: 'const', value: 'English' }] }, word).full).toBe(1)
})
