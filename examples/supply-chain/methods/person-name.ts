const ORGANISATION_WORDS =
  /\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|company|s\.a|b\.v|foundation|association|consortium|society|university|institute|team|labs?|technologies|technology|systems|software|solutions|services|group|studios?|community|contrib|contributors|developers|authors|maintainers|project|projects|organi[sz]ation|library|tooling|collective)\b/i
const LEGAL_FORMS = /\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|company|co)\b\.?/gi

/** The name for comparing: no accents, case, punctuation; middle initials dropped. */
export function comparableName(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  return words
    .filter((word, index) => word.length > 1 || index === 0 || index === words.length - 1 || words.length < 3)
    .join(' ')
}

/** Whether a name says by itself that it is an organisation: a legal form, or a word such as Foundation or Team. */
export function namesOrganisation(name: string): boolean {
  return ORGANISATION_WORDS.test(name)
}

/** An organisation's name for comparing: without its legal form and a leading "the". */
export function comparableOrganisation(name: string): string {
  return comparableName(name.replace(LEGAL_FORMS, ' ')).replace(/^the /, '')
}

/** Whether a login is the name written in one of the usual short ways; the answer is how, or null. */
export function loginSpells(login: string, name: string): string | null {
  const plain = login.toLowerCase().replace(/[^a-z0-9]/g, '')
  const words = comparableName(name).split(' ')
  const first = words[0] ?? ''
  const last = words.at(-1) ?? ''
  if (plain.length < 2) return null
  if (plain === words.join('')) return 'the account spells the name'
  if (words.length < 2 || plain.length < 4) return null
  const every = name.toLowerCase().split(/\s+/)
  const initials = every
    .slice(0, -1)
    .map((word) => word[0] ?? '')
    .join('')
  const short = [first + (last[0] ?? ''), (first[0] ?? '') + last, initials + last]
  return short.includes(plain) ? 'the account is the name with initials' : null
}
