import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checksOf } from '../document/checks-of.js'
import type { JsonObject } from '../json/json.js'
import { validatePipeline } from '../validate/validate-pipeline.js'
import { readYaml } from '../yaml/read-yaml.js'
import { formatPipeline } from './format-pipeline.js'

const example = readFileSync(new URL('../yaml/source-example.txt', import.meta.url), 'utf8')

const HEAD = ['# about', 'pipeline_id: p', 'workspace_id: w', 'project_id: q', 'name:   N # n']

function formatted(...steps: string[]): string {
  const text = `${[...HEAD, 'version: "1.0"', 'steps:', ...steps].join('\n')}\n`
  const result = formatPipeline(text)
  expect(result).toMatchObject({ issues: [], changed: result.text !== text })
  expect(formatPipeline(result.text)).toEqual({ text: result.text, changed: false, issues: [] })
  const head = `${[...HEAD, 'version: "1.0"', 'steps:'].join('\n')}\n`
  expect(result.text.startsWith(head)).toBe(true)
  return result.text.slice(head.length)
}

it('rewrites only the check of the full example of the source', () => {
  const { text, changed, issues } = formatPipeline(example)
  expect({ text, changed, issues }).toEqual({ text: readYaml(example).repaired_text, changed: true, issues: [] })
  expect(formatPipeline(text)).toEqual({ text, changed: false, issues: [] })
})

it('makes a list of the mapping form of check, and keeps its comments', () => {
  const before = [
    '- id: a',
    '  check: # routes',
    '    not_exists: # missing',
    '      path: p.q # where',
    '      run: b',
  ]
  const after = '- id: a\n  # missing\n  # where\n  check: # routes\n  - not_exists: p.q\n    run: b\n'
  expect(formatted(...before)).toBe(after)
  expect(formatted('- id: a', '  check: {boolean: {expression: "x > 1", run: b}} # c')).toBe(
    '- id: a\n  check: [{ boolean: x > 1, run: b }] # c\n',
  )
  expect(
    formatted('- id: a', '  check:', '  - not_exists: {path: p, run: b} # c', '  - boolean: x', '    run: d'),
  ).toBe('- id: a\n  check:\n  - not_exists: p # c\n    run: b\n  - boolean: x\n    run: d\n')
})

it('applies the safe fixes of the shape', () => {
  const text = `${HEAD.join('\n')}\nversion: 1.0   # the only one\nsteps:\n- id: a\n  type: function\n  method: m\n- id: b\n  type: function\n  methd: m\n  depends_on: "a" # first\n`
  const result = formatPipeline(text)
  expect(result.text).toBe(
    text.replace('1.0   #', '"1.0"   #').replace('methd:', 'method:').replace('depends_on: "a"', 'depends_on: ["a"]'),
  )
  expect(validatePipeline(result.text).valid).toBe(true)
  expect(formatPipeline(text.replaceAll('\n', '\r\n')).text).toBe(result.text.replaceAll('\n', '\r\n'))
})

it('leaves alone what is right or cannot be read', () => {
  const right = formatPipeline(example).text
  expect(formatPipeline(right).changed).toBe(false)
  const wrong = example.replace('mode: "brave"', 'mode: "brave')
  const result = formatPipeline(wrong)
  expect(result).toMatchObject({ text: wrong, changed: false })
  expect(result.issues.some(({ code }) => code === 'yaml_syntax')).toBe(true)
  expect(formatPipeline('[]').text).toBe('[]')
})

it('changes twice what it changes once, and no value but those listed', () => {
  const comment = fc.constantFrom('', ' # c', '   # d e')
  const above = fc.constantFrom('', '  # above\n', '\n', '\n  # apart\n')
  const checks = fc.constantFrom(
    '  check:\n    not_exists: p\n      run: b\n    boolean: "n > 0"\n      run: c\n',
    '  check:\n    - not_exists: p\n      run: b\n',
    '  check:\n  - not_exists:\n      path: p # where\n      run: b\n\n  - boolean: { expression: n, run: c }\n',
    '  check:\n    not_exists: { path: p, run: b }\n    # and\n    boolean:\n      expression: "n > 0"\n\n      run: c\n',
    '  check: [{ not_exists: { path: p, run: b } }, { boolean: n, run: c }]\n',
    '',
  )
  const others = fc.constantFrom(
    '  depends_on: z\n',
    '  depends_on: [z,  y]\n',
    '  is_child: "yes"\n',
    '  name: 3\n',
    '',
  )
  const step = fc.tuple(above, comment, checks, others, above)
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), fc.constantFrom('1.0', '"1.0"'), (steps, version) => {
      const list = steps.map(([first, note, check, other, last], index) => {
        return `${first}- id: s${index}${note}\n  type: function\n${check}${last}${other}  method: m${note}\n`
      })
      const text = `${HEAD.join('\n')}\nversion: ${version} # v\nsteps:\n${list.join('')}`
      const result = formatPipeline(text)
      expect(result.issues).toEqual([])
      expect(formatPipeline(result.text)).toEqual({ text: result.text, changed: false, issues: [] })
      expect(result.text.match(/#.*/g)?.toSorted()).toEqual(text.match(/#.*/g)?.toSorted())
      const before = meaning(text)
      expect(meaning(result.text)).toEqual(before)
      expect(before.steps).toHaveLength(steps.length)
    }),
    { numRuns: 150 },
  )
})

/** A document as it is understood, whatever its spelling. */
function meaning(text: string) {
  const document = readYaml(text).value as JsonObject
  const steps = (document.steps as JsonObject[]).map((step) => ({
    ...step,
    check: checksOf(step).map(({ kind, text: condition, run }) => ({ kind, condition, run })),
    depends_on: [step.depends_on ?? []].flat(),
    name: String(step.name),
    is_child: step.is_child === true || step.is_child === 'yes',
  }))
  return { ...document, version: Number(document.version), steps }
}
