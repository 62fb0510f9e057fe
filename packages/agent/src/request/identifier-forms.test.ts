import { expect, test } from 'vitest'
import { identifierFit } from './identifier-forms.js'

test.each([
  ['10.1000/182', ['doi'], 1],
  ['10.1000/182', ['orcid'], -1],
  ['10.1000/182', ['paper'], 0],
  ['0000-0002-1825-0097', ['orcid', 'id'], 1],
  ['Anna', ['orcid'], -1],
  ['CVE-2021-44228', ['cve', 'number'], 1],
  ['KX-2041', ['kx', 'no'], 1],
  ['KX-2041', ['shelf'], 0],
  ['4711', ['shelf'], 0],
])('%j for %j: %j', (text, words, expected) => {
  expect(identifierFit(text, words)).toBe(expected)
})
