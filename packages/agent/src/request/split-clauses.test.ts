import { describe, expect, test } from 'vitest'
import { readRequest } from './read-request.js'

const KNOWN = new Set(['soil', 'harvest', 'weather', 'barn', 'herd', 'milk', 'yield', 'pest'])
const read = (text: string) => readRequest(text, (word) => KNOWN.has(word))
const said = (tokens: readonly { text: string }[] = []) => tokens.map(({ text }) => text).join(' ')

describe('conditions', () => {
  test.each([
    ['if yield > 4.5 harvest the field', 'yield > 4.5', 'harvest the field'],
    ['if ph_value <= 6 soil survey', 'ph_value <= 6', 'soil survey'],
    ['if moisture >= 20 percent weigh it', 'moisture >= 20 percent', 'weigh it'],
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

  test.each([
    ['weigh the milk; if so, map the barn', 'so'],
    ['is the milk sour? If yes map the barn', 'yes'],
    ['weigh the milk. More than 30 litres? Map the barn', 'More than 30 litres'],
    ['weigh the milk. Not more than 30 litres? Map the barn', 'Not more than 30 litres'],
    ['weigh the milk; litres > 30 -> map the barn', 'litres > 30'],
    ['weigh the milk, in case "Berta" is sour map the barn', '"Berta" is sour'],
    ['weigh the milk, in case it is sour map the barn', 'it is sour'],
    ['if it is sour the barn map', 'it is sour'],
    ['if the count of errors is over 3, map the barn', 'the count of errors is over 3'],
  ])('%j', (text, condition) => {
    const clause = read(text).clauses.find((one) => one.condition !== undefined)
    expect(said(clause?.condition?.tokens)).toBe(condition)
    expect(clause?.is_fallback).toBeUndefined()
  })

  test.each([
    'see if the milk is sour',
    'find out if the herd is well',
    'weigh the milk and tell me if it is sour',
    'let me know if the barn is full',
    'file the milk yield in case C-7 please',
    'weigh the milk > pest survey',
  ])('%j asks and decides nothing', (text) => {
    expect(read(text).clauses.every(({ condition }) => condition === undefined)).toBe(true)
  })

  test.each([
    'if the milk is sour map the barn, otherwise leave it',
    'if the milk is sour, map the barn. If not, do nothing',
  ])('%j has one branch', (text) => {
    expect(read(text).clauses.map(({ tokens, branch }) => [said(tokens), branch])).toEqual([
      ['map the barn', 'if_true'],
    ])
  })

  test('if not, after a condition, is its other branch', () => {
    const { clauses } = read('If the milk is sour, map the barn. If not, weigh the herd')
    expect(clauses.map(({ tokens, branch }) => [said(tokens), branch])).toEqual([
      ['map the barn', 'if_true'],
      ['weigh the herd', 'if_false'],
    ])
    expect(clauses[0]?.condition).toBe(clauses[1]?.condition)
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
    'soil survey, in case of failure the soil archive',
    'soil survey; if it does not answer, the soil archive',
    'soil survey; if the server gives up, the soil archive',
    'soil survey; no luck, the soil archive',
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
    ['go through the barns: milk yield', 'the barns', ['milk yield']],
    ['for each and every barn a pest count', 'barn', ['a pest count']],
    ['for each one the milk yield', 'one', ['the milk yield']],
    ['for every old barn a pest count', 'old barn', ['a pest count']],
    ['for each of the barns find pests', 'of the barns', ['find pests']],
  ])('%j', (text, header, bodies) => {
    const { clauses } = read(text)
    expect(clauses.map(({ tokens }) => said(tokens))).toEqual(bodies)
    for (const { each } of clauses) expect(said(each?.tokens)).toBe(header)
  })
})
