import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.js'
import { readYaml } from './read-yaml.js'
import { writeYaml } from './write-yaml.js'

const text = [
  'version: "1.0" # c', // 1
  'steps:', // 2
  '  - id: a', // 3
  "    inputs: { n: { from: '{{input.n}}' } }", // 4
  '    empty:', // 5
  '    code: |', // 6
  '      x = 1', // 7
  '', // 8
  '  - id: b   # d', // 9
  '    text: "a\\tb {{x}}"', // 10
  '', // 11
].join('\n')
const { positions } = readYaml(text)

function cut(range: { readonly start_offset: number; readonly end_offset: number } | undefined): string | undefined {
  return range === undefined ? undefined : text.slice(range.start_offset, range.end_offset)
}

describe('positions', () => {
  it('gives the range of values, without blanks and comments', () => {
    expect(positions.value(['version'])).toEqual({
      line: 1,
      column: 10,
      end_line: 1,
      end_column: 15,
      start_offset: 9,
      end_offset: 14,
    })
    expect(cut(positions.value(['steps', 0, 'inputs']))).toBe("{ n: { from: '{{input.n}}' } }")
    expect(cut(positions.value(['steps', 0, 'code']))).toBe('|\n      x = 1')
    expect(cut(positions.value(['steps', 1]))).toBe('id: b   # d\n    text: "a\\tb {{x}}"')
    expect(positions.value([])).toMatchObject({ line: 1, column: 1, end_line: 10 })
    expect(positions.value(['steps', 2])).toBeUndefined()
    expect(positions.value(['steps', 'id'])).toBeUndefined()
    expect(positions.value(['version', 'x'])).toBeUndefined()
  })

  it('gives the range of keys', () => {
    expect(cut(positions.key(['steps', 0, 'inputs', 'n', 'from']))).toBe('from')
    expect(positions.key(['steps', 0, 'empty'])).toMatchObject({ line: 5, column: 5 })
    expect(positions.key([])).toBeUndefined()
    expect(positions.key(['steps', 0])).toBeUndefined()
    expect(cut(positions.firstKey(['steps', 1]))).toBe('id')
    expect(positions.firstKey(['steps'])).toBeUndefined()
  })

  it('gives the deepest value that exists', () => {
    expect(cut(positions.nearestValue(['steps', 0, 'id', 'x']))).toBe('a')
    expect(positions.nearestValue(['steps', 9, 'id'])).toEqual(positions.value(['steps']))
    expect(positions.nearestValue(['nothing'])).toEqual(positions.value([]))
  })

  it('gives a part of a text, or all of a text that is written differently', () => {
    expect(cut(positions.inside(['steps', 0, 'inputs', 'n', 'from'], 2, 9))).toBe('input.n')
    expect(cut(positions.inside(['version'], 0, 1))).toBe('1')
    expect(cut(positions.inside(['steps', 1, 'text'], 4, 9))).toBe('"a\\tb {{x}}"')
  })

  it('counts in the text as given: byte order mark, CRLF, wide characters', () => {
    const reading = readYaml('\uFEFFa: 1\r\nb: {"é😀": x, c: 2}\r\n')
    expect(reading.positions.value(['a'])).toMatchObject({ line: 1, column: 4, start_offset: 4 })
    expect(reading.positions.value(['b', 'c'])).toMatchObject({ line: 2, column: 18 })
  })

  it('has no places without a document', () => {
    expect(readYaml('').positions.nearestValue([])).toBeUndefined()
  })

  it('finds every value of every document where it stands', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const written = writeYaml(value as Json)
        const reading = readYaml(written)
        function visit(node: Json, path: readonly (string | number)[]): void {
          const range = reading.positions.value(path)
          if (typeof node === 'object' && node !== null) {
            expect(range).toBeDefined()
            for (const [key, child] of Object.entries(node))
              visit(child, [...path, Array.isArray(node) ? Number(key) : key])
          } else if (typeof node !== 'string' || !node.includes('\n')) {
            expect(readYaml(written.slice(range?.start_offset, range?.end_offset)).value).toEqual(node)
          }
        }
        if (reading.value !== undefined) visit(reading.value, [])
      }),
    )
  })
})
