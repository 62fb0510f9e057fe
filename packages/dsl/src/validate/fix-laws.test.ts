import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CatalogDocument } from '../catalog/define-catalog.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { applyFixes } from '../edit/apply-fixes.js'
import { editPipeline } from '../edit/edit-pipeline.js'
import type { Issue } from '../issues/issue.js'
import type { JsonObject } from '../json/json.js'
import { validatePipeline } from './validate-pipeline.js'

const catalog = {
  methods: [
    {
      id: 'collect_posts',
      step_type: 'function',
      inputs: { type: 'object', properties: { query: { type: 'string' }, posts: {} }, additionalProperties: false },
      outputs: {
        type: 'object',
        properties: { posts: { type: 'array', items: { type: 'string' } }, total: { type: 'number' } },
      },
    },
    { id: 'collect_post', step_type: 'function' },
  ],
} as unknown as CatalogDocument

const ids = ['extract', 'extracts', 'report', 'reports', 'reporting', 'children']
const misspelt = fc.constantFrom(...ids, 'extrct', 'exracts', 'reprt', 'reportss', 'childrn', 'item', 'itm', 'inpt')
const field = fc.constantFrom('posts', 'total', 'post', 'totl', 'posts[*]', 'pots[0].x', 'items[*].outputs.report')
const reference = fc.tuple(misspelt, field).map(([root, name]) => `{{${root}.${name}}}`)
const expression = fc
  .tuple(fc.boolean(), misspelt, field)
  .map(([own, root, name]) => (own ? `${name} == 1` : `{{${root}.${name}}} == 1`))

const step: fc.Arbitrary<JsonObject> = fc.record(
  {
    type: fc.constantFrom('function', 'function', 'functon', 'crawler'),
    method: fc.constantFrom('collect_posts', 'colect_posts', 'collect_post', 'm'),
    inputs: fc.dictionary(fc.constantFrom('query', 'querry', 'posts', 'pots'), reference, { maxKeys: 2 }),
    outputs: fc.dictionary(fc.constantFrom('posts', 'total', 'totl'), fc.constant('v'), { maxKeys: 2 }),
    depends_on: fc.uniqueArray(misspelt, { maxLength: 2 }),
    is_child: fc.boolean(),
    check: fc.array(fc.record({ boolean: expression, run: misspelt }), { maxLength: 1 }),
    on_error: fc.record({ fallback_step: misspelt }),
    on_success: fc.record({
      routes: fc.array(fc.record({ match: fc.record({ expression }), steps: fc.array(misspelt, { maxLength: 1 }) }), {
        maxLength: 1,
      }),
    }),
    timeout_minuts: fc.constant(1),
    timeout_minutes: fc.constantFrom(1, '1'),
  },
  { requiredKeys: ['type', 'method'] },
) as fc.Arbitrary<JsonObject>

const documents = fc.array(step, { minLength: 3, maxLength: 6 }).chain((steps) =>
  fc
    .record({ isNested: fc.boolean(), order: fc.shuffledSubarray(ids, { minLength: 6 }) })
    .map(({ isNested, order }) => {
      const named = steps.map((each, index): JsonObject => ({ id: order[index] ?? 'x', ...each }))
      const [first, second, ...rest] = named
      const loop = {
        id: 'loop',
        type: 'loop',
        iterate_over: '{{input.list}}',
        loop_variable: 'item',
        steps: [first, second],
      }
      return {
        version: '1.0',
        pipeline_id: 'p',
        name: 'P',
        workspace_id: 'w',
        project_id: 'q',
        steps: isNested ? [loop, ...rest] : named,
      } as unknown as PipelineDocument
    }),
)

/** What is known only of the step type or method that was meant comes to light when its name is corrected. */
const REVEALING = ['unknown_step_type', 'unknown_method']

/** The same of the value that was meant: whether it has the type and the field, as the catalog tells. */
const TYPE_CODES = ['input_type', 'output_type', 'expression_type']
const FIELD_CODES = ['unknown_field', 'splat_on_non_list']

const errorsIn = (diagnostics: readonly Issue[]) =>
  diagnostics.filter(({ severity, code }) => severity === 'error' && !TYPE_CODES.includes(code))
const told = (diagnostics: readonly Issue[]) =>
  diagnostics.map(({ code, path, message }) => `${code} ${path.join('.')} ${message}`)

test('a fix removes its issue and adds no error', () => {
  fc.assert(
    fc.property(documents, fc.constantFrom({}, { catalog }), (document, options) => {
      const text = JSON.stringify(document)
      const before = validatePipeline(text, options).diagnostics
      for (const issue of before) {
        if (issue.fix?.safe !== true) continue
        const fixed = editPipeline(text, issue.fix.changes).text
        const after = validatePipeline(fixed, options).diagnostics
        const change = `${told([issue])}\n${issue.fix.title}\n${told(errorsIn(after)).join('\n')}\n${fixed}`
        expect(told(after), change).not.toContain(told([issue])[0])
        if (REVEALING.includes(issue.code)) continue
        const counted = (issues: readonly Issue[]) =>
          errorsIn(issues).filter(({ code }) => !('catalog' in options && FIELD_CODES.includes(code))).length
        expect(counted(after), change).toBeLessThanOrEqual(counted(before) - counted([issue]))
      }
    }),
    { numRuns: 300 },
  )
})

test('all safe fixes together leave fewer errors', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const text = JSON.stringify(document)
      const before = validatePipeline(text).diagnostics
      const { text: fixed, applied } = applyFixes(text, before, { safe_only: true })
      const removed = applied.filter(({ severity, code }) => severity === 'error' && !REVEALING.includes(code))
      if (applied.some(({ code }) => REVEALING.includes(code))) return
      const after = validatePipeline(fixed).diagnostics
      expect(errorsIn(after).length, told(errorsIn(after)).join('\n')).toBeLessThanOrEqual(
        errorsIn(before).length - (removed.length > 0 ? 1 : 0),
      )
    }),
    { numRuns: 300 },
  )
})
