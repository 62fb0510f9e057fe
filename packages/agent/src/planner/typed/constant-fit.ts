import type { Json } from '@odp/dsl'
import type { Port } from '../../catalog/capability.js'
import type { TypeLattice } from '../../catalog/type-lattice.js'
import { identifierFit } from '../../request/identifier-forms.js'
import type { Mention, MentionKind } from '../../request/mention.js'
import { agreement } from '../../request/read-measure.js'
import { stemsOf } from '../../words/stem.js'
import { HARD_KINDS, kindsNamed } from './meanings.js'

/** How well a constant goes into a port, and the value that it gives there. */
export interface ConstantFit {
  /** 0 to 2. */
  readonly quality: number
  /** Nothing speaks against it, and nothing but its being a word speaks for it. */
  readonly is_weak?: true
  /** What the number counts or measures is what the port is for. */
  readonly is_spoken_of?: true
  readonly value: Json
}

/** Kinds that a more special kind may stand for. */
const BROADER: Readonly<Partial<Record<MentionKind, readonly MentionKind[]>>> = {
  url: ['image_url', 'video_url', 'repo_url'],
  name: ['person', 'company', 'place'],
}

/** Places that an address is in, and is none of. */
const TOWNS = /^(citi|town|villag|region|municip|countri|state|counti|district)$/

/** Which kinds of constants the types of a catalog take. */
export class ConstantFits {
  readonly #types: TypeLattice
  /** By type: the kinds that its kinds of values have. */
  readonly #below = new Map<string, Set<MentionKind>>()

  readonly #remembered = new WeakMap<Mention, Map<Port, ConstantFit | undefined>>()
  readonly #kinds = new WeakMap<Port, readonly MentionKind[]>()

  constructor(types: TypeLattice, ids: Iterable<string>) {
    this.#types = types
    for (const id of ids) {
      const own = kindsNamed(stemsOf(id))
      for (const above of types.ancestors(id).keys()) {
        const known = this.#below.get(above) ?? new Set()
        for (const kind of own) known.add(kind)
        this.#below.set(above, known)
      }
    }
  }

  /** How well a constant fits a port; undefined where it does not. */
  fit(mention: Mention, port: Port): ConstantFit | undefined {
    // A chain is looked for through hundreds of entries, and meets the same ports again and again.
    let known = this.#remembered.get(mention)
    if (known === undefined) {
      known = new Map()
      this.#remembered.set(mention, known)
    }
    if (known.has(port)) return known.get(port)
    const found = this.#fit(mention, port)
    known.set(port, found)
    return found
  }

  #fit(mention: Mention, port: Port): ConstantFit | undefined {
    const text = typeof mention.value === 'string' ? mention.value : mention.text
    if (port.choices !== undefined) {
      const choice = port.choices.find((one) => one.toLowerCase() === text.toLowerCase())
      return choice === undefined ? undefined : { quality: 2, value: choice }
    }
    const isNumeric = port.json.length > 0 && port.json.every((type) => type === 'number' || type === 'integer')
    if (isNumeric) {
      const number = mention.kinds.get('number')
      if (number === undefined || typeof mention.value !== 'number') return undefined
      if (port.json.every((type) => type === 'integer') && !Number.isInteger(mention.value)) return undefined
      const agrees = agreement(mention.measure ?? {}, [...port.words, ...port.type_words])
      if (agrees < 0) return undefined
      return { quality: number + agrees * 0.5, value: mention.value, ...(agrees > 0 ? { is_spoken_of: true } : {}) }
    }
    if (port.json.length > 0 && !port.json.includes('string')) return undefined
    if (port.pattern !== undefined) return port.pattern.test(text) ? { quality: 2, value: text } : undefined
    const plain = this.#quality(mention, port)
    if (plain === undefined) return undefined
    const isFixed = mention.is_quoted !== true && !text.includes('{{')
    const form = isFixed ? identifierFit(text, [...port.type_words, ...port.words]) : 0
    const quality = form < 0 ? plain * 0.2 : plain + form * 0.3
    const value = this.#value(mention, port, text)
    return this.#namedKinds(port).length === 0 && mention.is_quoted !== true
      ? { quality, value, is_weak: true }
      : { quality, value }
  }

  #quality(mention: Mention, port: Port): number | undefined {
    const named = this.#namedKinds(port)
    let best: number | undefined
    const consider = (value: number | undefined) => {
      if (value !== undefined && value > 0) best = Math.max(best ?? 0, value)
    }
    for (const kind of named) {
      consider(mention.kinds.get(kind))
      for (const special of BROADER[kind] ?? []) consider((mention.kinds.get(special) ?? 0) * 0.9)
    }
    if (named.includes('place') && ![...port.words, ...port.type_words].some((word) => TOWNS.test(word)))
      consider((mention.kinds.get('address') ?? 0) * 0.9)
    if (best !== undefined) return best
    // A port that takes anything takes what steps give, rather than a word of the request.
    if (port.type !== undefined && this.#types.isTop(port.type)) return mention.is_quoted === true ? 0.6 : undefined
    const below = port.type === undefined ? undefined : this.#below.get(port.type)
    if (port.type !== undefined && below !== undefined) {
      for (const kind of below) consider((mention.kinds.get(kind) ?? 0) * 0.85)
    }
    if (best !== undefined) return best
    if (isHard(mention)) return undefined
    // A kind of value that no rule knows: any mere name, number or code may be one.
    if (named.length === 0) {
      for (const kind of ['code', 'name', 'text', 'handle', 'person', 'company'] as const)
        consider((mention.kinds.get(kind) ?? 0) * (named.length === 0 ? 0.6 : 0.35))
    }
    if (named.includes('text') && mention.is_quoted === true) consider(0.4)
    return best
  }

  #namedKinds(port: Port): readonly MentionKind[] {
    const known = this.#kinds.get(port)
    if (known !== undefined) return known
    const own = kindsNamed(port.type_words.length > 0 ? port.type_words : port.words)
    const kinds = own.length > 0 ? own : kindsNamed(port.words)
    this.#kinds.set(port, kinds)
    return kinds
  }

  #value(mention: Mention, port: Port, text: string): Json {
    const kinds = [...kindsNamed(port.type_words), ...kindsNamed(port.words)]
    for (const kind of kinds) {
      const code = mention.codes?.get(kind)
      if (code !== undefined) return code
    }
    return port.json.includes('number') && !port.json.includes('string') ? mention.value : text
  }

  /** Whether a value of a type may be of a kind, by the type's own words. */
  names(type: string, kind: MentionKind): boolean {
    return (
      kindsNamed(stemsOf(type)).includes(kind) ||
      [...this.#types.ancestors(type).keys()].some((above) => kindsNamed(stemsOf(above)).includes(kind))
    )
  }
}

/** Whether a constant's form says what it is. */
export function isHard(mention: Mention): boolean {
  for (const [kind, weight] of mention.kinds) if (HARD_KINDS.has(kind) && weight >= 0.9) return true
  return false
}
