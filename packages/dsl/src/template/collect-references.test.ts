import { describe, expect, it } from 'vitest'
import { type CollectedReferences, collectBindingReferences, collectReferences } from './collect-references.js'

function short(collected: CollectedReferences): unknown[] {
  return collected.references.map(({ path, guarded, at }) => [path.text, guarded, at])
}

describe('collectReferences', () => {
  it('finds every template with its place, in order', () => {
    expect(
      short(collectReferences({ a: ['x', '{{s.a}} {{ t.b[*] }}'], '{{key.x}}': { b: '{{u}}' }, n: 1, c: '\\{{no}}' })),
    ).toEqual([
      ['s.a', false, ['a', 1]],
      ['t.b[*]', false, ['a', 1]],
      ['u', false, ['{{key.x}}', 'b']],
    ])
  })

  it('collects mistakes instead of throwing', () => {
    const { references, errors } = collectReferences(['{{a.b', { c: '{{d}}' }])
    expect(references.map(({ path }) => path.root)).toEqual(['d'])
    expect(errors.map(({ at, error }) => [at, error.offset])).toEqual([[[0], 0]])
  })
})

describe('collectBindingReferences', () => {
  it.each([
    ['{{a}}', [['a', false, []]]],
    [{ x: '{{a}}' }, [['a', false, ['x']]]],
    [{ from: ['{{a}}'] }, [['a', false, ['from', 0]]]],
    [
      { from: '{{a}}', default: ['{{b}}'] },
      [
        ['a', true, ['from']],
        ['b', false, ['default', 0]],
      ],
    ],
    [
      { or: ['{{a}}', { x: '{{b}}' }] },
      [
        ['a', true, ['or', 0]],
        ['b', true, ['or', 1, 'x']],
      ],
    ],
  ])('%j', (input, expected) => {
    expect(short(collectBindingReferences(input))).toEqual(expected)
  })
})
