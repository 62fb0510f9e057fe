import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractJson } from './extract-json.js'

const words = fc.string().map((text) => text.replace(/[{}[\]"<>]/g, ''))
const answers = fc.dictionary(fc.string(), fc.jsonValue())
/** What JSON itself can carry: it has no -0. */
const carried = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the JSON in a text', () => {
  it('is found between any words and in a fence', () => {
    fc.assert(
      fc.property(words, answers, words, fc.boolean(), (before, answer, after, isFenced) => {
        const json = JSON.stringify(answer, undefined, 2)
        const text = isFenced ? `${before}\n\`\`\`json\n${json}\n\`\`\`\n${after}` : before + json + after
        expect(extractJson(text)).toEqual({ kind: 'found', value: carried(answer) })
      }),
    )
  })

  it('is not found where it is cut off', () => {
    fc.assert(
      fc.property(answers, fc.nat(), (answer, at) => {
        const json = JSON.stringify(answer)
        expect(extractJson(json.slice(0, 1 + (at % (json.length - 1)))).kind).toBe('truncated')
      }),
    )
  })

  it('is no mark of a footnote, and no list around it', () => {
    expect(extractJson('As [1] and [2] say: {"a": [2]}')).toEqual({ kind: 'found', value: { a: [2] } })
    expect(extractJson('[{"a": 1}]')).toEqual({ kind: 'found', value: { a: 1 } })
  })

  it('comes after thoughts, whatever they hold', () => {
    expect(extractJson('<think>{"a": 1} or {</think>{"a": 2}')).toEqual({ kind: 'found', value: { a: 2 } })
  })

  it.each(['', 'null', '"text"', '7', '[1, 2]', 'no braces at all', 'a } before'])('is none in %j', (text) => {
    expect(extractJson(text).kind).toBe('none')
  })

  it('gives no prototype', () => {
    const found = extractJson('{"__proto__": {"polluted": true}}')
    expect(found.kind).toBe('found')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it.each([['{'], ['{a}'], ['}{'], ['{"'], ['[{'], ['<think>{']])('takes little time for endless %s', (piece) => {
    const started = performance.now()
    extractJson(piece.repeat(1_000_000 / piece.length))
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})
