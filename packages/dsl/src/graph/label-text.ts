/** Longest text of a document that a picture shows, in characters. */
const MAX_CHARACTERS = 200
const MAX_LINE = 40

/** What stays on one line: a word; of a word that is longer than a line, what goes up to the next sign. */
const PIECE = /[^ ]{1,40}(?: |$)|[^ ./,]{0,39}[./,]|[^ ]{1,40}/gu

/** White space, control and format characters (they can turn text around) and halves of characters. */
const UNPRINTABLE = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu

/** A text of a document on one line of at most 200 characters, without anything that cannot be printed. */
export function labelText(text: string): string {
  const characters = Array.from(text.replace(UNPRINTABLE, ' ').trim())
  return characters.length <= MAX_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`
}

/** The same, broken into lines of about 40 characters: between words, else after a point, slash or comma. */
export function labelLines(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of labelText(text).match(PIECE) ?? []) {
    if (line !== '' && Array.from(line + piece.trimEnd()).length > MAX_LINE) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}
