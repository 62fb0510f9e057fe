import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'
import { outlineDocument } from './outline.js'
import { stepReferences } from './step-references.js'

function readOf(step: JsonObject) {
  const [found] = outlineDocument({ steps: [{ id: 's', ...step }] }, defaultLanguage).steps
  if (found === undefined) throw new Error('no step')
  return stepReferences(found)
}

function references(step: JsonObject) {
  return readOf(step).references.map(({ path, use, guarded, own, at }) => [
    path.text,
    use,
    guarded,
    own,
    at.slice(2).join('.'),
  ])
}

describe('what a step reads', () => {
  it('stands in inputs; under or, or beside default, nothing breaks', () => {
    const inputs = { a: { from: '{{x.v}}' }, b: { or: ['{{y.v}}'], default: '{{z.v}}' }, c: 'plain {{w.v}}' }
    expect(references({ type: 'function', method: 'm', inputs })).toEqual([
      ['x.v', 'input', false, false, 'inputs.a.from'],
      ['y.v', 'input', true, false, 'inputs.b.or.0'],
      ['z.v', 'input', false, false, 'inputs.b.default'],
      ['w.v', 'input', false, false, 'inputs.c'],
    ])
  })

  it('stands in the keys of its type and in artifacts, not in code, ids and targets', () => {
    const code = { source: 'inline', content: 'x = "{{a.v}}"' }
    expect(references({ type: 'custom_code', runtime: 'python3.12', code, outputs: { v: 'k_{{b.v}}' } })).toEqual([
      ['b.v', 'config', false, false, 'outputs.v'],
    ])
    const literal = { depends_on: ['{{a.v}}'], on_error: { fallback_step: '{{a.v}}' }, 'x-note': '{{a.v}}' }
    expect(references({ type: 'function', method: 'm', ...literal })).toEqual([])
  })

  it('stands in conditions, checks and routes; a bare path of a check is its own', () => {
    expect(references({ type: 'conditional', condition: { expression: 'exists({{a.v}}) && b.n > 1' } })).toEqual([
      ['a.v', 'expression', true, false, 'condition.expression'],
      ['b.n', 'expression', false, false, 'condition.expression'],
    ])
    const check: JsonObject[] = [
      { boolean: 'n > {{a.v}}', run: 'x' },
      { not_exists: 'p.q', run: 'x' },
    ]
    const on_success = { routes: [{ match: { expression: '{{s.n}} > 1' }, steps: ['x'] }] }
    expect(references({ type: 'function', method: 'm', check, on_success })).toEqual([
      ['n', 'check', false, true, 'check.0.boolean'],
      ['a.v', 'check', false, false, 'check.0.boolean'],
      ['p.q', 'check', true, true, 'check.1.not_exists'],
      ['s.n', 'route', false, false, 'on_success.routes.0.match.expression'],
    ])
  })

  it('leaves out inner steps', () => {
    const inner = { id: 'i', type: 'function', method: 'm', inputs: { v: '{{a.v}}' } }
    expect(references({ type: 'loop', iterate_over: '{{input.list}}', loop_variable: 'x', steps: [inner] })).toEqual([
      ['input.list', 'config', false, false, 'iterate_over'],
    ])
  })

  it('that cannot be read is reported with its place, every time', () => {
    const inputs = { a: '{{x..v}}', b: '{{', c: '{{y.v}}' }
    const condition = readOf({ type: 'conditional', condition: { expression: '1 +' } })
    expect(condition.errors).toMatchObject([{ code: 'expression_syntax', at: ['steps', 0, 'condition', 'expression'] }])
    const { errors, references: rest } = readOf({ type: 'function', method: 'm', inputs })
    expect(errors.map(({ code, at }) => [code, at.at(-1)])).toEqual([
      ['template_syntax', 'a'],
      ['template_syntax', 'b'],
    ])
    expect(rest).toHaveLength(1)
  })
})
