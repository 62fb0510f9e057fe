// Control characters, line breaks of JavaScript, marks that turn the reading direction, and halves of a character:
// what an editor shows wrongly, or a file cannot hold.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeUnit(unit: string): string {
  return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A string literal for a text, whatever the text holds. */
export function textLiteral(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replace(UNSAFE, escapeUnit)
  return quote + inner + quote
}

/** A text as it stands between backticks; its line breaks stay line breaks. */
export function backtickText(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${')
    .replace(UNSAFE, (unit) => (unit === '\n' ? unit : escapeUnit(unit)))
}

/** A literal for a text: over several lines where the text has several. */
export function longTextLiteral(text: string): string {
  return text.split('\n').length > 2 ? `\`${backtickText(text)}\`` : textLiteral(text)
}

/** A property name in an object literal. `__proto__` would set the prototype, so it is computed. */
export function propertyName(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return isIdentifier(name) ? name : textLiteral(name)
}

/** Reads a property: `.name` or `['any name']`. */
export function propertyAccess(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${textLiteral(name)}]`
}

/** Whether a name may stand without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name)
}

/** A text as a line comment that stays one and gives the compiler no order. */
export function commentLine(text: string): string {
  const shown = text.replace(UNSAFE, ' ').trim()
  if (shown === '') return '//'
  return shown.startsWith('@') ? `// # ${shown}` : `// ${shown}`
}
