import type { Random } from './random.js'

const PEOPLE = ['Ada Lovelace', 'Ines Okafor', 'Tomas Berg', 'Mei Tanaka', 'Rosa Alvarez', 'Jonas Weber'] as const
const HANDLES = ['ada_l', 'ines.okafor', 'tberg', 'mei_tanaka', 'rosa84', 'jonasw'] as const
const COMPANIES = ['Northwind Shipping Ltd', 'Helios Analytics GmbH', 'Blue Harbour SA', 'Kestrel Labs Inc'] as const
const PLACES = ['Lisbon, Portugal', 'Oslo, Norway', 'Nairobi, Kenya', 'Osaka, Japan'] as const
const DOMAINS = ['example.org', 'example.com', 'example.net'] as const
const SENTENCES = [
  'Met the team at the harbour this morning.',
  'The new report on shipping routes is out.',
  'Looking forward to the conference next week.',
  'A short note about what was found.',
] as const

type Sample = (random: Random) => string
type Rule = readonly [RegExp, Sample]

const oneOf =
  (entries: readonly string[]): Sample =>
  (random) =>
    random.pick(entries) ?? ''
const number = (random: Random, digits: number): string =>
  String(random.between(1, 10 ** digits - 1)).padStart(digits, '0')
const day: Sample = (random) => `2026-01-${String(random.between(1, 28)).padStart(2, '0')}`
const instant: Sample = (random) => `${day(random)}T${String(random.between(0, 23)).padStart(2, '0')}:00:00Z`
const hex = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length) text += random.between(0, 15).toString(16)
  return text
}
const link =
  (place: string, ending: string): Sample =>
  (random) =>
    `https://${random.pick(DOMAINS)}/${place}/${random.between(1, 999)}${ending}`

const FORMATS: ReadonlyMap<string, Sample> = new Map<string, Sample>([
  ['email', (random) => `${random.pick(HANDLES)}@${random.pick(DOMAINS)}`],
  ['uri', link('page', '')],
  ['url', link('page', '')],
  ['iri', link('page', '')],
  ['date-time', instant],
  ['date', day],
  ['time', () => '12:00:00Z'],
  ['duration', () => 'P1D'],
  ['hostname', oneOf(DOMAINS)],
  ['ipv4', (random) => `192.0.2.${random.between(1, 254)}`],
  ['ipv6', (random) => `2001:db8::${random.between(1, 9999)}`],
  ['uuid', (random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`],
])

/** Asked in this order of the semantic type and of the name, both written as `_word_word_`. */
const RULES: readonly Rule[] = [
  [/_e?mails?_/, (random) => `${random.pick(HANDLES)}@${random.pick(DOMAINS)}`],
  [/_(image|picture|photo|avatar|thumbnail|screenshot)s?_/, link('images', '.jpg')],
  [/_(video|clip)s?_/, link('videos', '.mp4')],
  [/_(repo|repository)_/, (random) => `https://git.example.org/${random.pick(HANDLES)}/project`],
  [/_(url|uri|link|permalink|website|homepage|href)s?_/, link('page', '')],
  [/_(at|on|timestamp|date|datetime|time|published|created|updated|since|until)_/, instant],
  [/_(domain|hostname|host)s?_/, oneOf(DOMAINS)],
  [/_ip_/, (random) => `192.0.2.${random.between(1, 254)}`],
  [/_(phone|mobile|msisdn|telephone)_/, (random) => `+1555${number(random, 7)}`],
  [/_(username|handle|login|nickname|account_name|screen_name)s?_/, oneOf(HANDLES)],
  [/_(company|employer|organi[sz]ation|legal_name|publisher)_(?!number)/, oneOf(COMPANIES)],
  [/_(country|jurisdiction|nationality)_/, oneOf(['PT', 'NO', 'KE', 'JP'])],
  [/_(lang|language|locale)_/, oneOf(['en', 'pt', 'no', 'ja'])],
  [/_(place|location|city|town|seat|address_line|region)_/, oneOf(PLACES)],
  [/_(crypto|wallet|tx|hash|digest|checksum|sha256)_/, (random) => hex(random, 40)],
  [/_(person|full_name|display_name|author|owner|officer|maintainer|surname|name)_/, oneOf(PEOPLE)],
  [/_(id|identifier|number|key|reference|ref)_/, (random) => `example-${number(random, 4)}`],
  [/_(status|state|label|category|kind|role|tag)s?_/, oneOf(['active', 'pending', 'verified'])],
  [/_(title|headline|subject)_/, oneOf(['Quarterly shipping report', 'A visit to the harbour'])],
  [/_version_/, () => '1.0.0'],
  [/_(path|file|filename)_/, (random) => `files/example-${number(random, 3)}.txt`],
]

/** A text that looks like what it is for: by `format`, then by semantic type, then by the name of its property. */
export function sampleText(random: Random, format: string | undefined, type: string | undefined, name: string): string {
  const byFormat = format === undefined ? undefined : FORMATS.get(format)
  if (byFormat !== undefined) return byFormat(random)
  for (const words of [type, name]) {
    if (words === undefined) continue
    const spaced = `_${words
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toLowerCase()}_`
    const rule = RULES.find(([pattern]) => pattern.test(spaced))
    if (rule !== undefined) return rule[1](random)
  }
  return random.pick(SENTENCES) ?? ''
}
