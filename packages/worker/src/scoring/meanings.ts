import type { Json } from '@odp/dsl/plan'

type Fits = (value: Json) => boolean

function text(fits: (value: string) => boolean): Fits {
  return (value) => typeof value === 'string' && value.length <= 4096 && fits(value)
}

function isPageAddress(value: string): boolean {
  return /^(?:https?|git|ssh|git\+https?|git\+ssh):\/\/\S+$/.test(value) && URL.canParse(value)
}

/** Years, ISO 8601, the form of mail headers, or digits with slashes. `Date.parse` alone takes `page 7` for a date. */
function isDate(value: string): boolean {
  return (
    /^(?:\d{4}(?:-\d|$)|(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}|\d{1,2}\/\d{1,2}\/\d{4})/.test(value) &&
    !Number.isNaN(Date.parse(value))
  )
}

const isNumber: Fits = (value) => typeof value === 'number' && Number.isFinite(value)

/** What the last word of a field's name promises about its content. */
const MEANINGS: readonly { readonly words: readonly string[]; readonly fits: Fits }[] = [
  { words: ['email', 'mail'], fits: text((value) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value)) },
  { words: ['url', 'uri', 'homepage', 'website', 'link'], fits: text(isPageAddress) },
  {
    words: ['domain', 'hostname', 'host'],
    fits: text((value) => /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(value) && value.includes('.')),
  },
  { words: ['count', 'bytes', 'total'], fits: (value) => isNumber(value) && (value as number) >= 0 },
  {
    words: ['score', 'probability', 'pagerank', 'betweenness'],
    fits: (value) => isNumber(value) && (value as number) >= 0,
  },
  {
    words: ['date', 'at', 'timestamp'],
    fits: (value) => isNumber(value) || text(isDate)(value),
  },
  { words: ['version'], fits: (value) => isNumber(value) || text((given) => /\d/.test(given))(value) },
  { words: ['phone'], fits: text((value) => /^\+?[\d\s().-]{5,20}$/.test(value)) },
]

/** The test for a field of this name; `undefined` where the name promises nothing. */
export function meaningOf(name: string): Fits | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\s-]+/)
  const last = words.at(-1) ?? ''
  return MEANINGS.find((meaning) => meaning.words.includes(last))?.fits
}
