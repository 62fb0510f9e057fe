import { expect, test } from 'vitest'
import { knownWords, likeness } from './known-words.js'
import { stem } from './stem.js'

const words = knownWords()
const used = (a: string, b: string) => {
  const [x, y] = [words.vector(stem(a)), words.vector(stem(b))]
  return x === undefined || y === undefined ? undefined : likeness(x, y)
}

test('words that are used alike have like vectors', () => {
  expect(used('proprietor', 'owner')).toBeGreaterThan(0.5)
  expect(used('sued', 'lawsuit')).toBeGreaterThan(0.5)
  expect(used('poem', 'harbour')).toBeLessThan(0.3)
  expect(used('owner', 'owner')).toBeCloseTo(1, 5)
  expect(words.vector('xyzzyx')).toBeUndefined()
})

test('words that WordNet has near each other are near both ways', () => {
  const near = words.near(stem('proprietor')).get(stem('owner'))
  expect(near).toBeGreaterThan(0.5)
  expect(words.near(stem('owner')).get(stem('proprietor'))).toBe(near)
  expect(words.near(stem('pizza')).get(stem('report'))).toBeUndefined()
})

test('frequent words tell less', () => {
  expect(words.telling(stem('people'))).toBeLessThan(words.telling(stem('proprietor')))
  expect(words.telling('xyzzyx')).toBe(1)
})
