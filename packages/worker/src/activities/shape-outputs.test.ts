import { describe, expect, it } from 'vitest'
import { shapeOutputs } from './shape-outputs.js'

describe('shapeOutputs', () => {
  it('keeps the declared fields only', () => {
    expect(shapeOutputs(['a', 'b'], { a: 1, b: null, c: 3 })).toEqual({ a: 1, b: null })
  })

  it('leaves out what was not returned; null was', () => {
    expect(shapeOutputs(['a', 'b'], { a: 1 })).toEqual({ a: 1 })
    expect(shapeOutputs(['a'], undefined)).toEqual({})
    expect(shapeOutputs(['a'], null)).toEqual({ a: null })
    expect(shapeOutputs(['a'], { a: undefined } as never)).toEqual({})
  })

  it.each([[7], ['text'], [[1, 2]], [{ b: 1 }], [{}]])('gives %j as a whole to the only declared output', (value) => {
    expect(shapeOutputs(['a'], value as never)).toEqual({ a: value })
  })

  it('gives the field where the only declared output is one', () => {
    expect(shapeOutputs(['a'], { a: { b: 1 }, c: 2 })).toEqual({ a: { b: 1 } })
  })

  it('gives a value that is no map to no one of several outputs', () => {
    expect(shapeOutputs(['a', 'b'], [1])).toEqual({})
  })

  it('lets everything be read without a declaration', () => {
    expect(shapeOutputs(undefined, { a: 1 })).toEqual({ a: 1 })
    expect(shapeOutputs(undefined, 'text')).toEqual({ value: 'text' })
    expect(shapeOutputs(undefined, null)).toEqual({})
  })

  it('reads own fields only', () => {
    expect(shapeOutputs(['toString', 'a'], { a: 1 })).toEqual({ a: 1 })
    const named = shapeOutputs(['__proto__', 'a'], JSON.parse('{"__proto__":1,"a":2}'))
    expect(Object.entries(named)).toEqual([
      ['__proto__', 1],
      ['a', 2],
    ])
    expect(Object.getPrototypeOf(named)).toBe(Object.prototype)
  })
})
