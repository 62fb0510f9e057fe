import { describe, expect, test } from 'vitest'
import { stem } from '../words/stem.js'
import { findMentions } from './find-mentions.js'

const known = new Set(['menu', 'recipe', 'review', stem('pos')])
const values = (text: string) => findMentions(text, (word) => known.has(word), []).map(({ value }) => value)

describe('codes of several parts', () => {
  test.each([
    ['please pull recipe 12 O 345/24', ['12 O 345/24']],
    ['Recipe 2 HK O 51/24, and its menu', ['2 HK O 51/24']],
    ['36 IN 88/25: the review', ['36 IN 88/25']],
    ['1 BvR 16/13; II CSK 123/20 and 3 Ob 123/20x', ['1 BvR 16/13', 'II CSK 123/20', '3 Ob 123/20x']],
    ['the opinion T 1234/05', ['T 1234/05']],
    ['menu [2021] EWCA Civ 34 and 410 U.S. 113', ['[2021] EWCA Civ 34', '410 U.S. 113']],
    ['wording of § 123 BGB please', ['§ 123 BGB']],
    ['§ 433 Abs. 2 Satz 1 BGB and § 31 SGB II', ['§ 433 Abs. 2 Satz 1 BGB', '§ 31 SGB II']],
    ['what does Art. 6(1) GDPR say?', ['Art. 6(1) GDPR']],
    ['§ 15 and the menu', ['§ 15']],
    ['review 2026/S 87-102 again', ['2026/S 87-102']],
    ['pay DE89 3704 0044 0532 0130 00 now', ['DE89 3704 0044 0532 0130 00']],
    ['card 4111 1111 1111 1111', ['4111 1111 1111 1111']],
    ['firm DE 123 456 789, GB 123 4567 89 or 732 829 320', ['DE 123 456 789', 'GB 123 4567 89', '732 829 320']],
    [
      'who drives M-AB 1234, AB12 CDE, AB 123 CD and KA 01 AB 1234?',
      ['M-AB 1234', 'AB12 CDE', 'AB 123 CD', 'KA 01 AB 1234'],
    ],
    ['flight LH 404 today', ['LH 404']],
    [
      'does it meet DIN EN ISO 9001:2015, ISO/IEC 27001 and ISO 9001',
      ['DIN EN ISO 9001:2015', 'ISO/IEC 27001', 'ISO 9001'],
    ],
    ['part RX 480-B and AB 12/345', ['RX 480-B', 'AB 12/345']],
  ])('%j has %j', (text, expected) => {
    expect(values(text)).toEqual(expected)
  })

  test.each([
    ['with 5 GB and 2 GPU for 10 km', [5, 2, 10]],
    ['USD 500 or EUR 20.50', [500, 20.5]],
    ['3 PDFs, top 5 US', [3, 5]],
    ['12, 13 and 14', [12, 13, 14]],
    ['GET THE 30 NEWEST MENU CARDS', [30]],
    ['on 3 May 2024 at noon', ['2024-05-03']],
    ['POS 4711 of the menu', [4711]],
    ['the last 1200 500 times', [1200, 500]],
    ['for EUR 120 000', [120, '000']],
    ['art 5 CSV files', [5]],
    ['version 2.1 EU 3', [2.1, 3]],
  ])('%j has %j', (text, expected) => {
    expect(values(text).filter((value) => typeof value === 'number' || /\d/.test(String(value)))).toEqual(expected)
  })
})
