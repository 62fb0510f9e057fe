import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import { parsePath } from './parse-path.js'
import { resolveOwnPath, resolvePath } from './resolve-path.js'
import type { PathOutcome, Scope } from './template.js'

function scopeOf(values: JsonObject): Scope {
  return {
    read: (root) => {
      if (root === 'skipped') return { kind: 'unavailable', reason: 'its check did not fire' }
      return Object.hasOwn(values, root)
        ? { kind: 'value', value: values[root] ?? null }
        : { kind: 'unknown', available: Object.keys(values) }
    },
  }
}

function read(path: string, s: Json): PathOutcome {
  return resolvePath(parsePath(path), scopeOf({ s }))
}

function missing(message: string): PathOutcome {
  return { kind: 'missing', message }
}

function value(found: Json): PathOutcome {
  return { kind: 'value', value: found }
}

describe('roots', () => {
  it('reads a whole root', () => {
    expect(read('s', [1])).toEqual(value([1]))
  })

  it('names the available steps and the nearest for an unknown one', () => {
    expect(resolvePath(parsePath('colect.x'), scopeOf({ collect: {}, input: {} }))).toEqual({
      kind: 'invalid',
      message: "Step 'colect' not found: available: collect, input; did you mean 'collect'?",
    })
  })

  it('hands on why a step has no outputs', () => {
    expect(resolvePath(parsePath('skipped.x[*].y'), scopeOf({}))).toEqual({
      kind: 'unavailable',
      root: 'skipped',
      reason: 'its check did not fire',
    })
  })

  it('never reads secrets, even where a scope has them', () => {
    expect(resolvePath(parsePath('secrets.TOKEN'), scopeOf({ secrets: { TOKEN: 'x' } }))).toMatchObject({
      kind: 'invalid',
    })
  })
})

describe('fields, keys and indexes', () => {
  it('reads nested fields, any key and an index', () => {
    expect(read('s.a["b c"][1].d', { a: { 'b c': [0, { d: null }] } })).toEqual(value(null))
  })

  it('names the missing field, its place, what is available and the nearest', () => {
    expect(read('s.parcel.wieght.kg', { parcel: { weight: 3, owner: 'Ines' } })).toEqual(
      missing("Field 'wieght' not found in 's.parcel': available: weight, owner; did you mean 'weight'?"),
    )
    expect(read('s["a b"]', {})).toEqual(missing("Field 'a b' not found in 's': nothing is available here"))
  })

  it.each<[Json, string]>([
    [null, "Field 'x' not found in 's.a': the value is null and has no fields"],
    ['text', "Field 'x' not found in 's.a': the value is a text and has no fields"],
    [7, "Field 'x' not found in 's.a': the value is a number and has no fields"],
    [[1, 2], "Field 'x' not found in 's.a': the value is a list of 2 items, take one by [0] or a field of each by [*]"],
  ])('finds no field in %j', (a, message) => {
    expect(read('s.a.x', { a })).toEqual(missing(message))
  })

  it.each<[Json, string]>([
    [[1, 2], "Field '[3]' not found in 's.a': the value is a list of 2 items"],
    [{ 3: 1 }, "Field '[3]' not found in 's.a': the value is a map"],
    ['long text', "Field '[3]' not found in 's.a': the value is a text"],
    [null, "Field '[3]' not found in 's.a': the value is null"],
  ])('finds no index 3 in %j', (a, message) => {
    expect(read('s.a[3]', { a })).toEqual(missing(message))
  })

  it('reads own keys only', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(read(`s.${name}`, {})).toMatchObject({ kind: 'missing' })
      expect(read(`s["${name}"]`, {})).toMatchObject({ kind: 'missing' })
    }
    expect(read('s.length', [1])).toMatchObject({ kind: 'missing' })
    expect(read('s.__proto__.x', JSON.parse('{"__proto__":{"x":1}}'))).toEqual(value(1))
  })

  it('looks at a bounded part of a hostile map', () => {
    const keys = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`key${'x'.repeat(index)}`, 0]))
    const outcome = read('s.key_', keys)
    expect(outcome.kind === 'missing' && outcome.message.length).toBeLessThan(2000)
  })
})

describe('longest key', () => {
  it('takes the longest key that exists', () => {
    expect(
      read('s.assets.silver.twitter_profiles', {
        assets: { 'silver.twitter_profiles': 1, silver: { twitter_profiles: 2 } },
      }),
    ).toEqual(value(1))
    expect(read('s.a.b.c.d', { 'a.b': { 'c.d': 3 } })).toEqual(value(3))
  })

  it('tries the next shorter key where the rest fails', () => {
    expect(read('s.a.b.c', { 'a.b': { d: 1 }, a: { b: { c: 2 } } })).toEqual(value(2))
    expect(read('s.a.b[*]', { 'a.b': 'text', a: { b: [1] } })).toEqual(value([1]))
    expect(read('s.a.b[*].c', { 'a.b': [{}, {}], a: { b: [{ c: 1 }] } })).toEqual(value([1]))
  })

  it('takes a key of a bracket as it is', () => {
    expect(read('s["abc"].defg', { 'abc.defg': 1 })).toEqual(
      missing("Field 'abc' not found in 's': available: abc.defg"),
    )
    expect(read('s["a.b"]', { a: { b: 1 } })).toMatchObject({ kind: 'missing' })
  })

  it('reports the failure that got furthest, of equals the first tried', () => {
    expect(read('s.a.b.c.d', { 'a.b': { x: 1 }, a: { b: { c: { other: 1 } } } })).toEqual(
      missing("Field 'd' not found in 's.a.b.c': available: other"),
    )
    expect(read('s.a.b.c', { 'a.b': { long: 1 }, a: { b: { short: 1 } } })).toEqual(
      missing("Field 'c' not found in 's.a.b': available: long"),
    )
  })

  it('stays fast where one object stands at many places', () => {
    let node: JsonObject = { end: 1 }
    for (let depth = 0; depth < 90; depth += 1) node = { a: node, 'a.a': node, 'a.a.a': node }
    expect(read(`s${'.a'.repeat(99)}.x`, node)).toMatchObject({ kind: 'missing' })
  })
})

describe('[*]', () => {
  it('takes a field of every item', () => {
    expect(read('s[*].n', [{ n: 1 }, { n: 'b' }])).toEqual(value([1, 'b']))
    expect(read('s[*]', [1, null])).toEqual(value([1, null]))
  })

  it('gives null where a field is missing in some items', () => {
    expect(read('s[*].n', [{ n: 'Ari' }, {}, null, 3, 'text', []])).toEqual(
      value(['Ari', null, null, null, null, null]),
    )
    expect(read('s[*].n[1]', [{ n: [0] }, { n: [0, 5] }])).toEqual(value([null, 5]))
  })

  it('is an error where the field is missing in all leaves', () => {
    expect(read('s[*].n', [{ other: 1 }, {}])).toEqual(missing("Field 'n' not found in 's[*]': available: other"))
    expect(read('s[*].a.n', [null, { a: { other: 1 } }])).toEqual(
      missing("Field 'n' not found in 's[*].a': available: other"),
    )
    expect(read('s[*].b[*].c', [{ b: [] }, { b: [{}] }])).toMatchObject({ kind: 'missing' })
  })

  it('counts a null that is there as found', () => {
    expect(read('s[*].n', [{ n: null }, {}])).toEqual(value([null, null]))
  })

  it('gives an empty list for an empty list', () => {
    expect(read('s[*].n.m', [])).toEqual(value([]))
    expect(read('s[*].b[*].c', [{ b: [] }, { b: [] }])).toEqual(value([[], []]))
  })

  it('keeps nesting', () => {
    expect(read('s[*].b[*].c', [{ b: [{ c: 1 }, { c: 2 }] }, { b: [] }, { b: [{ c: 3 }] }])).toEqual(
      value([[1, 2], [], [3]]),
    )
    expect(read('s[*][*]', [[1], [2, 3]])).toEqual(value([[1], [2, 3]]))
  })

  it('gives null where an inner list is null or missing, and nulls where its items lack the field', () => {
    expect(read('s[*].b[*].c', [{ b: null }, {}, { b: [{}] }, { b: [{ c: 1 }] }])).toEqual(
      value([null, null, [null], [1]]),
    )
    expect(read('s[*].b[*].c', [{ b: null }, { b: null }])).toEqual(
      missing("Field '[*]' not found in 's[*].b': the value is null"),
    )
  })

  it.each<Json>([{ a: 1 }, 'text', 3, true, null])('cannot be applied to %j', (b) => {
    expect(read('s.b[*].c', { b })).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/^Cannot apply \[\*\] to non-array in 's\.b': the value is /),
    })
  })

  it('cannot be applied to something else inside a list either', () => {
    expect(read('s[*].b[*]', [{ b: [1] }, { b: 'text' }])).toMatchObject({ kind: 'invalid' })
  })

  it('does not find a list that is missing', () => {
    expect(read('s.b[*].c', {})).toEqual(missing("Field 'b' not found in 's': nothing is available here"))
  })

  it('chooses keys item by item', () => {
    expect(read('s[*].a.b', [{ 'a.b': 1 }, { a: { b: 2 } }])).toEqual(value([1, 2]))
  })
})

describe('resolveOwnPath', () => {
  it('starts at the outputs, where keys are joined too', () => {
    expect(resolveOwnPath(parsePath('profile.posts[0]'), { profile: { posts: ['hi'] } })).toEqual(value('hi'))
    expect(resolveOwnPath(parsePath('a.b'), { 'a.b': 1 })).toEqual(value(1))
  })

  it('says that it looked at the own outputs', () => {
    expect(resolveOwnPath(parsePath('rider'), { riders: 1 })).toEqual(
      missing("Field 'rider' not found in the step's own outputs: available: riders; did you mean 'riders'?"),
    )
    expect(resolveOwnPath(parsePath('form.x'), { form: {} })).toMatchObject({
      message: expect.stringContaining("in 'form'"),
    })
    expect(resolveOwnPath(parsePath('x'), null)).toMatchObject({ kind: 'missing' })
  })
})
