import { describe, expect, test } from 'vitest'
import { indexCatalog } from '../catalog/catalog-index.js'
import type { CatalogDocument } from '../catalog/define-catalog.js'
import { outlineDocument } from '../document/outline.js'
import type { Issue } from '../issues/issue.js'
import type { JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { readYaml } from '../yaml/read-yaml.js'
import { checkCatalogLevel, checkExpressionTypes } from './catalog-level.js'

const CATALOG = `
methods:
  - id: find_bird
    step_type: function
    inputs: { type: object, required: [name], properties: { name: { type: string }, limit: { type: integer }, tags: { type: array, items: { type: string } } } }
    outputs: { type: object, required: [bird], properties: { bird: { type: object, properties: { species: { type: string }, weight: { type: number } } }, seen: { type: array, items: { type: object, properties: { place: { type: string } } } } } }
    modes: [direct]
  - id: count_birds
    step_type: function
    inputs: { type: object, properties: { minutes: { type: integer } } }
    outputs: { type: integer }
  - id: crawler_pond
    step_type: crawler
    inputs: { type: object, required: [target], properties: { target: { type: string } } }
    outputs: { type: object, required: [data], properties: { data: { type: array, items: { type: string } } } }
    modes: [api, direct]
  - id: crawler_forest
    step_type: crawler
    inputs: { type: object, required: [target], properties: { target: { type: string } } }
    outputs: { type: object, required: [data], properties: { data: { type: array, items: { type: string } } } }
  - id: crawler_sky
    step_type: crawler
    inputs: { type: object, required: [altitude], properties: { altitude: { type: number } } }
    outputs: { type: object, required: [clouds], properties: { clouds: { type: integer } } }
  - id: crawler_direct
    step_type: crawler
    modes: [direct]
models:
  - id: sing
    step_type: ml_model
    inputs: { type: object, required: [notes], properties: { notes: { type: [string, array] } } }
    outputs: { type: object, properties: { song: { type: string } } }
assets:
  - { id: silver.birds, step_type: wait_for_asset }
report_templates:
  - { id: bird_report, step_type: output, inputs: { type: object, required: [bird], properties: { bird: { type: object } } } }
`

const catalog = indexCatalog(readYaml(CATALOG).value as CatalogDocument)

function check(steps: string, more: JsonObject = {}) {
  const document: JsonObject = { ...more, steps: readYaml(steps).value ?? null }
  const outline = outlineDocument(document, defaultLanguage)
  const { issues, methods } = checkCatalogLevel(document, outline, catalog)
  return { issues: [...issues, ...checkExpressionTypes(document, outline, catalog)], methods, document }
}

const at = (issue: Issue) => issue.path.join('.')
const found = (steps: string, more?: JsonObject) =>
  check(steps, more).issues.map((issue) => `${issue.code} ${at(issue)}`)

describe('names', () => {
  test('an entry that does not exist is named with its neighbour, which is a safe fix', () => {
    const { issues } = check('[{ id: a, type: function, method: find_brid }]')
    expect(issues).toMatchObject([
      {
        code: 'unknown_method',
        level: 2,
        path: ['steps', 0, 'method'],
        step: 'a',
        fix: { safe: true, changes: [{ value: 'find_bird' }] },
      },
    ])
    expect(issues[0]?.message).toContain("did you mean 'find_bird'?")
    expect(issues[0]?.message).not.toContain('crawler_pond')
  })

  test('an entry of another kind is pointed out', () => {
    expect(check('[{ id: a, type: function, method: sing }]').issues[0]?.hint).toBe("'sing' is a model of the catalog")
  })

  test('every asset that is named is looked up', () => {
    expect(found('[{ id: a, type: wait_for_asset, assets: [silver.birds, silver.bird] }]')).toEqual([
      'unknown_method steps.0.assets.1',
    ])
  })

  test('a kind that the catalog does not list is not checked', () => {
    expect(found('[{ id: a, type: llm_flow, flow: anything }]')).toEqual([])
  })

  test('an entry of another step type is an error', () => {
    const { issues } = check('[{ id: a, type: crawler, method: count_birds }]')
    expect(issues).toMatchObject([
      { code: 'wrong_step_type', fix: { safe: false, changes: [{ path: ['steps', 0, 'type'], value: 'function' }] } },
    ])
    expect(found('[{ id: a, type: function, method: count_birds }]')).toEqual([])
  })

  test('the mode counts, also when it is the default', () => {
    const { issues } = check('[{ id: a, type: crawler, method: crawler_direct }]')
    expect(issues).toMatchObject([
      {
        code: 'unsupported_mode',
        path: ['steps', 0, 'method'],
        fix: { safe: true, changes: [{ path: ['steps', 0, 'execution_mode'], value: 'direct' }] },
      },
    ])
    expect(found('[{ id: a, type: crawler, method: crawler_direct, execution_mode: direct }]')).toEqual([])
    expect(found('[{ id: a, type: crawler, method: crawler_direct, execution_mode: api }]')).toEqual([
      'unsupported_mode steps.0.execution_mode',
    ])
  })
})

describe('inputs', () => {
  const bird = (inputs: string, more?: JsonObject) =>
    found(`[{ id: a, type: function, method: find_bird, inputs: ${inputs} }]`, more)

  test('a required one that is missing, also without any inputs', () => {
    expect(bird('{ limit: 3 }')).toEqual(['missing_input steps.0.inputs.name'])
    expect(found('[{ id: a, type: function, method: find_bird }]')).toEqual(['missing_input steps.0.inputs.name'])
    expect(bird('{ name: owl }')).toEqual([])
  })

  test('a report without inputs is made of what was produced', () => {
    expect(found('[{ id: a, type: output, format: pdf_report, template: bird_report }]')).toEqual([])
    expect(found('[{ id: a, type: output, format: pdf_report, template: bird_report, inputs: {} }]')).toEqual([
      'missing_input steps.0.inputs.bird',
    ])
  })

  test('a misspelt one is one mistake, with the new name as a fix', () => {
    const { issues } = check('[{ id: a, type: function, method: find_bird, inputs: { nam: owl } }]')
    expect(issues).toMatchObject([
      { code: 'unknown_input', fix: { safe: true, changes: [{ kind: 'rename_key', key: 'name' }] } },
    ])
    expect(bird('{ name: owl, colour: red }')).toEqual(['unknown_input steps.0.inputs.colour'])
  })

  test('constants are checked where they stand, with a fix for quotes', () => {
    expect(bird('{ name: { from: 3 }, limit: { from: x, default: 1.5 } }')).toEqual([
      'input_type steps.0.inputs.name.from',
      'input_type steps.0.inputs.limit.from',
      'input_type steps.0.inputs.limit.default',
    ])
    expect(bird('{ name: owl, tags: { from: [a, 3, "{{input.x}}"] } }')).toEqual([
      'input_type steps.0.inputs.tags.from.1',
    ])
    expect(bird('{ name: "\\\\{{x}}", limit: 3, tags: [] }')).toEqual([])
    const { issues } = check('[{ id: a, type: function, method: find_bird, inputs: { name: 3 } }]')
    expect(issues[0]?.fix?.changes).toEqual([{ kind: 'set', path: ['steps', 0, 'inputs', 'name'], value: '3' }])
    expect(bird('{ name: null }')).toEqual(['input_type steps.0.inputs.name'])
  })

  const input_schema = {
    type: 'object',
    properties: {
      n: { type: 'integer' },
      s: { type: 'string' },
      list: { type: 'array', items: { type: 'object', properties: { k: { type: 'string' } } } },
    },
  }

  test('templates are followed into the input of the run, `run` and texts', () => {
    expect(bird('{ name: "{{input.n}}" }', { input_schema })).toEqual(['input_type steps.0.inputs.name'])
    expect(bird('{ name: "no. {{input.n}}", limit: "{{input.n}}" }', { input_schema })).toEqual([])
    expect(bird('{ name: "{{run.id}}", limit: "{{run.id}}" }')).toEqual(['input_type steps.0.inputs.limit'])
    expect(bird('{ name: x, limit: "{{input.n}} birds" }')).toEqual(['input_type steps.0.inputs.limit'])
    expect(bird('{ name: x, tags: "{{input.list[*].k}}" }', { input_schema })).toEqual([])
    expect(bird('{ name: x, tags: ["{{input.n}}", "{{input.s}}"] }', { input_schema })).toEqual([
      'input_type steps.0.inputs.tags.0',
    ])
    expect(bird('{ name: "{{input.n}}", limit: "{{input.x}}" }')).toEqual([])
  })

  test('each alternative is followed; what is null or missing is passed over', () => {
    expect(bird('{ name: { or: ["{{input.n}}", "{{input.s}}", null] } }', { input_schema })).toEqual([
      'input_type steps.0.inputs.name.or.0',
    ])
    expect(bird('{ name: { from: "{{input.s}}", default: 3 } }', { input_schema })).toEqual([
      'input_type steps.0.inputs.name.default',
    ])
  })

  const chain = (method: string, read: string, more = '') =>
    found(
      `[{ id: a, type: function, method: ${method}, inputs: { name: owl }${more} }, { id: b, type: function, method: find_bird, inputs: { name: "${read}" } }]`,
    )

  test('the catalog, declared outputs and output_schema tell the type of a step', () => {
    expect(chain('find_bird', '{{a.bird.species}}')).toEqual([])
    expect(chain('find_bird', '{{a.bird.weight}}')).toEqual(['input_type steps.1.inputs.name'])
    expect(chain('find_bird', '{{a.bird.weight}}', ', outputs: { bird: x, seen: y }')).toEqual([
      'input_type steps.1.inputs.name',
    ])
    expect(
      chain(
        'find_bird',
        '{{a.seen}}',
        ', outputs: { seen: y }, output_schema: { type: object, properties: { seen: { type: string } } }',
      ),
    ).toContain('output_type steps.0.output_schema.properties.seen')
  })

  test('a value that is no map is the only declared output, or `value`', () => {
    const count = (rest: string) => found(`[{ id: a, type: function, method: count_birds${rest}`)
    expect(
      count(
        ', outputs: { n: x } }, { id: b, type: function, method: find_bird, inputs: { name: x, limit: "{{a.n}}" } }]',
      ),
    ).toEqual([])
    expect(
      count(', outputs: { n: x } }, { id: b, type: function, method: find_bird, inputs: { name: "{{a.n}}" } }]'),
    ).toEqual(['input_type steps.1.inputs.name'])
    expect(count(' }, { id: b, type: function, method: find_bird, inputs: { name: "{{a.value}}" } }]')).toEqual([
      'input_type steps.1.inputs.name',
    ])
  })

  test('a fallback may stand in, so its type counts too', () => {
    const steps = (fallback: string) => `
- { id: a, type: function, method: count_birds, outputs: { n: x }, on_error: { fallback_step: f } }
- { id: f, type: function, method: ${fallback}, is_child: true, outputs: { n: x } }
- { id: b, type: function, method: find_bird, inputs: { name: "{{a.n}}" } }`
    expect(found(steps('count_birds'))).toEqual(['input_type steps.2.inputs.name'])
    expect(found(steps('unlisted')).filter((issue) => issue.startsWith('input_type'))).toEqual([])
  })

  test('loop variables have the type of an item', () => {
    const loop = (list: string) =>
      found(
        `[{ id: l, type: loop, iterate_over: ${list}, loop_variable: it, steps: [{ id: b, type: function, method: find_bird, inputs: { name: "{{it.k}}" } }] }]`,
        { input_schema: { ...input_schema } },
      )
    expect(loop('"{{input.list}}"')).toEqual([])
    expect(loop('[{ k: owl }, { k: "{{input.s}}" }]')).toEqual([])
    expect(loop('[{ k: 3 }]')).toEqual(['input_type steps.0.steps.0.inputs.name'])
    expect(loop('[{ j: owl }]')).toEqual(['unknown_field steps.0.steps.0.inputs.name'])
    expect(loop('"{{input.s}}"')).toEqual(['input_type steps.0.iterate_over'])
  })
})

describe('outputs and fields', () => {
  test('an output that is not returned is an error, unless it can be the whole value', () => {
    const outputs = (declared: string) =>
      check(`[{ id: a, type: function, method: find_bird, inputs: { name: x }, outputs: ${declared} }]`).issues
    expect(outputs('{ brid: x }')).toMatchObject([
      { code: 'unknown_output', severity: 'error', path: ['steps', 0, 'outputs', 'brid'] },
    ])
    expect(outputs('{ bird: x, nest: y }')).toMatchObject([{ code: 'unknown_output', severity: 'error' }])
    expect(outputs('{ everything: x }')).toMatchObject([{ code: 'unknown_output', severity: 'warning' }])
    expect(outputs('{ bird: x, seen: y }')).toEqual([])
  })

  const reads = (reader: string, declared = '') =>
    check(
      `[{ id: a, type: function, method: find_bird, inputs: { name: x }${declared} }, { id: b, type: ml_model, model: sing, inputs: { notes: ${reader} } }]`,
    ).issues

  test('fields that the catalog does not know are errors, under an alternative warnings', () => {
    expect(reads('"{{a.nest}}"')).toMatchObject([
      { code: 'unknown_field', severity: 'error', path: ['steps', 1, 'inputs', 'notes'] },
    ])
    expect(reads('"{{a.bird.speces}}"', ', outputs: { bird: x }')[0]?.message).toMatch(
      /^Field 'speces' not found.*did you mean 'species'/,
    )
    expect(reads('{ or: ["{{a.nest}}", x] }')).toMatchObject([{ code: 'unknown_field', severity: 'warning' }])
    expect(reads('"{{a.bird[*].species}}"')).toMatchObject([{ code: 'splat_on_non_list' }])
    expect(reads('"{{a.seen[*].place}}"')).toEqual([])
  })

  test('what the document alone tells is left to level 3', () => {
    expect(reads('"{{a.seen}}"', ', outputs: { bird: x }')).toEqual([])
  })

  test('checks start at the own outputs', () => {
    const own = (boolean: string) =>
      found(
        `[{ id: a, type: function, method: find_bird, inputs: { name: x }, check: [{ boolean: '${boolean}', run: b }] }]`,
      )
    expect(own('seen > 3 && bird.weight > 1')).toEqual([])
    expect(own('bird.species && true')).toEqual(['expression_type steps.0.check.0.boolean'])
    expect(own('bird.wings > 1')).toEqual(['unknown_field steps.0.check.0.boolean'])
  })
})

test('expressions are checked without a catalog too', () => {
  const document = readYaml(`
steps:
  - { id: a, type: function, method: m, outputs: { wet: x }, output_schema: { type: object, properties: { wet: { type: boolean } } } }
  - { id: b, type: conditional, condition: { expression: "{{a.wet}} > 1" }, branches: {} }
  - { id: c, type: conditional, condition: { expression: "{{a.wet}}" }, branches: {} }`).value as JsonObject
  const issues = checkExpressionTypes(document, outlineDocument(document, defaultLanguage))
  expect(issues).toMatchObject([
    { code: 'expression_type', level: 2, path: ['steps', 1, 'condition', 'expression'], step: 'b' },
  ])
})

describe('names made at run time', () => {
  const loop = (method: string, inputs = '{ target: "{{it.x}}" }', outputs = '{ data: y }') =>
    check(
      `[{ id: l, type: loop, iterate_over: "{{input.list}}", loop_variable: it, steps: [{ id: c, type: crawler, method: "${method}", inputs: ${inputs}, outputs: ${outputs} }] }]`,
    )

  test('those that fit the step are kept, the others named in a warning', () => {
    const { issues, methods } = loop('crawler_{{it.type}}')
    expect([...methods]).toEqual([['c', ['crawler_pond', 'crawler_forest']]])
    expect(issues).toMatchObject([
      { code: 'method_ports_differ', severity: 'warning', path: ['steps', 0, 'steps', 0, 'method'] },
    ])
    expect(issues[0]?.message).toContain("'crawler_sky'")
    expect(loop('crawler_{{it.type}}o{{it.type}}').issues).toEqual([])
  })

  test('none that fits by name, or by ports, is an error', () => {
    expect(loop('crawlr_{{it.type}}').issues).toMatchObject([{ code: 'no_method_fits', severity: 'error' }])
    const { issues, methods } = loop('crawler_{{it.type}}', '{ depth: 3 }')
    expect(issues.map((issue) => issue.code)).toEqual(['no_method_fits'])
    expect(methods.size).toBe(0)
  })

  test('their outputs are followed as those of any that fits', () => {
    const steps = `
- { id: c, type: crawler, method: "crawler_{{input.kind}}", inputs: { target: x }, outputs: { data: y } }
- { id: b, type: function, method: find_bird, inputs: { name: "{{c.data}}", tags: "{{c.data}}" } }`
    expect(found(steps)).toEqual(['method_ports_differ steps.0.method', 'input_type steps.1.inputs.name'])
  })
})

test('in a loop with batch_size the form of inputs is left to the method', () => {
  const { issues, methods } = check(`
- id: l
  type: loop
  iterate_over: [a]
  loop_variable: it
  batch_size: 5
  steps: [{ id: b, type: function, method: "find_{{it}}", inputs: { x: 1 } }]`)
  expect(issues).toEqual([])
  expect(methods.get('b')).toEqual(['find_bird'])
})
