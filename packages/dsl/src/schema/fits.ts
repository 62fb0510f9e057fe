import type { Json, JsonObject } from '../json/json.js'
import { type Alternative, alternatives, listedValues, typesOf } from './alternatives.js'
import { CheckRun } from './check-run.js'
import { describeSchema } from './describe-schema.js'
import { fitKeyword } from './fit-keyword.js'
import { partAsSchema } from './hoist-definitions.js'
import { declaredTypes, type JsonSchema, type TypeName } from './json-schema.js'
import { PropertyTables } from './property-schema.js'
import { across, any, every, no, UNKNOWN, type Verdict, YES } from './verdict.js'

const MOST_COMPARISONS = 3000
const DEEPEST = 40

/**
 * Whether every value of `source` is acceptable to `target`, as far as types tell. `no` means that no value of the source is: the
 * types have nothing in common, a field that the target requires cannot be there or has such a type, or the items
 * of a list do (the empty list, which would fit, is not counted). `unknown` is the answer wherever some value may be acceptable and some not.
 *
 * @example
 * schemaFits({ type: 'integer' }, { type: 'string' }) // { fits: 'no', message: 'integer does not fit string' }
 * schemaFits({ type: 'integer' }, { type: 'number' }) // { fits: 'yes' }
 */
export function schemaFits(source: JsonSchema, target: JsonSchema): Verdict {
  return new Comparison(source, target).fit([source], target)
}

/** One comparison of two schemas, with the parts of both that are being compared at the moment. */
export class Comparison {
  readonly tables = new PropertyTables()
  private readonly source: JsonSchema
  private readonly target: JsonSchema
  private readonly open = new Map<JsonSchema, Set<JsonSchema>>()
  private comparisons = 0
  private depth = 0

  constructor(source: JsonSchema, target: JsonSchema) {
    this.source = source
    this.target = target
  }

  /** Compares a value that fits all of `sources` with one part of the target. */
  fit(sources: readonly JsonSchema[], target: JsonSchema): Verdict {
    if (target === true) return YES
    const source = sources.length === 1 ? (sources[0] ?? true) : { allOf: [...sources] }
    const targets = this.open.get(source) ?? new Set()
    // A recursive schema is compared with itself: what is assumed here is what is being found out.
    if (targets.has(target)) return YES
    this.comparisons += 1
    if (this.comparisons > MOST_COMPARISONS || this.depth > DEEPEST) return UNKNOWN
    this.depth += 1
    this.open.set(source, targets.add(target))
    const verdict = this.fitAlternatives(source, target)
    targets.delete(target)
    this.depth -= 1
    return verdict
  }

  /** Which of these values fit a part of the source or of the target; undefined where that takes too much work. */
  fitting(side: 'source' | 'target', part: JsonSchema, values: readonly Json[]): Json[] | undefined {
    const schema = partAsSchema(side === 'source' ? this.source : this.target, part)
    const run = new CheckRun(schema)
    const found = values.filter((value) => run.fits(schema, value))
    return run.full ? undefined : found
  }

  private fitAlternatives(source: JsonSchema, target: JsonSchema): Verdict {
    const options = alternatives(this.source, source)
    const wanted = alternatives(this.target, target)
    if (options === undefined || wanted === undefined) return UNKNOWN
    const message = (): string =>
      `${describeSchema(source, this.source)} does not fit ${describeSchema(target, this.target)}`
    return across(
      options.flatMap((option) => {
        const values = option.map(listedValues).find((each) => each !== undefined)
        if (values !== undefined) return [this.fitValues(values, target, message)]
        return typesOf(option).map((type) =>
          any(
            wanted.map((alternative) => this.fitAlternative(option, type, alternative, message)),
            message,
          ),
        )
      }),
      message,
    )
  }

  private fitValues(values: readonly Json[], target: JsonSchema, message: () => string): Verdict {
    const fitting = this.fitting('target', target, values)
    if (fitting === undefined) return UNKNOWN
    if (fitting.length === values.length) return YES
    return fitting.length === 0 ? no(message()) : UNKNOWN
  }

  private fitAlternative(option: Alternative, type: TypeName, wanted: Alternative, message: () => string): Verdict {
    for (const part of wanted) {
      const types = declaredTypes(part)
      if (types !== undefined && types.length > 0 && !overlaps(type, types)) return no(message())
    }
    return every(wanted.map((part) => every(this.fitKeywords(option, type, part))))
  }

  private *fitKeywords(option: Alternative, type: TypeName, wanted: JsonObject): Generator<Verdict> {
    const types = declaredTypes(wanted)
    if (type === 'number' && types !== undefined && !types.includes('number')) yield UNKNOWN
    for (const name of Object.keys(wanted)) yield fitKeyword({ comparison: this, option, type, wanted, name })
  }
}

function overlaps(type: TypeName, types: readonly TypeName[]): boolean {
  if (types.includes(type)) return true
  return (type === 'integer' && types.includes('number')) || (type === 'number' && types.includes('integer'))
}
