import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPath } from './format-path.js'
import { parsePath } from './parse-path.js'
import type { PathSegment } from './template.js'
import { TemplateSyntaxError } from './template-syntax-error.js'

function mistake(text: string): { message: string; offset: number } {
  try {
    parsePath(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return { message: error.message, offset: error.offset }
    throw error
  }
  throw new Error(`${text} was accepted`)
}

const anySegment: fc.Arbitrary<PathSegment> = fc.oneof(
  fc.stringMatching(/^[^\s.[\]{}"']{1,8}$/u).map((name): PathSegment => ({ kind: 'field', name })),
  fc.string({ unit: 'binary' }).map((name): PathSegment => ({ kind: 'key', name })),
  fc.nat().map((index): PathSegment => ({ kind: 'index', index })),
  fc.constant<PathSegment>({ kind: 'splat' }),
)

describe('parsePath', () => {
  it('reads a root and the four kinds of segments', () => {
    expect(parsePath(`wait-for_1.a-b["any key"]['it\\'s'][0][*].größe`)).toEqual({
      root: 'wait-for_1',
      segments: [
        { kind: 'field', name: 'a-b' },
        { kind: 'key', name: 'any key' },
        { kind: 'key', name: "it's" },
        { kind: 'index', index: 0 },
        { kind: 'splat' },
        { kind: 'field', name: 'größe' },
      ],
      text: `wait-for_1.a-b["any key"]['it\\'s'][0][*].größe`,
    })
  })

  it('leaves outer blanks out of the text', () => {
    expect(parsePath('  step.field\n').text).toBe('step.field')
  })

  it('knows the escapes of JSON in keys', () => {
    expect(parsePath(String.raw`a["\"\\\/\b\f\n\r\t\u00e9}}"]`).segments).toEqual([
      { kind: 'key', name: '"\\/\b\f\n\r\té}}' },
    ])
  })

  it.each([
    ['', 0, 'Expected a path'],
    ['1a', 0, "found '1'"],
    ['.a', 0, "found '.'"],
    ['a.', 2, 'field name'],
    ['a..b', 2, 'field name'],
    ['a b', 2, "Unexpected 'b'"],
    ['a[-1]', 1, 'counts from 0'],
    ['a[01]', 1, 'Expected [0]'],
    ['a[1', 1, 'Expected [0]'],
    ['a[x]', 1, 'Expected [0]'],
    ['a["x]', 2, 'not closed'],
    ['a["x"', 5, "Expected ']'"],
    [String.raw`a["\q"]`, 3, 'Unknown escape'],
    ['a{{b}}', 1, "Unexpected '{{b}}'"],
    [`a${'.b'.repeat(101)}`, 201, 'at most 100'],
  ])('refuses %s', (text, offset, part) => {
    const found = mistake(text)
    expect(found.offset).toBe(offset)
    expect(found.message).toContain(part)
  })

  it('reads back what formatPath writes', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]*$/),
        fc.array(anySegment, { maxLength: 100 }),
        (root, segments) => {
          const text = formatPath(root, segments)
          expect(parsePath(text)).toEqual({ root, segments, text })
        },
      ),
    )
  })
})
