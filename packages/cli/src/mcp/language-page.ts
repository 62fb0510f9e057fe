import { readFileSync } from 'node:fs'

/** The page about the language. The build copies it beside the scripts; in the repository it stands where it is written. */
export function languagePage(): string {
  const isSource = import.meta.url.endsWith('.ts')
  const place = isSource ? '../../../../docs/language.md' : './language.md'
  return readFileSync(new URL(place, import.meta.url), 'utf8')
}
