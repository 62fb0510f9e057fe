import { expect, test } from 'vitest'
import { readRequest } from './read-request.js'

const read = (text: string) =>
  readRequest(text, () => true).clauses.map(({ tokens, branch, is_fallback }) => [
    tokens.map(({ text: own }) => own).join(' '),
    branch,
    is_fallback,
  ])

test.each([
  ['weigh the milk, stop if it fails', [['weigh the milk', undefined, undefined]]],
  [
    'weigh the milk; stop if it is sour; map the barn, weigh the herd',
    [
      ['weigh the milk', undefined, undefined],
      ['map the barn', 'if_false', undefined],
      ['weigh the herd', 'if_false', undefined],
    ],
  ],
  ['if the milk is sour, stop. Map the barn', [['Map the barn', 'if_false', undefined]]],
])('%j', (text, clauses) => {
  expect(read(text)).toEqual(clauses)
})
