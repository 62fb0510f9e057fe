import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { JsonSchema, SchemaProblem } from './json-schema.js'
import { type LinearPattern, linearPattern } from './linear-pattern.js'
import { patternSize } from './pattern-size.js'
import { type PreparedSchema, prepareSchema } from './prepare-schema.js'

const MOST_PROBLEMS = 100
const MOST_WORK = 1_500_000
const DEEPEST = 400

/** One check of one value: where it stands, what it found, and how much it may still do. */
export class CheckRun {
  readonly root: JsonSchema
  readonly path: (string | number)[] = []
  problems: SchemaProblem[] = []
  /** Why the check was given up; then no answer of a branch counts. */
  private stopped: SchemaProblem | undefined
  private most = MOST_PROBLEMS
  private work: number
  private depth = 0
  /** Targets of `$ref` that are being applied to the current value: meeting one again makes no progress. */
  private open: Set<JsonSchema> | undefined
  private readonly prepared = new Map<JsonObject, PreparedSchema>()
  private readonly patterns = new Map<string, LinearPattern | undefined>()

  constructor(root: JsonSchema, work: number = MOST_WORK) {
    this.root = root
    this.work = work
  }

  /** What of its work the run has not done; below 0 when it was given up for that. */
  get workLeft(): number {
    return this.work
  }

  /** True when nothing more needs to be looked at: enough problems, or no work left. */
  get full(): boolean {
    return this.stopped !== undefined || this.problems.length >= this.most
  }

  /** Everything found, at the end. */
  result(): SchemaProblem[] {
    return this.stopped === undefined ? this.problems : [...this.problems.slice(0, MOST_PROBLEMS - 1), this.stopped]
  }

  /** Pays for work whose amount the schema or the value decides. */
  spend(amount: number): void {
    this.work -= amount
    if (this.work < 0) this.stop('the check takes too much work: the value is too large for this schema')
  }

  report(keyword: string, message: string, expected?: string): void {
    if (this.full) return
    const found = { path: [...this.path], keyword, message }
    this.problems.push(expected === undefined ? found : { ...found, expected })
  }

  /** Reports at a member of the current value. */
  reportAt(key: string | number, keyword: string, message: string, expected?: string): void {
    this.path.push(key)
    this.report(keyword, message, expected)
    this.path.pop()
  }

  /** Applies a schema to the current value. */
  apply(schema: JsonSchema, value: Json): void {
    if (schema === true || this.full) return
    this.spend(1)
    if (schema === false) this.report('false schema', 'nothing is allowed here', 'nothing')
    else if (this.depth >= DEEPEST) this.stop(`the value or the schema is nested deeper than ${DEEPEST} levels`)
    else this.applyKeywords(schema, value)
  }

  private applyKeywords(schema: JsonObject, value: Json): void {
    this.depth += 1
    let prepared = this.prepared.get(schema)
    if (prepared === undefined) {
      prepared = prepareSchema(this, schema)
      this.prepared.set(schema, prepared)
    }
    for (const check of prepared.any) check(this, value)
    if (typeof value === 'string') for (const check of prepared.text) check(this, value)
    else if (typeof value === 'number') for (const check of prepared.number) check(this, value)
    else if (Array.isArray(value)) for (const check of prepared.list) check(this, value)
    else if (isJsonObject(value)) for (const check of prepared.object) check(this, value)
    this.depth -= 1
  }

  /** Applies a schema to a member of the current value. */
  applyAt(key: string | number, schema: JsonSchema, value: Json): void {
    if (schema === true || this.full) return
    const open = this.open
    this.open = undefined
    this.path.push(key)
    this.apply(schema, value)
    this.path.pop()
    this.open = open
  }

  /** Applies the target of a `$ref` to the current value, unless that is being done already. */
  applyReference(target: JsonSchema, value: Json): void {
    this.open ??= new Set()
    const open = this.open
    if (open.has(target)) return
    open.add(target)
    this.apply(target, value)
    open.delete(target)
  }

  /** What a schema would report about the current value, at most `most` problems. */
  attempt(schema: JsonSchema, value: Json, most = 1): SchemaProblem[] {
    const outer = { problems: this.problems, most: this.most }
    this.problems = []
    this.most = most
    this.apply(schema, value)
    const found = this.problems
    this.problems = outer.problems
    this.most = outer.most
    return found
  }

  /** Whether a schema takes the current value. */
  fits(schema: JsonSchema, value: Json): boolean {
    return this.attempt(schema, value).length === 0
  }

  /** What a schema would report about another value, such as a member of the current one or the name of a property. */
  attemptAt(schema: JsonSchema, value: Json): SchemaProblem[] {
    const open = this.open
    this.open = undefined
    const found = this.attempt(schema, value)
    this.open = open
    return found
  }

  /** A compiled pattern, once for the whole check. */
  pattern(source: string): LinearPattern | undefined {
    if (!this.patterns.has(source)) {
      this.spend(source.length + Math.min(patternSize(source), 20_000) * 15)
      this.patterns.set(source, this.full ? undefined : linearPattern(source))
    }
    return this.patterns.get(source)
  }

  /** Whether a text has a match, at its price. */
  matches(pattern: LinearPattern, text: string): boolean {
    this.spend(1 + text.length * pattern.cost)
    return this.full || pattern.test(text)
  }

  private stop(message: string): void {
    this.stopped ??= { path: [...this.path], keyword: 'limit', message }
  }
}
