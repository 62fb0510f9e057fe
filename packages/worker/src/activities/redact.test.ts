import type { Json } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from './redact.js'

describe('redact', () => {
  it('finds secrets in texts, lists, maps and keys', () => {
    expect(redact({ list: ['use hunter2 now', { hunter2: ['hunter2'] }], other: 7 }, ['hunter2'])).toEqual({
      list: ['use [secret] now', { '[secret]': ['[secret]'] }],
      other: 7,
    })
  })

  it('leaves nothing of a secret that holds or overlaps another', () => {
    expect(redact('abcdef', ['abc', 'abcdef'])).toBe('[secret]')
    expect(redact('-abcd-', ['abc', 'bcd'])).toBe('-[secret]-')
    expect(redact('aaa', ['aa'])).toBe('[secret]')
  })

  it('does not find a secret in its own replacement', () => {
    expect(redact('my secret', ['secret', 'e'])).toBe('my [secret]')
  })

  it('finds a secret inside JSON text, in an address and in base64', () => {
    const secret = 'a"b/ü\n'
    const forms = [JSON.stringify({ secret }), `https://x.test/?k=${encodeURIComponent(secret)}`, btoa('pass word')]
    expect(redact(forms, [secret, 'pass word'])).toEqual([
      '{"secret":"[secret]"}',
      'https://x.test/?k=[secret]',
      '[secret]',
    ])
  })

  it('finds a secret in what is sent as a form, and in base64 together with something else', () => {
    const secret = "it's (a) pass+word/ü?"
    const form = new URLSearchParams({ user: 'ada', pass: secret }).toString()
    expect(redact([form, encodeURI(secret)], [secret])).toEqual(['user=ada&pass=[secret]', '[secret]'])
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('base64', 'base64url'), (before, after, encoding) => {
        const hidden = redact(Buffer.from(before + secret + after).toString(encoding), [secret])
        const seen = Buffer.from(String(hidden).replace('[secret]', ''), encoding).toString()
        expect(hidden).toContain('[secret]')
        expect(seen).not.toContain('pass')
      }),
    )
  })

  it('finds a number that is a secret, and no number that only holds one', () => {
    expect(redact([4711, 47110], ['4711'])).toEqual(['[secret]', 47110])
  })

  it('changes nothing without secrets, and takes no empty one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(redact(value as Json, [''])).toEqual(value)
      }),
    )
  })

  it('leaves no secret in any value', () => {
    const secret = fc.string({ minLength: 4, unit: fc.constantFrom('x', 'y', '"', '\\', 'é') })
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), fc.string(), (secrets, text) => {
        const hidden = JSON.stringify(redact({ [secrets[0] ?? '']: [text + secrets.join('') + text] }, secrets))
        for (const each of secrets) expect(hidden).not.toContain(JSON.stringify(each).slice(1, -1))
      }),
    )
  })
})
