import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Json } from '../json/json.js'
import { zodIssues } from './zod-issues.js'

const schema = z.strictObject({ version: z.literal('1.0'), mode: z.enum(['brave', 'safe']) })
const issues = (value: Json) => zodIssues(schema, value, [])

test('a word that is not allowed is named with the nearest one', () => {
  expect(issues({ version: '1.0', mode: 'brav' })).toMatchObject([
    { code: 'wrong_value', message: "'mode': 'brav' is not allowed; available: brave, safe; did you mean 'brave'?" },
  ])
})

test('a mapping with the key toString, which has no text, is named by its kind', () => {
  const hostile: Json = { toString: 1 }
  for (const value of [hostile, [hostile]]) {
    const found = issues({ version: value, mode: value })
    expect(found.map(({ code, path, fix }) => [code, path, fix])).toEqual([
      ['wrong_value', ['version'], undefined],
      ['wrong_value', ['mode'], undefined],
    ])
    expect(found[1]?.message).toMatch(/^'mode': a (mapping|list) is not allowed; available: brave, safe$/)
  }
})

test('what fits no form of a key is told the kinds that do', () => {
  const check = z.union([z.array(z.strictObject({ run: z.string() })), z.strictObject({ run: z.string() })])
  expect(zodIssues(z.strictObject({ check }), { check: 'n > 3' }, [])).toMatchObject([
    { code: 'wrong_value', path: ['check'], message: "'check': expected a list or a mapping, found a text" },
  ])
})
