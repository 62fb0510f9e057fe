import { BUILDER_NAMES } from './draft.js'

/** Words of the language, and names that generated code uses itself. */
const RESERVED: ReadonlySet<string> = new Set([
  ...BUILDER_NAMES,
  ...'arguments await break case catch class const continue debugger default delete do else enum eval export'.split(
    ' ',
  ),
  ...'extends false finally for function if implements import in instanceof interface let new null'.split(' '),
  ...'package private protected public return static super switch this throw true try typeof undefined var'.split(' '),
  ...'void while with yield async of get set as from type any unknown never object string number boolean'.split(' '),
  ...'symbol bigint z steps catalog RegExp Object NaN Infinity then otherwise each group route'.split(' '),
])

/** `social-media_v2` → `socialMediaV2`. */
function camelCase(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('')
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function lowerFirst(word: string): string {
  // SHOUTED words are one word, `QueryGraph` is two.
  return /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)
}

/** Gives out names for variables, each once. */
export class Names {
  readonly #taken: Set<string>

  constructor(taken: readonly string[] = []) {
    this.#taken = new Set(taken)
  }

  /** A free name for an id: the id itself with `keep` where that is a name, else in camelCase. */
  claim(id: string, fallback: string, keep = false): string {
    const wanted = keep && /^[A-Za-z_$][\w$]*$/.test(id) ? id : camelCase(id)
    const start = /^[A-Za-z_]/.test(wanted) ? wanted : fallback + upperFirst(wanted)
    const base = RESERVED.has(start) || start in {} ? start + upperFirst(fallback) : start
    let name = base
    for (let number = 2; this.#taken.has(name); number++) name = `${base}${number}`
    this.#taken.add(name)
    return name
  }
}
