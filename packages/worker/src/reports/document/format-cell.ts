import { cleanLine } from './clean-text.js'
import type { Cell } from './report-document.js'
import { REPORT_LIMITS } from './report-limits.js'

/** Any JSON value as a table cell: scalars stay, short lists are joined by commas, everything else is compact JSON. */
export function toCell(value: unknown, limit: number = REPORT_LIMITS.cell): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return cleanLine(value, limit)
  if (Array.isArray(value)) {
    const items = value.slice(0, 50)
    if (items.every((item) => typeof item === 'string' || typeof item === 'number')) {
      return cleanLine(items.map((item) => (typeof item === 'string' ? item.slice(0, limit) : item)).join(', '), limit)
    }
  }
  return cleanLine(compactJson(value), limit)
}

function compactJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    // Nested too deeply or holding itself: a cell cannot show it either way.
    return '(too deeply nested)'
  }
}

/** A cell as a reader wants it: no "null", yes and no, grouped thousands, no noise behind the decimal point. */
export function formatCell(value: Cell, key = ''): string {
  if (value === null || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? formatNumber(value, !/(^|[_-])(id|year|port|zip|phone)$/i.test(key)) : value
}

/** A number with at most three decimals; thousands are grouped from 10,000 on, so that years stay years. */
export function formatNumber(value: number, grouped = true): string {
  const magnitude = Math.abs(value)
  if (magnitude >= 1e15 || (magnitude > 0 && magnitude < 0.001)) return value.toPrecision(3)
  const [whole = '0', decimals] = (
    Number.isInteger(value) ? String(magnitude) : String(Number(magnitude.toFixed(magnitude < 1 ? 3 : 2)))
  ).split('.')
  const digits = grouped && magnitude >= 10_000 ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') : whole
  return `${value < 0 ? '−' : ''}${digits}${decimals === undefined ? '' : `.${decimals}`}`
}

/** `follower_count` or `followerCount` as "Follower count". */
export function humanLabel(key: string): string {
  const words = key
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[_\-.\s]+/g, ' ')
    .trim()
  if (words === '') return key
  const lower = words.replaceAll(/\p{Lu}\p{Ll}+/gu, (word) => word.toLowerCase())
  const first = Array.from(lower)[0] ?? ''
  return (first.toUpperCase() + lower.slice(first.length)).replaceAll(/\b(id|url|ip|api|csv|pdf)\b/gi, (word) =>
    word.toUpperCase(),
  )
}
