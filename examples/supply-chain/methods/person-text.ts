import { plainText } from './plain-text.ts'
import { accountOf, webAddress } from './web-address.ts'

/** A name as written, taken apart. */
export interface NamedPerson {
  name: string
  email?: string
  url?: string
  account?: string
  handle?: string
}

const EMAIL = /[\w.!#$%&*+/=?^{|}~-]+@[\w-]+(?:\.[\w-]+)+/
const LINK = /https?:\/\/[^\s<>()[\],]+/i
const BARE_SITE = /^[\w-]+(?:\.[\w-]+)+(?:\/[^\s]*)?$/
const NOBODY =
  /^(?:(?:other|its|their|these|various|all)\b.*|(?:the )?(?:contributors?|authors?|people|developers?|owners?|maintainers?|others?|individuals)|unknown|none|n\/a|anonymous|todo|copyright holders?)$/i
const TAIL =
  /[\s,]*(?:,|&|and|und|et)\s+(?:(?:the|its|all|other|various|project|individual|respective)\s+)*(?:contributors?|authors?|others|people|developers?|copyright (?:holders|owners))\b.*$/i
const LEGAL = /^(?:inc|llc|ltd|gmbh|corp|co|s\.?a|b\.?v|pty|limited|jr|sr|et al)\.?(?:\s|$)/i

/** One written name, such as `Ada Example <ada@example.org> (https://example.org)`; null when it names nobody. */
export function readPerson(written: unknown): NamedPerson | null {
  const text = plainText(written, 300)
  if (text === '') return null
  const email = EMAIL.exec(text)?.[0].toLowerCase()
  const bracket = /[(<]\s*([^()<>\s]+)\s*[)>]/g
  let url = LINK.exec(text)?.[0].replace(/[.,;]+$/, '')
  let handle: string | undefined
  for (const match of text.matchAll(bracket)) {
    const inner = match[1] as string
    if (/^@[\w-]{1,39}$/.test(inner)) handle ??= inner.slice(1).toLowerCase()
    else if (!inner.includes('@') && BARE_SITE.test(inner)) url ??= `https://${inner}`
  }
  let name = text
    .replace(/<[^<>]*>|\([^()]*\)|\[[^[\]]*\]/g, ' ')
    .replace(EMAIL, ' ')
    .replace(new RegExp(LINK, 'gi'), ' ')
  const inside = /(?:^|\s)@([\w-]{1,39})(?=\s|$)/.exec(name)
  if (inside) {
    handle ??= inside[1]?.toLowerCase()
    name = name.replace(inside[0], ' ')
  }
  name = tidyName(name)
  const address = url === undefined ? null : webAddress(url)
  const account = address === null ? undefined : accountOf(address)
  if (name === '') name = handle ?? account?.split('/')[1] ?? ''
  if (name === '' || NOBODY.test(name)) return null
  return {
    name: plainText(name, 80),
    ...(email ? { email } : {}),
    ...(address ? { url: plainText(address.href.replace(/\/$/, ''), 120) } : {}),
    ...(account ? { account } : {}),
    ...(handle ? { handle } : {}),
  }
}

/** Several names written into one text: `Ada Example & Bob Sample`, `Ada Example, Example Ltd.` */
export function readPeople(written: unknown): NamedPerson[] {
  const text = plainText(written, 300).replace(TAIL, '')
  const parts: string[] = []
  for (const part of text.split(/\s*(?:,|;|&|\s\/\s|\s-\s|\band\b)\s*(?![^<(]*[>)])/)) {
    const rest = part.trim()
    if (rest === '') continue
    if (LEGAL.test(rest) && parts.length > 0) parts.push(`${parts.pop()}, ${rest}`)
    else parts.push(rest)
  }
  return parts
    .slice(0, 10)
    .map(readPerson)
    .filter((person) => person !== null)
}

/** The copyright holders that a licence file names in its first block of copyright lines. */
export function readCopyright(text: string): { person: NamedPerson; line: number }[] {
  const found: { person: NamedPerson; line: number }[] = []
  let started = false
  // Apache's text has its copyright line in the appendix; elsewhere a late line belongs to bundled code.
  const lines = /apache license/i.test(text.slice(0, 400)) ? 240 : 40
  for (const [index, raw] of text.split(/\r?\n/).slice(0, lines).entries()) {
    const line = plainText(raw, 300)
    const holder =
      /^[^\w©(]{0,4}(?:Portions )?(?:Copyright|COPYRIGHT|©|\([cC]\)(?=\s*\d))((?:\s*[:,(©\d]|\s+\p{L}).*)$/u.exec(
        line,
      )?.[1]
    if (
      holder === undefined ||
      /^(?:\W*)copyright\s+(?:notice|holders?|owners?|licen[cs]e|law|statement|and|in|is|of|or|to)\b/i.test(line)
    ) {
      // Later blocks are the notices of bundled code: those people do not stand behind this package.
      if (started && line !== '') break
      continue
    }
    started = true
    if (/\[(?:yyyy|name|year)|<(?:year|name|owner)|\{yyyy/i.test(line)) continue
    for (const person of readPeople(withoutYears(holder))) found.push({ person, line: index + 1 })
  }
  return found
}

function withoutYears(text: string): string {
  return text
    .replace(/all rights reserved\.?.*$/i, '')
    .replace(/,?\s*(?:as listed in|until)\b.*$/i, '')
    .replace(/\b(?:this|licensed|permission|released|distributed)\b.*$/i, '')
    .replace(/\(c\)|©|copyright/gi, ' ')
    .replace(/\b(?:original|modified) work\b/gi, ' ')
    .replace(/\b(?:19|20)\d\d(?:\s*[-–—]+\s*(?:(?:19|20)?\d\d|present|now|today))?\+?(?:\s*,)?/gi, ' ')
    .replace(/^[\s,:;+–—-]*(?:present\b)?[\s,:;+–—-]*(?:by\s+)?/i, '')
}

function tidyName(text: string): string {
  const name = text
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:.*|>"'–—-]+|[\s,;:*|<"'–—-]+$/g, '')
    .replace(TAIL, '')
    .replace(/\bet al\.?$/i, '')
    .replace(/\s+[.]$/, '')
    .trim()
  const known = /(?:Inc|Ltd|Corp|Co|Jr|Sr|S|[A-Z])\.$/.test(name) ? name : name.replace(/\.$/, '')
  return /\p{L}/u.test(known) ? known : ''
}
