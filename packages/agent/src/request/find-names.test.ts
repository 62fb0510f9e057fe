import { expect, test } from 'vitest'
import { findNames } from './find-names.js'

test.each([
  ['screen Anna Weiss and Yusuf Karadeniz', ['Anna Weiss', 'Yusuf Karadeniz']],
  ['weather of USNYC and DEHAM', ['USNYC', 'DEHAM']],
  ['officers of Marks and Spencer', ['Marks and Spencer']],
  ['press on the Ministry of Trade and Energy', ['Ministry of Trade and Energy']],
  ['screen Anna Weiss and the officers of Acme Ltd', ['Anna Weiss', 'Acme Ltd']],
  ['officers of Palisade Mining plc', ['Palisade Mining plc']],
  ['press on Kessel dam', ['Kessel dam']],
  ['press on Kessel dam burst', ['Kessel']],
  ['what does Acme owe', ['Acme']],
])('%j names %j', (text, names) => {
  expect(findNames(text, () => false, []).map(({ value }) => value)).toEqual(names)
})
