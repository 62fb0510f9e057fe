import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberSet } from './number-set.js'

const numbers = fc.array(fc.nat(200))
const setOf = (members: readonly number[]) => members.reduce((set, number) => set.with(number), NumberSet.EMPTY)
const membersOf = (set: NumberSet) => [...set.without(NumberSet.EMPTY)]
const sorted = (members: Iterable<number>) => [...new Set(members)].sort((left, right) => left - right)

test('a set of numbers does what a Set does', () => {
  fc.assert(
    fc.property(numbers, numbers, (left, right) => {
      const [one, other] = [setOf(left), setOf(right)]
      expect(membersOf(one)).toEqual(sorted(left))
      expect(membersOf(one.union(other))).toEqual(sorted([...left, ...right]))
      expect(membersOf(one.intersection(other))).toEqual(sorted(left.filter((number) => right.includes(number))))
      expect([...one.without(other)]).toEqual(sorted(left.filter((number) => !right.includes(number))))
      expect(one.isWithin(other)).toBe(left.every((number) => right.includes(number)))
      expect(left.every((number) => one.has(number))).toBe(true)
    }),
  )
})

test('sets are not changed, and shared where they are equal to one that is there', () => {
  const one = setOf([1, 40])
  expect(one.with(40)).toBe(one)
  expect(one.union(setOf([1]))).toBe(one)
  expect(setOf([1]).union(one)).toBe(one)
  expect(membersOf(one.with(5))).toEqual([1, 5, 40])
  expect(membersOf(one)).toEqual([1, 40])
})
