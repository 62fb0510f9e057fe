/** First line of every generated page. */
const GENERATED = '<!-- Generated from the definitions by scripts/generate-docs; edit those instead. -->'

/** A table; a `|` in a cell would end it. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Words as code, joined as a sentence joins them: `a`, `b` or `c`. */
export function codes(words, last = 'or') {
  const shown = words.map((word) => `\`${word}\``)
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`
}

/** Parts of a page with blank lines between them; those that are undefined are left out. */
export function page(...parts) {
  return `${[GENERATED, ...parts].filter((part) => part !== undefined).join('\n\n')}\n`
}

export function yamlBlock(text) {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``
}
