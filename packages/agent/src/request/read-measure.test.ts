import { expect, test } from 'vitest'
import { stemsOf } from '../words/stem.js'
import { agreement, readMeasure } from './read-measure.js'

const measureOf = (text: string) => {
  const match = /\d+(?:[.,]\d+)*/.exec(text)
  const start = match?.index ?? 0
  return readMeasure(text, start, start + (match?.[0].length ?? 0))
}

test.each([
  ['a discount of 12 % on it', { unit: 'percent' }],
  ['at most 80 euros', { unit: 'money', bound: 'most' }],
  ['from €1,200', { unit: 'money', bound: 'least' }],
  ['within 800m', { unit: 'metre', bound: 'most' }],
  ['a 25-year lease', { unit: 'year' }],
  ['at least 3 beds', { noun: 'bed', bound: 'least' }],
  ['order 4 of them', {}],
  ['order 4711', {}],
])('%j measures %j', (text, expected) => {
  expect(measureOf(text)).toEqual(expected)
})

test.each([
  ['12 percent', 'discount_percent', 1],
  ['12 percent', 'rate', 1],
  ['12 percent', 'budget', -1],
  ['12 percent', 'top_k', 0],
  ['6 months', 'term_months', 1],
  ['6 months', 'term', 1],
  ['6 months', 'term_years', -1],
  ['3 beds', 'min_beds', 1],
  ['3 beds', 'max_price', -1],
  ['at most 80', 'max_price', 1],
  ['at most 80', 'min_price', -1],
  ['at least 3 beds', 'max_beds', -1],
  ['80', 'price', 0],
])('%j and %j: %j', (text, port, expected) => {
  expect(agreement(measureOf(text), stemsOf(port))).toBe(expected)
})
