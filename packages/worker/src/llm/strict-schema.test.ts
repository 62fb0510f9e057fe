import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkWithZod } from './check-with-zod.js'
import { offeredSchema } from './strict-schema.js'

const offered = (type: z.ZodType) => offeredSchema(checkWithZod(type).schema)

describe('a schema for a model', () => {
  it('is strict where every service supports all of it', () => {
    const { schema, strict } = offered(
      z.object({ a: z.enum(['x']), b: z.array(z.object({ c: z.nullable(z.number()) })) }),
    )
    expect(strict).toBe(true)
    expect(schema.additionalProperties).toBe(false)
    expect(JSON.stringify(schema)).not.toContain('$schema')
  })

  it.each([
    ['an optional field', z.object({ a: z.string().optional() })],
    ['a default', z.object({ a: z.string().default('x') })],
    ['a record', z.object({ a: z.record(z.string(), z.string()) })],
    ['anything', z.object({ a: z.any() })],
    ['a choice at the root', z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])],
    ['no fields', z.object({})],
  ])('is not with %s', (_name, type) => {
    expect(offered(type).strict).toBe(false)
  })

  it('keeps a field that is called like a keyword', () => {
    const { schema } = offered(z.object({ title: z.string(), default: z.number(), $schema: z.string() }))
    expect(Object.keys(schema.properties as object)).toEqual(['title', 'default', '$schema'])
  })
})
