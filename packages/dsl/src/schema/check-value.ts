import type { Json } from '../json/json.js'
import { CheckRun } from './check-run.js'
import type { JsonSchema, SchemaProblem } from './json-schema.js'

/**
 * What of a JSON value breaks a JSON Schema (draft 2020-12); `[]` when it fits. `format` is an annotation, a `pattern` is
 * asserted where RE2 can match it. Never throws; work, depth (400 levels) and answer (100 problems) are bounded: a check
 * that would take longer is given up with one problem whose keyword is `limit`.
 *
 * @example
 * ```ts
 * import { checkValue } from '@odp/dsl/plan'
 *
 * checkValue({ type: 'object', required: ['username'] }, { usrname: 'ada' })
 * // [{ path: ['username'], keyword: 'required',
 * //    message: "required field 'username' is missing; there is 'usrname': did you mean 'username'?" }]
 * ```
 */
export function checkValue(schema: JsonSchema, value: Json): SchemaProblem[] {
  const run = new CheckRun(schema)
  run.apply(schema, value)
  return run.result()
}
