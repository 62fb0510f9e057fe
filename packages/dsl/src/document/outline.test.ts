import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { isVisible, loopsAround, type OutlineStep, outlineDocument, valueAt } from './outline.js'

const work = (id: string, more = {}) => ({ id, type: 'function', method: 'm', ...more })

const outline = outlineDocument(
  {
    steps: [
      work('first'),
      {
        id: 'outer',
        type: 'loop',
        steps: [
          {
            id: 'choice',
            type: 'conditional',
            branches: { if_false: { steps: [work('no')] }, if_true: { steps: [work('yes')] } },
          },
          { id: 'inner', type: 'loop', steps: [work('deep')] },
        ],
      },
      work('owner', { on_success: { routes: [{ steps: [work('routed'), 'child'] }] } }),
      work('child'),
    ],
  },
  defaultLanguage,
)

const found = (id: string) => outline.byId.get(id) as OutlineStep

describe('an outline', () => {
  it('has every step in document order, with its place', () => {
    expect(outline.steps.map(({ id, order }) => [order, id])).toEqual(
      ['first', 'outer', 'choice', 'yes', 'no', 'inner', 'deep', 'owner', 'routed', 'child'].map((id, order) => [
        order,
        id,
      ]),
    )
    expect(found('no')).toMatchObject({
      block: 'if_false',
      path: ['steps', 1, 'steps', 0, 'branches', 'if_false', 'steps', 0],
    })
    expect([found('no').parent, found('no').container, found('no').loop]).toEqual([
      found('choice'),
      found('choice'),
      found('outer'),
    ])
    expect([found('deep').parent, found('deep').loop]).toEqual([undefined, found('inner')])
    expect([found('routed').parent, found('routed').container]).toEqual([found('owner'), undefined])
    expect(found('owner').routeTargets).toEqual([
      { id: 'child', route: 0, path: ['steps', 2, 'on_success', 'routes', 0, 'steps', 1] },
    ])
  })

  it('knows what can be seen from where', () => {
    expect(loopsAround(found('deep')).map((loop) => loop.id)).toEqual(['inner', 'outer'])
    expect([isVisible(found('first'), found('deep')), isVisible(found('yes'), found('deep'))]).toEqual([true, true])
    expect([isVisible(found('deep'), found('first')), isVisible(found('deep'), found('yes'))]).toEqual([false, false])
  })

  it.each<[Json]>([[null], [7], [{ steps: 'x' }], [{ steps: [null, 'x', { id: 3 }, { id: 'a', type: [] }] }]])(
    'is made of whatever can be read of %j',
    (document) => {
      expect(() => outlineDocument(document, defaultLanguage)).not.toThrow()
    },
  )

  it('keeps the first step of an id', () => {
    const twice = outlineDocument({ steps: [work('a', { name: 'one' }), work('a', { name: 'two' })] }, defaultLanguage)
    expect(twice.steps).toHaveLength(2)
    expect(twice.byId.get('a')?.step.name).toBe('one')
  })
})

describe('valueAt', () => {
  it('reads own keys and list places only', () => {
    expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(valueAt({ a: [1] }, ['a', 1])).toBeUndefined()
    expect(valueAt({ a: 1 }, ['toString'])).toBeUndefined()
    expect(valueAt([1], ['length'])).toBeUndefined()
  })
})
