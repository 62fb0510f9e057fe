import type { Random } from './random.js'

const LONGEST = 2000
const PRINTABLE = rangeOf(0x20, 0x7e)
const DIGITS = rangeOf(0x30, 0x39)
const WORD = [...rangeOf(0x61, 0x7a), ...DIGITS, ...rangeOf(0x41, 0x5a), '_']
const CLASSES = new Map([
  ['d', DIGITS],
  ['w', WORD],
  ['s', [' ']],
  ['D', without(PRINTABLE, DIGITS)],
  ['W', without(PRINTABLE, WORD)],
  ['S', without(PRINTABLE, [' '])],
])
const CONTROLS = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['f', '\f'],
  ['v', '\v'],
])

/** A text that matches a regular expression of the everyday kind: classes, groups, alternatives, counts. Undefined for others. */
export function samplePattern(pattern: string, random: Random): string | undefined {
  const reader = new PatternReader(pattern)
  const make = reader.alternatives()
  if (make === undefined || !reader.atEnd) return undefined
  const text = make(random)
  return text.length > LONGEST ? undefined : text
}

type Maker = (random: Random) => string

class PatternReader {
  private readonly pattern: string
  private at = 0
  private depth = 0

  constructor(pattern: string) {
    this.pattern = pattern
  }

  get atEnd(): boolean {
    return this.at >= this.pattern.length
  }

  alternatives(): Maker | undefined {
    this.depth += 1
    if (this.depth > 30) return undefined
    const options: Maker[] = []
    do {
      const option = this.sequence()
      if (option === undefined) return undefined
      options.push(option)
    } while (this.take('|'))
    this.depth -= 1
    return (random) => random.pick(options)?.(random) ?? ''
  }

  private sequence(): Maker | undefined {
    const parts: Maker[] = []
    while (!this.atEnd && this.peek() !== '|' && this.peek() !== ')') {
      const atom = this.atom()
      const repeated = atom === undefined ? undefined : this.repeat(atom)
      if (repeated === undefined) return undefined
      parts.push(repeated)
    }
    return (random) => {
      let text = ''
      for (const part of parts) if (text.length <= LONGEST) text += part(random)
      return text
    }
  }

  private atom(): Maker | undefined {
    const letter = this.read()
    if (letter === '^' || letter === '$') return () => ''
    if (letter === '.') return oneOf(WORD)
    if (letter === '[') return this.characterClass()
    if (letter === '\\') {
      if (this.take('b')) return () => ''
      const characters = this.escape()
      return characters === undefined ? undefined : oneOf(characters)
    }
    if (letter !== '(') return () => letter
    const head = /^\?(?::|<[A-Za-z_]\w*>)/.exec(this.pattern.slice(this.at, this.at + 80))
    if (head !== null) this.at += head[0].length
    else if (this.peek() === '?') return undefined
    const inner = this.alternatives()
    return inner !== undefined && this.take(')') ? inner : undefined
  }

  private repeat(atom: Maker): Maker | undefined {
    const found = /^(?:[*+?]|\{(\d{1,4})(,?)(\d{0,4})\})/.exec(this.pattern.slice(this.at, this.at + 14))
    if (found === null) return atom
    this.at += found[0].length
    this.take('?')
    const [sign, least, comma, most] = found
    if (sign === '*') return times(atom, 0, 6)
    if (sign === '+') return times(atom, 1, 8)
    if (sign === '?') return times(atom, 0, 1)
    const low = Number(least)
    const high = comma === '' ? low : most === '' ? low + 4 : Number(most)
    return high < low ? undefined : times(atom, low, Math.min(high, low + 12))
  }

  private characterClass(): Maker | undefined {
    const negated = this.take('^')
    const characters: string[] = []
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.atEnd) return undefined
      const start = this.classMember()
      if (start === undefined) return undefined
      const [from] = start
      if (start.length !== 1 || from === undefined || this.peek() !== '-' || this.pattern[this.at + 1] === ']') {
        characters.push(...start)
        continue
      }
      this.at += 1
      const [to] = this.classMember() ?? []
      if (to === undefined) return undefined
      characters.push(...rangeOf(from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0))
    }
    this.at += 1
    const allowed = negated ? without(PRINTABLE, characters) : characters
    return allowed.length === 0 ? undefined : oneOf(allowed)
  }

  private classMember(): readonly string[] | undefined {
    const letter = this.read()
    return letter === '\\' ? this.escape() : [letter]
  }

  private escape(): readonly string[] | undefined {
    const code = /^(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))/.exec(this.pattern.slice(this.at, this.at + 5))
    if (code !== null) {
      this.at += code[0].length
      return [String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '0', 16))]
    }
    const letter = this.read()
    const known = CLASSES.get(letter) ?? (CONTROLS.has(letter) ? [CONTROLS.get(letter) ?? ''] : undefined)
    return known ?? (/[A-Za-z0-9]/.test(letter) || letter === '' ? undefined : [letter])
  }

  private peek(): string | undefined {
    return this.pattern[this.at]
  }

  private read(): string {
    const point = this.pattern.codePointAt(this.at)
    const letter = point === undefined ? '' : String.fromCodePoint(point)
    this.at += letter.length
    return letter
  }

  private take(letter: string): boolean {
    if (this.peek() !== letter) return false
    this.at += 1
    return true
  }
}

function oneOf(characters: readonly string[]): Maker {
  return (random) => random.pick(characters) ?? ''
}

function times(atom: Maker, least: number, most: number): Maker {
  return (random) => {
    let text = ''
    for (let left = random.between(least, most); left > 0 && text.length <= LONGEST; left -= 1) text += atom(random)
    return text
  }
}

function rangeOf(from: number, to: number): string[] {
  const characters: string[] = []
  for (let point = from; point <= to && point < from + 256; point += 1) characters.push(String.fromCodePoint(point))
  return characters
}

function without(characters: readonly string[], removed: readonly string[]): string[] {
  return characters.filter((each) => !removed.includes(each))
}
