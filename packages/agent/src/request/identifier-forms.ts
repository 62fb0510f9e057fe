/** Identifiers whose form is laid down for everybody, by the stem of their name. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['doi', /^10\.\d{4,9}\/\S+$/],
  ['orcid', /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/i],
  ['uuid', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i],
  ['iban', /^[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?$/],
  ['isin', /^[A-Z]{2}[A-Z\d]{9}\d$/],
  ['lei', /^[A-Z\d]{18}\d{2}$/],
  ['cve', /^CVE-\d{4}-\d{4,}$/i],
  ['isbn', /^(?:97[89][- ]?)?\d{1,5}[- ]?\d{1,7}[- ]?\d{1,7}[- ]?[\dX]$/i],
  ['issn', /^\d{4}-\d{3}[\dX]$/i],
  ['vin', /^[A-HJ-NPR-Z\d]{17}$/],
]
/** Forms that nothing else has by chance. */
const TELLING = new Set(['doi', 'orcid', 'uuid', 'cve'])

/** How the form of a code speaks for words that say which identifiers are meant: 1 for, -1 against, 0 where it says nothing. */
export function identifierFit(text: string, words: readonly string[]): -1 | 0 | 1 {
  const own = FORMS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name)
  const named = FORMS.filter(([name]) => words.includes(name)).map(([name]) => name)
  if (named.length > 0) return named.some((name) => own.includes(name)) ? 1 : -1
  if (own.some((name) => TELLING.has(name))) return 0
  // `KX-2041` begins with what the register calls its numbers.
  const prefix = /^(\p{L}{2,8})[-_ ]?\d/u.exec(text)?.[1]?.toLowerCase()
  return prefix !== undefined && words.includes(prefix) ? 1 : 0
}
