import { cleanLine, cleanText } from './clean-text.js'

/** An untrusted JSON object. */
export type Fields = Readonly<Record<string, unknown>>

/** Reads untrusted JSON field by field and gathers every problem instead of stopping at the first. */
export class ValueReader {
  readonly problems: string[] = []

  /** A list, cut to `limit`, with the number of items cut off; a missing one is empty unless `required`. */
  list(fields: Fields, key: string, path: string, limit: number, required = false): { items: unknown[]; cut: number } {
    const value = own(fields, key)
    if (value === undefined || value === null) {
      if (required) this.expected(`${path}.${key}`, 'a list', value)
      return { items: [], cut: 0 }
    }
    if (!Array.isArray(value)) {
      this.expected(`${path}.${key}`, 'a list', value)
      return { items: [], cut: 0 }
    }
    return { items: value.slice(0, limit), cut: Math.max(0, value.length - limit) }
  }

  object(value: unknown, path: string): Fields | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
    this.expected(path, 'an object', value)
    return undefined
  }

  /** One line of text; numbers and booleans are written out. */
  line(fields: Fields, key: string, path: string, limit: number): string {
    return this.optionalLine(fields, key, path, limit, true) ?? ''
  }

  optionalLine(fields: Fields, key: string, path: string, limit: number, required = false): string | undefined {
    const value = own(fields, key)
    if (!required && (value === undefined || value === null)) return undefined
    return this.asLine(value, `${path}.${key}`, limit)
  }

  asLine(value: unknown, path: string, limit: number): string {
    if (typeof value === 'string') return cleanLine(value, limit)
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    this.expected(path, 'text', value)
    return ''
  }

  /** Text that may have several lines. */
  text(fields: Fields, key: string, path: string, limit: number): string {
    const value = own(fields, key)
    if (typeof value === 'string') return cleanText(value, limit)
    this.expected(`${path}.${key}`, 'text', value)
    return ''
  }

  /** A finite number of at least `least`. */
  number(fields: Fields, key: string, path: string, least = Number.NEGATIVE_INFINITY): number {
    const value = own(fields, key)
    if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value
    this.expected(
      `${path}.${key}`,
      least === Number.NEGATIVE_INFINITY ? 'a number' : `a number, ${least} or more`,
      value,
    )
    return 0
  }

  optionalNumber(fields: Fields, key: string, path: string, least?: number): number | undefined {
    const value = own(fields, key)
    return value === undefined || value === null ? undefined : this.number(fields, key, path, least)
  }

  choice<const T extends string>(fields: Fields, key: string, path: string, choices: readonly T[]): T | undefined {
    const value = own(fields, key)
    if (value === undefined || value === null) return undefined
    const found = choices.find((choice) => choice === value)
    if (found === undefined) this.expected(`${path}.${key}`, `one of ${choices.join(', ')}`, value)
    return found
  }

  expected(path: string, what: string, value: unknown): void {
    this.problems.push(`${path}: expected ${what}, found ${describe(value)}`)
  }
}

/** A field of the object itself; never one of its prototype. */
export function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'no keys'}`
  return typeof value === 'string' ? `'${cleanLine(value, 60)}'` : String(value)
}

/** The object without its undefined fields, so that a checked document is the same after a trip through JSON. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
