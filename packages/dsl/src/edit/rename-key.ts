import { lineText } from '../yaml/write-text.js'
import { LONGEST_PLAIN_KEY } from '../yaml/write-yaml.js'
import { addEdit, type Emission } from './emission.js'
import type { EntryPlace } from './entry-place.js'
import { flowScalar } from './new-text.js'
import { columnOf } from './text-lines.js'

/** Gives a key another name, in double quotes where the old one has them. */
export function renameKey(emission: Emission, { key, start, flow }: EntryPlace, name: string): void {
  if (key === undefined) return
  const { text, style } = emission
  const quoted = text.charAt(key[0]) === '"'
  const written = flow || quoted ? flowScalar(name, { ...style, quoted }, null) : lineText(name)
  const isLong = written.length > LONGEST_PLAIN_KEY && start === key[0] && !style.json
  const rest = flow ? ' ' : `${style.lineBreak}${' '.repeat(columnOf(text, start))}`
  addEdit(emission, key[0], key[1], isLong ? `? ${written}${rest}` : written)
}
