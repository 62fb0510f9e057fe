import { expect, test } from 'vitest'
import { typeFits } from './type-fits.js'

const lattice = [
  { id: 'Any', parents: [] },
  { id: 'Text', parents: ['Any'] },
  { id: 'Identifier', parents: ['Any'] },
  { id: 'Username', parents: ['Identifier', 'Text'] },
  { id: 'TwitterHandle', parents: ['Username'] },
  { id: 'Loop', parents: ['Knot'] },
  { id: 'Knot', parents: ['Loop'] },
]

test.each([
  ['Username', 'Username', 'yes'],
  ['TwitterHandle', 'Identifier', 'yes'],
  ['TwitterHandle', 'Text', 'yes'],
  ['TwitterHandle', 'Any', 'yes'],
  ['Username', 'TwitterHandle', 'no'],
  ['Text', 'Identifier', 'no'],
  ['Loop', 'Any', 'no'],
  ['Loop', 'Knot', 'yes'],
  ['Foreign', 'Any', 'unknown'],
  ['Text', 'Foreign', 'unknown'],
  ['Foreign', 'Foreign', 'yes'],
  [undefined, 'Any', 'unknown'],
  ['Any', undefined, 'unknown'],
  ['toString', 'Any', 'unknown'],
])('%s into %s: %s', (source, target, expected) => {
  expect(typeFits(source, target, lattice)).toBe(expected)
})
