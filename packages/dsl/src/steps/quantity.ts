/** A Kubernetes quantity that is not negative: a number with a decimal (`m`, `k`, `G`) or binary (`Gi`) suffix, or with an exponent. */
export const QUANTITY_PATTERN = /^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,3})?$/

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** The number that a Kubernetes quantity stands for: `500m` is 0.5, `1Gi` is 1073741824. Undefined for what is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined
  if (typeof value !== 'string' || !QUANTITY_PATTERN.test(value)) return undefined
  const suffix = /[KMGTPE]i$|[numkMGTPE]$/.exec(value)?.[0] ?? ''
  const number = Number(value.slice(0, value.length - suffix.length)) * (SUFFIXES[suffix] ?? 1)
  return Number.isFinite(number) ? number : undefined
}
