import fc from 'fast-check'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { formatPath } from '../template/format-path.js'
import type { PathSegment } from '../template/template.js'

const STEP_IDS = [
  ...['collect', 'score', 'a-b', 'aB', 'count', 'or', 'class', '__proto__', 'constructor', 'template', 'z', 'steps'],
  ...['then', 'each', 'await', 'pipeline', 'x_1', 'document', '_', 'toString', 'field', 'gt', 'hasOwnProperty'],
]
const FIELDS = [
  ...['a', 'b', 'c', 'list', 'text', 'n', 'all', 'at', 'map', 'then', 'constructor', '__proto__', 'x-y', 'with space'],
  ...[
    'q"uote',
    "it's",
    '`${x}`',
    '\\',
    '}}',
    'items',
    'count',
    'outputs',
    'status',
    'files',
    'name',
    'branch',
    'passed',
  ],
  ...['assets', 'silver.x', 'scores', 'relevance', 'toString', 'length', 'valueOf', 'é', '1', 'a-b', 'class'],
]
const TEXTS = [
  ...[
    'plain',
    '',
    "it's",
    'say "hi"',
    '`back${tick}`',
    '*/ // */',
    'a\u2028b\u2029c',
    'line\nbreak\nand more\n',
    '\r\n\t',
  ],
  ...[
    '\\{{ no template }}',
    '\\\\',
    '{ {',
    '${process.exit(1)}',
    '</script>',
    '\u202eevil',
    '\u0000',
    '😀',
    "');throw 1;('",
  ],
]

/** Makes a random document. `pick` chooses one of the values, `chance` is true once in `n` times. */
class DocumentMaker {
  readonly #g: fc.GeneratorValue
  readonly #free: string[]
  readonly #ids: string[] = []
  readonly #variables: string[] = []
  #size = 0

  constructor(g: fc.GeneratorValue) {
    this.#g = g
    this.#free = g(fc.shuffledSubarray, STEP_IDS, { minLength: STEP_IDS.length })
  }

  #pick<T>(...values: readonly T[]): T {
    return values[this.#g(fc.nat, { max: values.length - 1 })] as T
  }

  #choose<T>(...makers: readonly (() => T)[]): T {
    return this.#pick(...makers)()
  }

  #chance(n: number): boolean {
    return this.#g(fc.nat, { max: n - 1 }) === 0
  }

  #some<T>(most: number, make: (index: number) => T, least = 0): T[] {
    return Array.from({ length: least + this.#g(fc.nat, { max: most - least }) }, (_, index) => make(index))
  }

  document(): JsonObject {
    const document: JsonObject = {
      version: '1.0',
      pipeline_id: this.#pick('my-pipeline v2', 'x', '日本', ...TEXTS.slice(2)),
      workspace_id: 'w',
      project_id: 'p',
    }
    if (this.#chance(2)) document.name = this.#pick(...TEXTS)
    if (this.#chance(3)) document.execution = { mode: 'safe', budget_units: 3, retry_policy: { backoff: 'fixed' } }
    if (this.#chance(3)) document['x-note'] = { ['__proto__']: [1, null], deep: this.#pick(...TEXTS) }
    if (this.#chance(2)) document.input_schema = this.#schema(3)
    document.steps = this.#steps(4)
    this.#aim(document.steps)
    return document
  }

  #steps(most: number): Json[] {
    return this.#some(most, () => this.#step(), 1)
  }

  /** Lets targets name steps that exist. */
  #aim(steps: Json): void {
    if (Array.isArray(steps)) for (const step of steps) this.#aim(step)
    if (!isJsonObject(steps)) return
    for (const [key, value] of Object.entries(steps)) {
      if (value === 'TARGET') steps[key] = this.#pick(...this.#ids)
      else if (key === 'depends_on' && Array.isArray(value))
        steps[key] = [...new Set(value.map(() => this.#pick(...this.#ids)))]
      else if (Array.isArray(value) && value[0] === 'TARGET') steps[key] = [this.#pick(...this.#ids)]
      else if (typeof value === 'object') this.#aim(value)
    }
  }

  #path(): string {
    const root = this.#pick(
      'input',
      'input',
      'run',
      ...this.#ids,
      ...this.#ids,
      ...this.#variables,
      ...this.#variables,
      'later',
    )
    return formatPath(
      root,
      this.#some(3, () => this.#segment()),
    )
  }

  #segment(): PathSegment {
    const name = this.#pick(...FIELDS)
    const plain = /^[^\s.[\]{}"']+$/.test(name) && !this.#chance(6)
    return this.#pick<PathSegment>(
      { kind: plain ? 'field' : 'key', name },
      { kind: plain ? 'field' : 'key', name },
      this.#chance(2) ? { kind: 'splat' } : { kind: 'index', index: 2 },
    )
  }

  #template(): string {
    return this.#chance(8) ? `{{ ${this.#path()} }}` : `{{${this.#path()}}}`
  }

  #text(): string {
    if (this.#chance(3)) return this.#pick(...TEXTS)
    if (this.#chance(2)) return this.#template()
    return `${this.#pick(...TEXTS)} ${this.#template()}${this.#pick('', '!', ...TEXTS)}`
  }

  #value(depth = 2): Json {
    if (depth === 0 || this.#chance(2)) return this.#pick<Json>(this.#text(), this.#text(), -1.5, true, null, 1e21)
    if (this.#chance(2)) return this.#some(2, () => this.#value(depth - 1))
    return Object.fromEntries(this.#some(2, () => [this.#pick(...FIELDS), this.#value(depth - 1)]))
  }

  #input(): Json {
    const standIn: JsonObject = this.#chance(3) ? { default: this.#value(1) } : {}
    return this.#choose<Json>(
      () => ({ from: this.#value(), ...standIn }),
      () => ({ from: this.#template(), ...standIn }),
      () => ({ or: this.#some(3, () => this.#value(1), 1), ...standIn }),
      () => this.#value(),
    )
  }

  #schema(depth: number): JsonObject {
    const annotations: JsonObject = this.#chance(4) ? { description: this.#pick(...TEXTS), 'x-odp-type': 'Url' } : {}
    if (depth === 0 || (depth < 3 && this.#chance(2))) {
      const scalars: JsonObject[] = [
        { type: 'string', minLength: 1 },
        { type: 'string', pattern: this.#pick('^a+$', '^https?://x', "'`\\$\\{1\\}", 'a\u2028b') },
        { type: 'integer', minimum: 0 },
        { type: 'number', exclusiveMaximum: 4.5, default: 3 },
        { type: 'boolean' },
        { type: ['string', 'null'] },
        { enum: ['a', 1, null] },
        { type: 'string', enum: ['x', "y'"] },
        { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'string' } }] },
        { type: 'string', format: 'uri', title: 'T' },
        {},
        { type: 'object' },
        { type: 'array', items: { $ref: '#' }, uniqueItems: true },
      ]
      return { ...this.#pick(...scalars), ...annotations }
    }
    if (depth < 3 && this.#chance(3))
      return { type: 'array', items: this.#schema(depth - 1), minItems: 1, ...annotations }
    const names = [...new Set(this.#some(4, () => this.#pick(...FIELDS)))]
    const properties = Object.fromEntries(names.map((name) => [name, this.#schema(depth - 1)]))
    const required = names.filter(() => this.#chance(2))
    return {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      ...this.#pick<JsonObject>({}, {}, { additionalProperties: false }, { additionalProperties: {} }),
      ...annotations,
    }
  }

  #condition(depth = 2): string {
    const path = () => this.#pick(`{{${this.#path()}}}`, `{{${this.#path()}}}`, '3', '-2.5', '"text"', "'text'", 'null')
    const inner = () => (depth === 0 ? `{{${this.#path()}}} > 1` : this.#condition(depth - 1))
    return this.#choose(
      () => `${path()} ${this.#pick('>', '<=', '==', '!=')} ${path()}`,
      () => `${path()} ${this.#pick('>', '<', '==')} ${path()}`,
      () => `size({{${this.#path()}}}) > 0`,
      () => `exists({{${this.#path()}}})`,
      () => `matches({{${this.#path()}}}, "^a\\\\d\`")`,
      () => `{{${this.#path()}}} in ["a", 2, {{${this.#path()}}}]`,
      () => `"x" in {{${this.#path()}}}`,
      () => `${inner()} && ${inner()}`,
      () => `${inner()} || (${inner()} && {{${this.#path()}}})`,
      () => `!(${inner()})`,
      () => `{{${this.#path()}}} * 2 >= 7 && 'it\\'s' == "\`\${x}"`,
      () => `  bare.path > 3`,
      () => `"in {{${this.#path()}}} text" == {{ input.x }}`,
    )
  }

  #outputs(): JsonObject {
    const schema = this.#schema(3)
    const names = isJsonObject(schema.properties) ? Object.keys(schema.properties) : []
    return this.#pick<JsonObject>(
      {},
      { outputs: Object.fromEntries(this.#some(3, () => [this.#pick(...FIELDS), this.#text()])) },
      { outputs: Object.fromEntries(names.map((name) => [name, name])), output_schema: schema },
      { outputs: Object.fromEntries(names.map((name) => [name, 'other'])), output_schema: schema },
      { output_schema: schema },
    )
  }

  #common(): JsonObject {
    const common: JsonObject = {}
    if (this.#chance(4)) common.name = this.#text()
    if (this.#chance(10)) common.depends_on = ['TARGET']
    if (this.#chance(5)) common.is_child = this.#chance(2)
    if (this.#chance(5)) common.on_error = { fallback_step: 'TARGET', continue_on_failure: this.#chance(2) }
    if (this.#chance(6))
      common.resources = { cpu: '500m', gpu: 1, memory: this.#pick('1Gi', '{{input.a}}', `{{${this.#path()}}}`) }
    if (this.#chance(6)) common.cache = { ttl_minutes: 3, key: this.#value() }
    if (this.#chance(6)) common['x-extra'] = this.#text()
    if (this.#chance(6)) common.retry_policy = { max_attempts: 2, backoff: 'linear' }
    if (this.#chance(6)) {
      common.check = this.#pick<Json>(
        [
          { not_exists: 'a.b', run: 'TARGET' },
          { boolean: `n > 3 && {{${this.#path()}}}`, run: 'TARGET' },
        ],
        { not_exists: { path: 'a', run: 'TARGET' } },
      )
    }
    return common
  }

  #work(): JsonObject {
    const text = () => this.#text() || 'x'
    const step = this.#pick<JsonObject>(
      { type: 'function', method: text() },
      { type: 'crawler', method: 'plain' },
      { type: 'ml_model', model: text(), execution_mode: 'direct' },
      { type: 'llm_flow', flow: 'f' },
      {
        type: 'llm_agent',
        agent_type: text(),
        agent_config: {
          graph_definition: text(),
          nodes: [{ id: 'x', type: text() || 'y', ...(this.#chance(3) ? { prompt: text() } : {}) }],
        },
      },
      { type: 'wait_for_asset', assets: ['silver.x', text()] },
      { type: 'validation', checks: { relevance: { threshold: 0.5 } }, on_below: 'fail' },
      {
        type: 'output',
        format: this.#pick('csv_dataset', '{{input.a}}'),
        template: text(),
        delivery: { method: 'webhook', url: text() },
      },
      {
        type: 'ml_training',
        training: {
          model_type: text(),
          model: 'm',
          method: 'x',
          training_data: { source: this.#value() },
          experiment_name: 'e',
        },
      },
      { type: 'ml_serving', model_uri: text(), service_name: 'x', model_version: text() },
      { type: 'data_transform', asset: text() },
      {
        type: 'custom_code',
        runtime: 'python3.12',
        code: { source: 'inline', content: `def execute(inputs):\n  return {"{{x}}": '\`\${1}'}\n` },
      },
    )
    const inputs: JsonObject = this.#chance(4)
      ? {}
      : { inputs: Object.fromEntries(this.#some(3, () => [this.#pick(...FIELDS, 'null', 'true'), this.#input()])) }
    return { ...step, ...inputs, ...this.#outputs() }
  }

  #step(): JsonObject {
    const id = this.#free.pop() ?? `s${this.#ids.length}`
    this.#size += 1
    const nesting = this.#size > 8 ? 0 : this.#g(fc.nat, { max: 6 })
    const made =
      nesting === 1 ? this.#loop() : nesting === 2 ? this.#group() : nesting === 3 ? this.#conditional() : this.#work()
    this.#ids.push(id)
    const routes = () =>
      this.#some(2, () => ({
        match: { expression: this.#condition() },
        steps: this.#size > 8 || this.#chance(2) ? ['TARGET'] : this.#steps(2),
      }))
    const onSuccess: JsonObject = this.#chance(4) ? { on_success: { routes: routes() } } : {}
    return { id, ...made, ...this.#common(), ...onSuccess }
  }

  #loop(): JsonObject {
    const list = this.#pick<Json>(this.#text() || 'x', this.#template(), this.#template(), [1, { a: this.#text() }])
    const variable = this.#pick('item', 'source', 'x-item', 'default', 'collect')
    this.#variables.push(variable)
    const steps = this.#steps(2)
    this.#variables.pop()
    const extra: JsonObject = this.#chance(8) ? { outputs: { items: 'kept' } } : {}
    return { type: 'loop', iterate_over: list, loop_variable: variable, max_parallel: 3, steps, ...extra }
  }

  #group(): JsonObject {
    return {
      type: 'parallel_group',
      steps: this.#steps(2),
      ...(this.#chance(2) ? { parallel_config: { max_parallel: 2 } } : {}),
    }
  }

  #conditional(): JsonObject {
    const branches: JsonObject = {}
    if (!this.#chance(6)) branches.if_true = { steps: this.#steps(2) }
    if (this.#chance(2)) branches.if_false = { steps: this.#steps(2) }
    return { type: 'conditional', condition: { expression: this.#condition() }, branches }
  }
}

/** Documents that show every odd name, text, schema and reference; a few of them cannot be built. */
export const randomDocument = fc.gen().map((g) => new DocumentMaker(g).document())
