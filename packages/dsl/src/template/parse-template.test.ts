import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeTemplate, hasTemplate, parseTemplate } from './parse-template.js'
import { TemplateSyntaxError } from './template-syntax-error.js'

function shape(text: string): { parts: string[]; single: boolean } {
  const { parts, single } = parseTemplate(text)
  return { parts: parts.map((part) => (typeof part === 'string' ? part : `<${part.text}>`)), single }
}

function mistake(text: string): TemplateSyntaxError {
  try {
    parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}

describe('parseTemplate', () => {
  it.each([
    ['', [], false],
    ['plain } {', ['plain } {'], false],
    ['{{a.b}}', ['<a.b>'], true],
    ['{{ \n a.b\t}}', ['<a.b>'], true],
    [' {{a}}', [' ', '<a>'], false],
    ['{{a}}{{b[0]}}', ['<a>', '<b[0]>'], false],
    ['{{a["}}"]}}', ['<a["}}"]>'], true],
    ['{{a}}}', ['<a>', '}'], false],
    ['write \\{{name}} or {{a}}', ['write {{name}} or ', '<a>'], false],
    ['\\{{', ['{{'], false],
    ['\\{{{{a}}', ['{{', '<a>'], false],
    ['\\\\{{a}}', ['\\{{a}}'], false],
    ['{{a}}\\{{b}}', ['<a>', '{{b}}'], false],
  ])('reads %j', (text, parts, single) => {
    expect(shape(text)).toEqual({ parts, single })
  })

  it.each([
    ['use {{ braces', 4, 'not closed'],
    ['x {{', 2, 'not closed'],
    ['{{}}', 0, 'empty'],
    ['{{#if a}}', 2, "found '#'"],
    ['{{{a}}}', 2, "found '{'"],
    ['{{a | upper}}', 4, "found '|'"],
    ['{{a b}}', 4, "found 'b'"],
    ['{{a.}}', 4, 'field name'],
    ['{{a[-1]}}', 3, 'counts from 0'],
    ['{{a}', 0, 'not closed'],
  ])('refuses %j', (text, offset, part) => {
    expect(mistake(text).offset).toBe(offset)
    expect(mistake(text).message).toContain(part)
  })

  it('tells how to write literal braces', () => {
    expect(mistake('use {{ braces').message).toContain('\\{{')
    expect(mistake('{{#if a}}').message).toContain('\\{{')
  })

  it('fails in no other way, whatever the text', () => {
    const pieces = fc.constantFrom('{{', '}}', '\\', 'a', '.', '[', ']', '"', "'", '0', '*', ' ', '{', '}', '😀')
    fc.assert(
      fc.property(
        fc.array(pieces).map((list) => list.join('')),
        (text) => {
          try {
            parseTemplate(text)
          } catch (error) {
            expect(error).toBeInstanceOf(TemplateSyntaxError)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('gives the same answer again, cached or not', () => {
    const first = parseTemplate('{{cached.text}}')
    for (let index = 0; index < 2000; index += 1) parseTemplate(`{{a.b${index}}}`)
    expect(parseTemplate('{{cached.text}}')).toEqual(first)
  })
})

describe('escapeTemplate', () => {
  it('makes any text a constant', () => {
    const pieces = fc.constantFrom('{', '{{', '\\', '}}', 'a', ' ')
    const texts = fc.oneof(
      fc.array(pieces).map((list) => list.join('')),
      fc.string(),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseTemplate(escapeTemplate(text)).parts.join('')).toBe(text)
        expect(parseTemplate(escapeTemplate(text)).parts.every((part) => typeof part === 'string')).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('hasTemplate', () => {
  it('says whether a string has to be parsed', () => {
    expect(['{{a}}', '\\{{a}}', '{{'].map(hasTemplate)).toEqual([true, true, true])
    expect(['', 'a', '{a}', '}}'].map(hasTemplate)).toEqual([false, false, false, false])
  })
})
