import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { Outline } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { JsonObject } from '../json/json.js'
import { documentTypes } from './catalog-entries.js'
import { inferExpression } from './expression-types.js'

const LONGEST_EXCERPT = 60

/**
 * Level 2, expressions: their types go together, as far as declared schemas, literals and the catalog tell. Reported is only what fails for every value.
 *
 * @param catalog may be absent: then only the document tells
 */
export function checkExpressionTypes(document: JsonObject, outline: Outline, catalog?: CatalogIndex): Issue[] {
  const types = documentTypes(document, outline, catalog)
  return outline.steps.flatMap((step) =>
    stepReferences(step).expressions.flatMap(({ expression, own, at, text }) => {
      const { problems } = inferExpression(expression, (path, bare) => {
        const found = types.read(step, path, own && bare)
        return found.kind === 'known' ? found.schema : undefined
      })
      return problems.map(({ message, start, end }) => {
        const excerpt = text.slice(start, Math.min(end, start + LONGEST_EXCERPT))
        return makeIssue(
          'expression_type',
          `${message} (in \`${excerpt}${end - start > LONGEST_EXCERPT ? '…' : ''}\`)`,
          at,
          { step: step.id },
        )
      })
    }),
  )
}
