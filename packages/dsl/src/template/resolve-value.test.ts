import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import { escapeTemplate, hasTemplate, parseTemplate } from './parse-template.js'
import { resolveTemplate } from './resolve-template.js'
import { resolveValue } from './resolve-value.js'
import type { Scope } from './template.js'

const values: JsonObject = {
  n: {
    int: 7,
    float: 0.1,
    big: 1e21,
    minusZero: -0,
    yes: true,
    nothing: null,
    text: '{{n.int}}',
    list: [1, { a: null }],
    map: { k: 'v' },
  },
}

const scope: Scope = {
  read: (root) => {
    if (root === 'skipped') return { kind: 'unavailable', reason: 'failed' }
    return Object.hasOwn(values, root)
      ? { kind: 'value', value: values[root] ?? null }
      : { kind: 'unknown', available: ['n'] }
  },
}

describe('a string that is exactly one template', () => {
  it.each<[string, Json]>([
    ['{{n.int}}', 7],
    ['{{ n.yes }}', true],
    ['{{n.nothing}}', null],
    ['{{n.list}}', [1, { a: null }]],
    ['{{n.map}}', { k: 'v' }],
  ])('%s keeps its type', (text, value) => {
    expect(resolveValue(text, scope)).toEqual({ kind: 'value', value })
  })
})

describe('any other string', () => {
  it.each([
    ['{{n.int}} ', '7 '],
    ['{{n.int}}{{n.float}}', '70.1'],
    ['<{{n.big}} {{n.minusZero}}>', '<1e+21 0>'],
    ['<{{n.yes}}>', '<true>'],
    ['<{{n.nothing}}>', '<>'],
    ['<{{n.list}}{{n.map}}>', '<[1,{"a":null}]{"k":"v"}>'],
    ['write \\{{name}} for a template', 'write {{name}} for a template'],
    ['', ''],
  ])('%s is text', (text, value) => {
    expect(resolveTemplate(parseTemplate(text), scope)).toEqual({ kind: 'value', value })
  })

  it('may not grow without bound', () => {
    const long: Scope = { read: () => ({ kind: 'value', value: 'x'.repeat(1_000_000) }) }
    expect(resolveTemplate(parseTemplate('{{a}}'.repeat(11)), long)).toMatchObject({ kind: 'invalid' })
  })
})

describe('resolveValue', () => {
  it('goes through lists and maps, and leaves keys alone', () => {
    expect(resolveValue([{ '{{n.int}}': ['{{n.int}}', 2, 'a{{n.int}}'] }, null], scope)).toEqual({
      kind: 'value',
      value: [{ '{{n.int}}': [7, 2, 'a7'] }, null],
    })
  })

  it('resolves once: a value that looks like a template is data', () => {
    expect(resolveValue(['{{n.text}}', 'x {{n.text}}'], scope)).toEqual({
      kind: 'value',
      value: ['{{n.int}}', 'x {{n.int}}'],
    })
  })

  it('gives back the same value where there is no template', () => {
    const plain = fc.jsonValue().filter((value) => !hasTemplate(JSON.stringify(value)))
    fc.assert(
      fc.property(plain, (value) => {
        expect(resolveValue(value as Json, scope)).toEqual({ kind: 'value', value })
      }),
    )
  })

  it('gives back any escaped text', () => {
    const texts = fc.array(fc.constantFrom('{{', '}}', '\\', 'n.int', ' ')).map((list) => list.join(''))
    fc.assert(
      fc.property(texts, (text) => {
        expect(resolveValue([escapeTemplate(text)], scope)).toEqual({ kind: 'value', value: [text] })
      }),
    )
  })

  it('keeps a key __proto__ and no prototype is touched', () => {
    const outcome = resolveValue(JSON.parse('{"__proto__": {"x": "{{n.int}}"}}'), scope)
    expect(JSON.stringify(outcome)).toBe('{"kind":"value","value":{"__proto__":{"x":7}}}')
    expect(Object.getPrototypeOf(outcome.kind === 'value' ? outcome.value : null)).toBe(Object.prototype)
    expect(({} as JsonObject).x).toBeUndefined()
  })

  it('follows 100 levels and refuses more', () => {
    const nested = (depth: number): Json => (depth === 0 ? '{{n.int}}' : [nested(depth - 1)])
    expect(JSON.stringify(resolveValue(nested(100), scope))).toContain('7')
    expect(resolveValue(nested(101), scope)).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('100 levels'),
    })
  })

  it('lets the gravest failure count, of equals the first', () => {
    expect(resolveValue(['{{n.a}}', '{{n.b}}'], scope)).toMatchObject({
      kind: 'missing',
      message: expect.stringContaining("'a'"),
    })
    expect(resolveValue(['{{n.a}}', 'x{{skipped.b}}'], scope)).toEqual({
      kind: 'unavailable',
      root: 'skipped',
      reason: 'failed',
    })
    expect(resolveValue(['{{n.a}} {{skipped.b}} {{n.int[*]}}'], scope)).toMatchObject({ kind: 'invalid' })
  })

  it('makes a syntax error an outcome', () => {
    expect(resolveValue('{{', scope)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('\\{{') })
  })
})
