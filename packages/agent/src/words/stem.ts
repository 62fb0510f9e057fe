import { stemmer } from 'stemmer'

const remembered = new Map<string, string>()
const MOST_REMEMBERED = 50_000

/** The stem of a word, so that `translation`, `translates` and `translated` meet; British and American spellings too. */
export function stem(word: string): string {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const plain = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[-'’]/g, '')
  // `news` is not what is new.
  const found = plain === 'news' ? plain : agent(stemmer(american(plain)))
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(word, found)
  return found
}

const NO_AGENTS = new Set(
  'number member letter order paper water power river matter center chapter tender border whether rather server folder header'.split(
    ' ',
  ),
)

/** `crawler` and `crawl` meet; the stemmer leaves short ones apart. */
function agent(word: string): string {
  if (!/^[a-z]{3,6}er$/.test(word) || NO_AGENTS.has(word)) return word
  return word.slice(0, -2).replace(/([^aeiouls])\1$/, '$1')
}

function american(word: string): string {
  return word
    .replace(/yse(s|d|r|rs)?$/, 'yze$1')
    .replace(/ysing$/, 'yzing')
    .replace(/ys[ei]s$/, 'yze')
    .replace(/is(e|es|ed|er|ing|ation|ations)$/, (all, end: string) => (word.length > 6 ? `iz${end}` : all))
    .replace(/our(s|ed|al|ally)?$/, (all, end: string | undefined) => (word.length > 5 ? `or${end ?? ''}` : all))
    .replace(/ie$/, 'y')
}

/** The stems of an identifier or phrase: `company_officers`, `TwitterHandle` and `twitter handle` are split alike. */
export function stemsOf(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/\be-?mail/gi, 'email')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '' && !/^v?\d+$/.test(part))
    .map(stem)
}
