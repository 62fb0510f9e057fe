import type { JsonObject } from '@odp/dsl'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitAnswer } from './fit-answer.js'

const answers = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue(), { maxKeys: 12 })

test('what is small stays as it is', () => {
  fc.assert(
    fc.property(answers, (value) => {
      const answer = JSON.parse(JSON.stringify(value)) as JsonObject
      expect(fitAnswer(answer, 1_000_000)).toEqual(answer)
    }),
  )
})

test('what is large is cut near the size, and the argument is not changed', () => {
  const large = fc.record({
    list: fc.array(fc.string({ maxLength: 60 }), { maxLength: 400 }),
    text: fc.string({ maxLength: 20_000 }),
    nested: fc.record({ deep: fc.array(fc.jsonValue(), { maxLength: 60 }), more: fc.jsonValue() }),
    many: fc.dictionary(fc.string({ maxLength: 6 }), fc.integer(), { maxKeys: 600 }),
    value: fc.jsonValue(),
  })
  fc.assert(
    fc.property(large, (value) => {
      const answer = JSON.parse(JSON.stringify(value)) as JsonObject
      const before = JSON.stringify(answer)
      const fitted = fitAnswer(answer, 1_000)
      expect(JSON.stringify(fitted).length).toBeLessThan(1_300)
      expect(JSON.stringify(answer)).toBe(before)
    }),
    { numRuns: 60 },
  )
})

test('says what is missing; what is wanted whole is whole', () => {
  const pipeline = 'x'.repeat(9_000)
  const issues = Array.from({ length: 100 }, (_, at) => `issue ${at}, which is one of many`)
  const fitted = fitAnswer({ pipeline, issues }, 1_000, ['pipeline'])
  expect(fitted.pipeline).toBe(pipeline)
  expect(fitted.left_off).toEqual({ issues: 100 - (fitted.issues as string[]).length })
})
