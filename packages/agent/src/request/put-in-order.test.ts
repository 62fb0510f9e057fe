import { expect, test } from 'vitest'
import { putInOrder } from './put-in-order.js'

test.each([
  ['Before you track X1, get the manifest of B7.', 'get the manifest of B7, then track X1.'],
  ['Before the lookup of a.example, do a check of b.example', 'do a check of b.example, then the lookup of a.example'],
  ['check a@x.org before verifying it', 'check a@x.org, then verifying it'],
  ['After checking a@x.org, verify it', 'checking a@x.org, then verify it'],
  ['verify a@x.org after checking the breaches', 'checking the breaches, then verify a@x.org'],
  ['Look at A. Before merging A, B and C, fetch D.', 'Look at A. fetch D, then merging A, B and C.'],
])('%j', (text, ordered) => {
  expect(putInOrder(text)).toBe(ordered)
})

test.each([
  'articles before 2020-01-01 about Foo',
  'port calls after May 2024',
  'translate "before leaving, call" to french',
  'https://a.example/before, x',
])('%j stays', (text) => {
  expect(putInOrder(text)).toBe(text)
})
