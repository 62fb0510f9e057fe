import type { MentionKind } from '../../request/mention.js'
import { stem } from '../../words/stem.js'

/** By which words a semantic type, or the name of a port, says what kind of constant it takes. The first rule that fits counts. */
const RULES: readonly (readonly [RegExp, readonly MentionKind[]])[] = [
  [/\b(email|mailbox|mail addr|mail address)\b/, ['email']],
  [
    /\b(imag|pictur|photo|avatar|scan|screenshot)\b.*\b(url|uri|link|href|file)\b|\b(url|uri|link)\b.*\b(imag|pictur|photo)\b/,
    ['image_url'],
  ],
  [/\b(video|audio|media|clip|record)\b.*\b(url|uri|link|href|file)\b/, ['video_url']],
  [/\b(repo|repositori|git|sourc code)\b.*\b(url|uri|link|href)\b/, ['repo_url']],
  [/\b(url|uri|href|hyperlink|webpag|websit|permalink)\b/, ['url']],
  [/\b(ip|ipv|ipaddress)\b/, ['ip']],
  [/\b(domain|hostnam|fqdn|subdomain|host)\b/, ['domain']],
  [/\b(phone|telephon|msisdn|mobil number|phonenumb)\b/, ['phone']],
  [/\b(crypto|wallet|bitcoin|btc|ethereum|blockchain|cryptoaddress)\b/, ['crypto']],
  [/\b(geo|geopoint|coordin|latitud|longitud|latlon|latlng|geoloc|position point)\b/, ['coordinates']],
  [/\b(languag|lang|local)\b/, ['language']],
  [/\b(countri|jurisdict|nation)\b/, ['country']],
  [/\b(date|timestamp|datetim|dai|dead?lin|sinc|until)\b/, ['date']],
  [/\b(usernam|handl|login|nick|nicknam|accountnam|screennam|user name|account name|alia)\b/, ['handle']],
  [/\b(packag|librari|crate|modul)\b/, ['package']],
  [
    /\b(person|peopl|individu|human|patient|author|offic|employe|driver|doctor|physician|owner|crew)\b.*\bname\b/,
    ['person'],
  ],
  [
    /\b(compani|organis|organiz|organ|firm|corpor|supplier|vendor|manufactur|carrier|operat|shipper|bank|hospit|employ|merchant|custom|client|brand)\b.*\bname\b/,
    ['company'],
  ],
  [/\b(address|street)\b/, ['address', 'place']],
  [/\b(place|citi|town|locat|region|villag|municip)\b/, ['place']],
  [/\b(count|amount|quantiti|percent|score|ratio|weight|price|distanc|temperatur|measur)\b/, ['number']],
  [
    /\b(number|no|id|identifi|code|imo|mmsi|isin|lei|sku|ean|iban|ref|refer|kei|serial|uuid|key|vin|accession)\b/,
    ['code'],
  ],
  [/\bname\b/, ['name']],
  [/\b(text|content|passag|bodi|messag|claim|sentenc|prompt|descript|statement|question|note)\b/, ['text']],
]

const remembered = new Map<string, readonly MentionKind[]>()

/** The kinds of constants that some words name; none where they say nothing. */
export function kindsNamed(words: readonly string[]): readonly MentionKind[] {
  const key = words.join(' ')
  const known = remembered.get(key)
  if (known !== undefined) return known
  const found = RULES.find(([pattern]) => pattern.test(key))?.[1] ?? []
  if (remembered.size < 50_000) remembered.set(key, found)
  return found
}

/** Kinds whose form says what they are: such a constant never goes where another kind is wanted. */
export const HARD_KINDS: ReadonlySet<MentionKind> = new Set([
  'email',
  'url',
  'image_url',
  'video_url',
  'repo_url',
  'domain',
  'phone',
  'ip',
  'crypto',
  'coordinates',
  'date',
  'address',
])

/** Kinds that a person may also write as a mere word or name. */
export const SOFT_KINDS: ReadonlySet<MentionKind> = new Set([
  'handle',
  'person',
  'company',
  'place',
  'name',
  'code',
  'package',
  'text',
  'language',
  'country',
])

/** Stems that name a kind in a question or beside a constant. */
export const KIND_WORDS: ReadonlySet<string> = new Set(
  'email mail address mailbox url link uri page website site domain host hostname ip phone number telephone mobile wallet crypto bitcoin username user handle account login nickname alias profile package library module crate person name company firm organisation place city town country language date text id identifier code file picture image photo video channel'
    .split(' ')
    .map(stem),
)
