const NULL = /^(?:~|[Nn]ull|NULL)$/
const BOOLEAN = /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/
const NUMBER = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/
const OTHER_BASE = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/
const NO_NUMBER = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** Longer numbers may lose digits, which is reported with its place. */
const LONGEST_NUMBER = 15

/**
 * What a scalar without quotes means in the core schema of YAML 1.2. Answers `undefined` for a number about which
 * there may be something to report.
 */
export function cleanScalar(source: string): string | number | boolean | null | undefined {
  switch (source.charCodeAt(0)) {
    case 0x7e: // ~
    case 0x4e: // N
    case 0x6e: // n
      return NULL.test(source) ? null : source
    case 0x54: // T
    case 0x74: // t
    case 0x46: // F
    case 0x66: // f
      return BOOLEAN.test(source) ? source.charCodeAt(0) === 0x54 || source.charCodeAt(0) === 0x74 : source
    case 0x2b: // +
    case 0x2d: // -
    case 0x2e: // .
      return number(source)
    default: {
      const first = source.charCodeAt(0)
      return first >= 0x30 && first <= 0x39 ? number(source) : source
    }
  }
}

function number(source: string): string | number | undefined {
  if (NO_NUMBER.test(source)) return undefined
  const isOtherBase = OTHER_BASE.test(source)
  if (!isOtherBase && !NUMBER.test(source)) return source
  if (source.length > LONGEST_NUMBER) return undefined
  const value = Number(source)
  if (!Number.isFinite(value)) return undefined
  // JSON has one zero.
  return value === 0 ? 0 : value
}
