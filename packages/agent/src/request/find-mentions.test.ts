import { describe, expect, test } from 'vitest'
import { findMentions } from './find-mentions.js'
import type { MentionKind } from './mention.js'

const known = new Set(['menu', 'inspect', 'review', 'restaur'])
const mentions = (text: string) => findMentions(text, (word) => known.has(word), [])
const values = (text: string) => mentions(text).map(({ value }) => value)
const ofKind = (text: string, kind: MentionKind) =>
  mentions(text)
    .filter(({ kinds }) => (kinds.get(kind) ?? 0) >= 0.9)
    .map(({ value }) => value)

describe('postal addresses', () => {
  test.each([
    ['menu of the restaurant at Fischergasse 12, 89073 Ulm please', ['Fischergasse 12, 89073 Ulm']],
    ['Menu Karl-Marx-Str. 7a, Trier and its reviews', ['Karl-Marx-Str. 7a, Trier']],
    ['Bad Nauheimer Straße 5, Gießen', ['Bad Nauheimer Straße 5, Gießen']],
    ['is Am Rathaus 3, Bonn open?', ['Am Rathaus 3, Bonn']],
    ['Is Hauptweg 9 in Kassel open', ['Hauptweg 9, Kassel']],
    ['Nordring 60-62, Frankfurt am Main, two reviews', ['Nordring 60-62, Frankfurt am Main']],
    ['inspect 12 Main St, Springfield, IL 62704', ['12 Main St, Springfield, IL 62704']],
    ['reviews of 221b Baker Street, London NW1 6XE', ['221b Baker Street, London NW1 6XE']],
    ['the menu at 12 bis rue de la Paix, 75002 Paris', ['12 bis rue de la Paix, 75002 Paris']],
    ['inspection of Rua Augusta, 1508, São Paulo', ['Rua Augusta, 1508, São Paulo']],
    ['Via Roma 12, 50123 Firenze, Italy', ['Via Roma 12, 50123 Firenze, Italy']],
    ['Prinsengracht 263, 1016 GV Amsterdam', ['Prinsengracht 263, 1016 GV Amsterdam']],
    ['compare Fischergasse 12, Ulm with Hauptweg 9, Kassel', ['Fischergasse 12, Ulm', 'Hauptweg 9, Kassel']],
    ['Hauptweg 9, Hauptweg 11', ['Hauptweg 9', 'Hauptweg 11']],
    ['Review Hauptweg 9. Then the menu', ['Hauptweg 9']],
    ['Inspect Hauptweg 9, Review the menu', ['Hauptweg 9']],
    ['a table at Zeil 5, Frankfurt', ['Zeil 5, Frankfurt']],
    ['Zeil 5, 60313 Frankfurt', ['Zeil 5, 60313 Frankfurt']],
    ['menu of "Fischergasse 12, Ulm"', ['Fischergasse 12, Ulm']],
  ])('%j has %j', (text, addresses) => {
    expect(ofKind(text, 'address')).toEqual(addresses)
  })

  test.each([
    'reviews of Windows 11, Linux',
    'Monitoring 5, Kassel 7',
    'walk the Nordring 5 km',
    'Falcon 9 and Apollo 11',
    'three reviews by Anna Weiss, Kassel',
  ])('%j has none', (text) => {
    expect(ofKind(text, 'address')).toEqual([])
  })
})

describe('tokens with digits', () => {
  test.each([
    ['shelf 12-334/7, please', ['12-334/7']],
    ['the book 10.1016/S0140-6736(20)30183-5.', ['10.1016/S0140-6736(20)30183-5']],
    ['is 10.1038/s41591-021-01283 there?', ['10.1038/s41591-021-01283']],
    ['node 1.3.6.1.4.1 of the tree', ['1.3.6.1.4.1']],
    ['loan 2024/118-B is late', ['2024/118-B']],
    ['the variety BRX2 c.68_69del: origin', ['BRX2 c.68_69del']],
    ['strain c.7007G>A', ['c.7007G>A']],
    ['tissue HLA-B*57:01 and gene HGNC:1100', ['HLA-B*57:01', 'HGNC:1100']],
    ['batch 2024-01-15-A', ['2024-01-15-A']],
    ['on 24.11.2026', ['2026-11-24']],
    ['since 2024-01-15, 3.9 of 5', ['2024-01-15', 3.9, 5]],
    ['count>5 -> AB12', [5, 'AB12']],
    ['limit:20', [20]],
    ['within 800m or 5km, 450k eur, 500mg', [800, 5, 450_000, 500]],
  ])('%j has %j', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })
})

describe('numbers', () => {
  test.each([
    ['the first 20 recipes', false],
    ['12 percent off', false],
    ['table 7', true],
    ['invoice 20417', true],
  ])('%j may be a code: %j', (text, isCode) => {
    expect(mentions(text).some(({ kinds }) => kinds.has('code'))).toBe(isCode)
  })
})

describe('names of accounts and wallets', () => {
  test.each([
    ['menu of osprey-nine', 'osprey-nine', 'handle'],
    ['menu of zimin.p', 'zimin.p', 'handle'],
    ['wallet=bc1q9mk7ex', 'bc1q9mk7ex', 'crypto'],
    ['0x71ce0099 please', '0x71ce0099', 'crypto'],
  ] as const)('%j has %j', (text, value, kind) => {
    const [only, ...more] = mentions(text)
    expect(more).toEqual([])
    expect(only?.value).toBe(value)
    expect(only?.kinds.has(kind)).toBe(true)
  })

  test.each(['a follow-up at 9 a.m please', 'a start-up, e.g a small one'])('%j has none', (text) => {
    expect(values(text).filter((value) => typeof value === 'string')).toEqual([])
  })
})

describe('codes of regions', () => {
  test.each([
    ['menu lang de', 'language', 'de'],
    ['language=fr', 'language', 'fr'],
    ['translate it to en', 'language', 'en'],
    ['restaurants, country NL', 'country', 'NL'],
    ['the Dutch menu (NL)', 'country', 'NL'],
  ] as const)('%j has %s %s', (text, kind, code) => {
    expect(mentions(text).flatMap(({ codes }) => codes?.get(kind) ?? [])).toContain(code)
  })

  test.each(['the country is small', 'translate it to me', 'the menu (AI)'])('%j has none', (text) => {
    expect(mentions(text).filter(({ codes }) => codes !== undefined && codes.size > 0)).toEqual(
      text.includes('(AI)') ? [expect.objectContaining({ text: 'AI' })] : [],
    )
  })
})

describe('tags', () => {
  test.each([
    ['is bed RG-Kestrel dry?', ['RG-Kestrel']],
    ['water GH-NORTH-B and GH-3', ['GH-NORTH-B', 'GH-3']],
  ])('%j has %j as codes', (text, tags) => {
    expect(ofKind(text, 'code')).toEqual(tags)
  })

  test.each(['an X-ray of the US-based menu', 'the EU-wide list', 'a MENU-Review'])('%j has none', (text) => {
    expect(ofKind(text, 'code')).toEqual([])
  })
})
