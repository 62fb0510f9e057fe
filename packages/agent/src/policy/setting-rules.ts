import type { Json } from '@odp/dsl'
import type { PlannerContext } from '../planner/planner-options.js'
import { DEFAULT_GPUS } from './document-policy.js'

interface Rule {
  readonly path: RegExp
  /** Whether a constant is one that may be asked for. */
  allows(value: Json, context: PlannerContext): boolean
  readonly expected: string
  /** Whether a value of another step may stand here. */
  readonly takes_reference?: true
}

const NAME = /^[\w][\w .:/+@-]{0,199}$/

function isNumber(least: number, most: number): Rule['allows'] {
  return (value) => typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most
}
const isName: Rule['allows'] = (value) => typeof value === 'string' && NAME.test(value)
/** A name, or text with a reference that the plan writes itself. */
const isPlain: Rule['allows'] = (value) =>
  (typeof value === 'string' && value.length <= 500) || typeof value === 'number' || typeof value === 'boolean'

/** The keys of a step that a plan may set, and within which bounds. Everything else is decided by whoever runs the worker. */
const RULES: readonly Rule[] = [
  { path: /^timeout_minutes$/, allows: isNumber(0.01, 1_440), expected: 'a number up to 1,440' },
  { path: /^poll_interval_seconds$/, allows: isNumber(1, 86_400), expected: 'a number from 1 to 86,400' },
  { path: /^retry_policy\.max_attempts$/, allows: isNumber(1, 10), expected: 'a number from 1 to 10' },
  {
    path: /^retry_policy\.(initial|max)_backoff_seconds$/,
    allows: isNumber(0, 3_600),
    expected: 'a number up to 3,600',
  },
  {
    path: /^retry_policy\.backoff$/,
    allows: (value) => ['exponential', 'linear', 'fixed'].includes(String(value)),
    expected: 'exponential, linear or fixed',
  },
  {
    path: /^resources\.gpu$/,
    allows: (value, { most_gpus = DEFAULT_GPUS }) => {
      const amount = typeof value === 'string' ? Number(value) : value
      return typeof amount === 'number' && amount >= 0 && amount <= most_gpus
    },
    expected: 'a number within the quota of the session',
  },
  {
    path: /^checks\.(relevance|completeness)\.(threshold|enabled)$/,
    allows: (value) => typeof value === 'boolean' || isNumber(0, 1)(value, { workspace_id: '', project_id: '' }),
    expected: 'true, false or a number from 0 to 1',
  },
  {
    path: /^training\.[a-z_]{1,40}(\.[a-z_]{1,40})?$/,
    allows: isPlain,
    expected: 'a short value',
    takes_reference: true,
  },
  { path: /^model_(uri|version)$/, allows: isPlain, expected: 'a short value', takes_reference: true },
  { path: /^service_name$/, allows: isName, expected: 'a name' },
]

/** What is wrong with a setting; undefined where it may be asked for. */
export function settingProblem(path: string, value: Json | undefined, context: PlannerContext): string | undefined {
  const rule = RULES.find((one) => one.path.test(path))
  if (rule === undefined) return `a plan may not set '${path}'`
  if (value === undefined) return rule.takes_reference === true ? undefined : `'${path}' has to be a constant`
  return rule.allows(value, context) ? undefined : `'${path}' has to be ${rule.expected}`
}
