import { expect, it } from 'vitest'
import { expressionReferences } from './expression-references.js'
import { parseExpression } from './parse-expression.js'

it('finds every path with its place, in the order of the text', () => {
  const text = `exists({{a.x}}) && !(size(b) > -c.d) || "t {{e}}" in [f, 1] && matches(g, h) || exists(i)`
  const found = expressionReferences(parseExpression(text)).map((reference) => [
    text.slice(reference.start, reference.end),
    reference.path.text,
    reference.guarded,
    reference.bare,
  ])
  expect(found).toEqual([
    ['{{a.x}}', 'a.x', true, false],
    ['b', 'b', false, true],
    ['c.d', 'c.d', false, true],
    ['{{e}}', 'e', false, false],
    ['f', 'f', false, true],
    ['g', 'g', false, true],
    ['h', 'h', false, true],
    ['i', 'i', true, true],
  ])
})
