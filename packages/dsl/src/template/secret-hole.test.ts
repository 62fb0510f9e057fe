import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.js'
import { resolveValue } from './resolve-value.js'
import { fillSecrets, MissingSecretError, type SecretHole } from './secret-hole.js'
import type { Scope } from './template.js'

const scope: Scope = {
  read: (root) =>
    root === 'n' ? { kind: 'value', value: { port: 80, none: null } } : { kind: 'unknown', available: ['n'] },
}

const secrets: ReadonlyMap<string, string> = new Map([
  ['TOKEN', 's3cret'],
  ['tricky', '{{n.port}}'],
])

function resolveAndFill(value: Json): Json {
  const holes: SecretHole[] = []
  const outcome = resolveValue(value, scope, holes)
  if (outcome.kind !== 'value') throw new Error(outcome.kind)
  const kept = JSON.stringify([outcome, holes])
  expect(kept).not.toContain('s3cret')
  const filled = fillSecrets(outcome.value, holes, (name) => secrets.get(name))
  expect(JSON.stringify([outcome, holes])).toBe(kept)
  return filled
}

describe('secrets', () => {
  it.each<[Json, Json]>([
    ['{{secrets.TOKEN}}', 's3cret'],
    [{ a: [1, 'Bearer {{secrets.TOKEN}}:{{n.port}}{{n.none}}'] }, { a: [1, 'Bearer s3cret:80'] }],
    ['{{secrets["TOKEN"]}}{{ secrets.TOKEN }}', 's3crets3cret'],
    ['{{secrets.tricky}}', '{{n.port}}'],
    [
      ['{{n.port}}', null],
      [80, null],
    ],
    [
      JSON.parse('{"__proto__": {"constructor": "{{secrets.TOKEN}}"}}'),
      JSON.parse('{"__proto__": {"constructor": "s3cret"}}'),
    ],
  ])('%j becomes %j, and only at the end', (value, filled) => {
    expect(JSON.stringify(resolveAndFill(value))).toBe(JSON.stringify(filled))
  })

  it('are refused where nobody collects them', () => {
    expect(resolveValue('{{secrets.TOKEN}}', scope)).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('secrets.TOKEN'),
    })
  })

  it.each(['{{secrets}}', '{{secrets[0]}}', '{{secrets.a.b}}', '{{secrets[*]}}'])(
    'are texts with one name: not %s',
    (text) => {
      expect(resolveValue(text, scope, [])).toMatchObject({ kind: 'invalid' })
    },
  )

  it('leave no holes behind when the value fails', () => {
    const holes: SecretHole[] = []
    expect(resolveValue(['{{secrets.TOKEN}}', 'x{{secrets.TOKEN}}{{n.nope}}'], scope, holes)).toMatchObject({
      kind: 'missing',
    })
    expect(holes).toEqual([])
  })

  it('that are not set are named', () => {
    const fill = (): Json => fillSecrets(null, [{ at: [], parts: [{ secret: 'GONE' }] }], () => undefined)
    expect(fill).toThrow(MissingSecretError)
    expect(fill).toThrow("Secret 'GONE' is not set")
  })

  it('fit only the value they were taken from', () => {
    const hole: SecretHole = { at: ['constructor', 'name'], parts: ['x'] }
    expect(() => fillSecrets({}, [hole], () => 'x')).toThrow(RangeError)
    expect(() => fillSecrets([null], [{ at: [3], parts: ['x'] }], () => 'x')).toThrow(RangeError)
  })
})
