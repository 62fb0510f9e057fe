import { expression as expressionTag, expressionText } from '../builder/expression.js'
import { verbatim } from '../builder/text.js'
import type { Expression, PathExpression } from '../expression/expression.js'
import { ExpressionSyntaxError } from '../expression/expression-syntax-error.js'
import { parseExpression } from '../expression/parse-expression.js'
import type { Draft } from './draft.js'
import type { Layout } from './layout.js'
import { operatorCode } from './operator-code.js'
import { canonicalTemplate, referenceCode } from './reference-code.js'
import { backtickText, longTextLiteral } from './text-literal.js'

/** A condition as code: `gt(a.x, 3)` where the operators say exactly its text, else as tagged template, else as text. */
export function conditionCode(text: string, draft: Draft): Layout {
  const expression = parsed(text)
  if (expression === undefined) return longTextLiteral(text)
  return (
    draft.attempt((trial) => {
      const { layout, live } = operatorCode(expression, text, trial) ?? {}
      return layout !== undefined && expressionText(live) === text ? layout : undefined
    }) ??
    draft.attempt((trial) => taggedCode(expression, text, trial)) ??
    longTextLiteral(text)
  )
}

function parsed(text: string): Expression | undefined {
  try {
    return parseExpression(text)
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return undefined
    throw error
  }
}

/** `` expression`${a.x} * 2 > 3` ``; undefined where it would say nothing more than the text. */
function taggedCode(expression: Expression, text: string, draft: Draft): Layout | undefined {
  const constants: string[] = []
  const codes: string[] = []
  let offset = 0
  for (const { path, start, end } of templatesOf(expression)) {
    const template = text.slice(start, end)
    const reference = template === canonicalTemplate(path) ? referenceCode(path, draft, true) : undefined
    if (reference === undefined) continue
    constants.push(text.slice(offset, start))
    codes.push(reference.code)
    offset = end
  }
  constants.push(text.slice(offset))
  const templates = templatesOf(expression).map(({ path }) => verbatim(canonicalTemplate(path)))
  if (codes.length === 0 || codes.length !== templates.length) return undefined
  const strings = Object.assign([...constants], { raw: constants })
  if (expressionTag(strings, ...templates).text !== text) return undefined
  const inner = constants.map((part, index) => backtickText(part) + (index < codes.length ? `\${${codes[index]}}` : ''))
  return `${draft.use('expression')}\`${inner.join('')}\``
}

/** The templates of an expression that stand outside of quotes, in the order of the text. */
function templatesOf(expression: Expression): PathExpression[] {
  switch (expression.kind) {
    case 'path':
      return expression.bare ? [] : [expression]
    case 'list':
      return expression.items.flatMap(templatesOf)
    case 'unary':
    case 'size':
    case 'exists':
      return templatesOf(expression.operand)
    case 'binary':
      return [...templatesOf(expression.left), ...templatesOf(expression.right)]
    case 'matches':
      return [...templatesOf(expression.operand), ...templatesOf(expression.pattern)]
    default:
      return []
  }
}
