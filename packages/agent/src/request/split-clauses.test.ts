import { describe, expect, test } from 'vitest'
import { readRequest } from './read-request.js'

const KNOWN = new Set(['soil', 'harvest', 'weather', 'barn', 'herd', 'milk', 'yield', 'pest'])
const read = (text: string) => readRequest(text, (word) => KNOWN.has(word))
const said = (tokens: readonly { text: string }[] = []) => tokens.map(({ text }) => text).join(' ')

describe('conditions', () => {
  test.each([
    ['if yield > 4.5 harvest the field', 'yield > 4.5', 'harvest the field'],
    ['if ph_value <= 6 soil survey', 'ph_value <= 6', 'soil survey'],
    ['if moisture >= 20 percent skip it', 'moisture >= 20 percent', 'skip it'],
    ['soil survey, only if ripe harvest the field', 'ripe', ''],
    ['soil survey, only if ripened harvest the field', 'ripened', 'harvest the field'],
    ['soil survey; if infested spray "north field"', 'infested', 'spray north field'],
    ['if not flooded map the barn', 'flooded', 'map the barn'],
    ['if a < 3 and b > 4 map the barn', 'a < 3 and b > 4', 'map the barn'],
  ])('%j', (text, condition, consequence) => {
    const clause = read(text).clauses.find((one) => one.condition !== undefined)
    if (consequence === '') return expect(said(clause?.condition?.tokens)).toContain(condition)
    expect(said(clause?.condition?.tokens)).toBe(condition)
    expect(said(clause?.tokens).replaceAll('"', '')).toBe(consequence)
  })

  test('a negation is kept once', () => {
    const [clause] = read('if not flooded, map the barn').clauses
    expect(clause?.condition?.is_negated).toBe(true)
    expect(said(clause?.condition?.tokens)).not.toContain('not')
  })

  test('what is waited for is no condition', () => {
    const { clauses } = read('once gold.herd is fresh weigh the milk')
    expect(clauses.map(({ tokens, link, condition }) => [said(tokens), link, condition])).toEqual([
      ['gold.herd is fresh', 'start', undefined],
      ['weigh the milk', 'then', undefined],
    ])
  })
})

describe('what stands in', () => {
  test.each([
    'soil survey, fallback soil archive',
    'soil survey; fallback: soil archive',
    'soil survey, on error soil archive',
    'soil survey, on failure: soil archive',
    'soil survey; alternatively the soil archive',
  ])('%j', (text) => {
    const last = read(text).clauses.at(-1)
    expect(last?.is_fallback).toBe(true)
    expect(said(last?.tokens)).toMatch(/^(the )?soil archive$/)
  })

  test('it is said for what', () => {
    const [clause] = read('a fallback for the soil survey: soil archive').clauses
    expect([clause?.is_fallback, said(clause?.failing), said(clause?.tokens)]).toEqual([
      true,
      'the soil survey',
      'soil archive',
    ])
  })
})

describe('what is gone through', () => {
  test.each([
    ['loop over input barns, milk yield', 'input barns', ['milk yield']],
    ['loop over the barns: milk yield, pest count', 'the barns', ['milk yield', 'pest count']],
    ['iterate over the barns and weigh the milk', 'the barns', ['weigh the milk']],
    ['for each one the milk yield', 'one', ['the milk yield']],
    ['for every old barn a pest count', 'old barn', ['a pest count']],
    ['for each of the barns find pests', 'of the barns', ['find pests']],
  ])('%j', (text, header, bodies) => {
    const { clauses } = read(text)
    expect(clauses.map(({ tokens }) => said(tokens))).toEqual(bodies)
    for (const { each } of clauses) expect(said(each?.tokens)).toBe(header)
  })
})
