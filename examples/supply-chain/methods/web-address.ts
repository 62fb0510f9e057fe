const SITES: Record<string, RegExp> = {
  'github.com': /^\/(?:sponsors\/)?([\w-]{1,39})\/?$/,
  'gitlab.com': /^\/([\w.-]{1,255})\/?$/,
  'bitbucket.org': /^\/([\w.-]{1,255})\/?$/,
  'codeberg.org': /^\/([\w.-]{1,255})\/?$/,
  'opencollective.com': /^\/([\w-]{1,100})(?:\/donate)?\/?$/,
  'patreon.com': /^\/([\w-]{1,100})\/?$/,
  'ko-fi.com': /^\/([\w-]{1,100})\/?$/,
  'liberapay.com': /^\/([\w.-]{1,100})\/?$/,
  'twitter.com': /^\/@?(\w{1,15})\/?$/,
  'npmjs.com': /^\/~([\w.-]{1,100})\/?$/,
}
const CODE_HOSTS = ['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org']
const SHORT_HOSTS: Record<string, string> = { github: 'github.com', gitlab: 'gitlab.com', bitbucket: 'bitbucket.org' }
const SECOND_LEVELS = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'or', 'org'])
const SHARED_HOSTS = new Set(['github.io', 'gitlab.io', 'pages.dev', 'vercel.app', 'netlify.app', 'herokuapp.com'])

/** A web address as an URL (a missing https:// is added); null when it is none. */
export function webAddress(text: string): URL | null {
  if (text.length > 300 || /\s/.test(text)) return null
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : /^[\w-]+(\.[\w-]+)+(\/|$)/.test(text)
      ? `https://${text}`
      : ''
  if (!/^https?:/i.test(full)) return null
  try {
    return new URL(full)
  } catch {
    return null
  }
}

/** The host without www. */
export function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/^www\./, '')
}

/** The account an address belongs to, such as `github.com/octocat`; undefined when it is not an account's page. */
export function accountOf(url: URL): string | undefined {
  const host = hostOf(url) === 'x.com' ? 'twitter.com' : hostOf(url)
  const pattern = Object.hasOwn(SITES, host) ? SITES[host] : undefined
  const login = pattern?.exec(url.pathname)?.[1]?.toLowerCase()
  return login === undefined || ['orgs', 'sponsors', 'features', 'about'].includes(login)
    ? undefined
    : `${host}/${login}`
}

/** A personal web site as an identity, such as `sindresorhus.com`; undefined for pages on sites that many people share. */
export function siteOf(url: URL): string | undefined {
  const host = hostOf(url)
  if (Object.hasOwn(SITES, host) || host === 'x.com' || host === 'tidelift.com' || host === 'npm.im') return undefined
  const path = url.pathname.replace(/\/+$/, '')
  return path === '' ? host : `${host}${path}`
}

/**
 * The part of a host name somebody registers, by a simple rule (not the public suffix list): the last two labels, or three
 * below names such as co.uk and github.io. @example registrableDomain('blog.example.co.uk') // 'example.co.uk'
 */
export function registrableDomain(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (/^[\d.]+$/.test(name) || name.includes(':')) return name
  const labels = name.split('.')
  const lastTwo = labels.slice(-2).join('.')
  const country = labels.at(-1)?.length === 2 && SECOND_LEVELS.has(labels.at(-2) ?? '')
  return country || SHARED_HOSTS.has(lastTwo) ? labels.slice(-3).join('.') : lastTwo
}

/** Where the source lives. */
export interface Repository {
  host: string
  owner: string
  name: string
  url: string
}

/** Reads the many spellings of `repository`: owner/name, github:owner/name, git@host:owner/name.git, git+https://… */
export function repositoryOf(text: string): Repository | undefined {
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:#.*)?$/.exec(text)
  if (short) return repository(SHORT_HOSTS[short[1] ?? 'github'] ?? 'github.com', short[2], short[3])
  const parts =
    /^(?:git\+)?(?:https?|git|ssh|git\+ssh):\/\/(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?[/:]([\w.-]+)\/([\w.-]+)/.exec(text) ??
    /^(?:git\+ssh:\/\/)?git@([\w.-]+):([\w.-]+)\/([\w.-]+)/.exec(text)
  return parts ? repository(parts[1]?.toLowerCase().replace(/^www\./, ''), parts[2], parts[3]) : undefined
}

function repository(host: string | undefined, owner: string | undefined, name: string | undefined) {
  if (!host || !owner || !name || text(host, owner, name) > 200) return undefined
  const clean = name.replace(/\.git$/, '')
  return { host, owner, name: clean, url: `https://${host}/${owner}/${clean}` }
}

function text(...parts: string[]): number {
  return parts.join('').length
}

/** True for hosts where an owner's login is also an account page. */
export function isCodeHost(host: string): boolean {
  return CODE_HOSTS.includes(host)
}
