import type { CatalogDocument, Json, JsonObject, PipelineDocument } from '@odp/dsl'

/** A document that grows in one direction, and what it is checked against. */
export interface ScalingDocument {
  readonly document: PipelineDocument
  readonly catalog?: CatalogDocument
}

/** A way in which documents grow. */
export interface ScalingFamily {
  readonly name: string
  /** The size at which the text has about 1 MB, or the most that the language allows. */
  readonly largest: number
  make(size: number): ScalingDocument
}

const OBJECT: JsonObject = {
  type: 'object',
  properties: {
    posts: {
      type: 'array',
      items: { type: 'object', properties: { text: { type: 'string' }, likes: { type: 'integer' } } },
    },
    total: { type: 'number' },
  },
}

const CATALOG: CatalogDocument = {
  methods: [
    {
      id: 'm',
      step_type: 'function',
      inputs: { type: 'object', additionalProperties: true },
      outputs: OBJECT,
      estimate: { cost_units: 1, duration_seconds: 2 },
    },
  ],
} as unknown as CatalogDocument

function documentOf(steps: readonly Json[], more: JsonObject = {}): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    ...more,
    steps,
  } as unknown as PipelineDocument
}

function step(id: string, more: JsonObject = {}): JsonObject {
  return { id, type: 'function', method: 'm', ...more }
}

function times<Item>(size: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: size }, (_, index) => make(index))
}

function schemaOfDepth(size: number): JsonObject {
  let schema: JsonObject = { type: 'string' }
  for (let level = 0; level < size; level += 1) schema = { type: 'array', items: schema }
  return schema
}

/** Ways in which a document can grow, each of which was or could be slow. */
export const SCALING_FAMILIES: readonly ScalingFamily[] = [
  {
    name: 'steps of which each reads the last 100 as whole objects',
    largest: 600,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, {
            inputs: { all: times(Math.min(index, 100), (back) => `{{s${index - 1 - back}}}`) },
          }),
        ),
      ),
    }),
  },
  {
    name: 'reads of earlier steps as whole objects, by each of 20 steps',
    largest: 2000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(size, (index) => step(`s${index}`, { outputs: { [`v${index}`]: 'v' } })),
        ...times(20, (reader) => step(`r${reader}`, { inputs: { all: times(size, (index) => `{{s${index}}}`) } })),
      ]),
    }),
  },
  {
    name: 'one input with many alternatives',
    largest: 20_000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(Math.ceil(size / 10), (index) => step(`s${index}`)),
        step('reader', { inputs: { x: { or: times(size, (index) => `{{s${index % Math.ceil(size / 10)}.total}}`) } } }),
      ]),
    }),
  },
  {
    name: 'a chain of fallbacks',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(size, (index) =>
          step(`s${index}`, {
            outputs: { posts: 'v' },
            ...(index === 0 ? {} : { is_child: true }),
            ...(index === size - 1 ? {} : { on_error: { fallback_step: `s${index + 1}` } }),
          }),
        ),
        ...times(10, (index) => step(`r${index}`, { inputs: { x: `{{s${index}.posts[*].text}}` } })),
      ]),
    }),
  },
  {
    name: 'a chain of fallbacks of which each is read',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(size, (index) =>
          step(`s${index}`, {
            outputs: { posts: 'v' },
            ...(index === 0 ? {} : { is_child: true }),
            ...(index === size - 1 ? {} : { on_error: { fallback_step: `s${index + 1}` } }),
          }),
        ),
        ...times(size, (index) => step(`r${index}`, { inputs: { x: { or: [`{{s${index}.posts}}`], default: null } } })),
      ]),
    }),
  },
  {
    name: 'a chain of fallbacks of which each returns something else',
    largest: 3000,
    make: (size) => ({
      document: documentOf([
        ...times(size, (index) =>
          step(`s${index}`, {
            outputs: { v: 'v' },
            output_schema: {
              type: 'object',
              properties: { v: { type: 'object', properties: { [`k${index}`]: { const: index } } } },
            },
            ...(index === 0 ? {} : { is_child: true }),
            ...(index === size - 1 ? {} : { on_error: { fallback_step: `s${index + 1}` } }),
          }),
        ),
        ...times(10, (index) =>
          step(`r${index}`, {
            inputs: { x: `{{s${index}.v.k}}` },
            check: [{ boolean: `{{s${index}.v.k7}} > 1`, run: 'c' }],
          }),
        ),
        step('c', { is_child: true }),
      ]),
    }),
  },
  {
    name: 'checks of one step',
    largest: 8000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', {
          outputs: { total: 'v' },
          check: times(size, (index) => ({ boolean: `total > ${index}`, run: `c${index}` })),
        }),
        ...times(size, (index) => step(`c${index}`, { is_child: true })),
      ]),
    }),
  },
  {
    name: 'a chain of checks',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, {
            outputs: { total: 'v' },
            ...(index === 0 ? {} : { is_child: true }),
            ...(index === size - 1 ? {} : { check: [{ boolean: 'total > 1', run: `s${index + 1}` }] }),
          }),
        ),
      ),
    }),
  },
  {
    name: 'a chain of checks with a reader each',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(size, (index) =>
          step(`s${index}`, {
            outputs: { total: 'v' },
            ...(index === 0 ? {} : { is_child: true }),
            ...(index === size - 1 ? {} : { check: [{ boolean: 'total > 1', run: `s${index + 1}` }] }),
          }),
        ),
        ...times(size, (index) => step(`r${index}`, { inputs: { x: `{{s${index}.total}}` } })),
      ]),
    }),
  },
  {
    name: 'checks that all run one step',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(size, (index) =>
          step(`s${index}`, { outputs: { total: 'v' }, check: [{ boolean: 'total > 1', run: 'one' }] }),
        ),
        step('one', { is_child: true }),
      ]),
    }),
  },
  {
    name: 'routes of one step',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', {
          outputs: { total: 'v' },
          on_success: {
            routes: times(size, (index) => ({
              match: { expression: `{{a.total}} > ${index}` },
              steps: [step(`r${index}`)],
            })),
          },
        }),
      ]),
    }),
  },
  {
    name: 'routes of one step that name children',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', {
          outputs: { total: 'v' },
          on_success: {
            routes: times(size, (index) => ({ match: { expression: `{{a.total}} > ${index}` }, steps: [`r${index}`] })),
          },
        }),
        ...times(size, (index) => step(`r${index}`, { is_child: true })),
      ]),
    }),
  },
  {
    name: 'routes that all read many steps',
    largest: 60,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        ...times(1000, (index) => step(`s${index}`)),
        step('a', {
          outputs: { total: 'v' },
          on_success: {
            routes: times(size, (index) => ({
              match: { expression: times(300, (other) => `{{s${(index * 7 + other) % 1000}.total}}>1`).join('||') },
              steps: ['one', step(`r${index}`)],
            })),
          },
        }),
        step('one', { is_child: true }),
      ]),
    }),
  },
  {
    name: 'cycles of three steps',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size * 3, (index) =>
          step(`s${index}`, { depends_on: [`s${Math.floor(index / 3) * 3 + ((index + 1) % 3)}`] }),
        ),
      ),
    }),
  },
  {
    name: 'a chain of steps',
    largest: 8000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, index === 0 ? {} : { inputs: { x: `{{s${index - 1}.posts[*].text}}` } }),
        ),
      ),
    }),
  },
  {
    name: 'a chain of steps, written backwards',
    largest: 8000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, index === 0 ? {} : { inputs: { x: `{{s${index - 1}.total}}` } }),
        ).reverse(),
      ),
    }),
  },
  {
    name: 'steps that may be skipped, all of which are read in a chain',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', {
          outputs: { total: 'v' },
          check: times(size, (index) => ({ boolean: `total > ${index}`, run: `c${index}` })),
        }),
        ...times(size, (index) => step(`c${index}`, { is_child: true })),
        ...times(size, (index) =>
          step(`r${index}`, {
            inputs: { x: `{{c${index}.total}}`, ...(index === 0 ? {} : { y: `{{r${index - 1}.total}}` }) },
          }),
        ),
      ]),
    }),
  },
  {
    name: 'steps that may fail, all of which are read in a chain',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, {
            on_error: { continue_on_failure: true },
            ...(index === 0 ? {} : { inputs: { x: `{{s${index - 1}.total}}` } }),
          }),
        ),
      ),
    }),
  },
  {
    name: 'conditionals in a chain',
    largest: 2000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) => ({
          id: `c${index}`,
          type: 'conditional',
          condition: index === 0 ? 'true' : `{{t${index - 1}.total}} > 1`,
          branches: { if_true: [step(`t${index}`)], if_false: [step(`f${index}`)] },
        })),
      ),
    }),
  },
  {
    name: 'loops, each over the items of the one before',
    largest: 2000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) => ({
          id: `l${index}`,
          type: 'loop',
          iterate_over: index === 0 ? [1, 2, 3] : `{{l${index - 1}.items}}`,
          loop_variable: `i${index}`,
          steps: [step(`w${index}`, { inputs: { x: `{{i${index}}}` } })],
        })),
      ),
    }),
  },
  {
    name: 'lists of lists of the step before',
    largest: 1000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) => ({
          id: `l${index}`,
          type: 'loop',
          iterate_over: index === 0 ? [1, 2, 3] : [`{{l${index - 1}.items}}`, `{{l${index - 1}.items}}`],
          loop_variable: `i${index}`,
          steps: [step(`w${index}`, { inputs: { x: `{{i${index}}}` } })],
        })),
      ),
    }),
  },
  {
    name: 'loops that hold many steps, nested 20 times',
    largest: 300,
    make: (size) => {
      let inner: JsonObject[] = times(size, (index) => step(`w0x${index}`, { inputs: { x: '{{item0}}' } }))
      for (let level = 0; level < 20; level += 1)
        inner = [
          { id: `l${level}`, type: 'loop', iterate_over: [1, 2], loop_variable: `item${level}`, steps: inner },
          ...times(size, (index) =>
            step(`w${level + 1}x${index}`, { inputs: { x: `{{l${level}.items[*].outputs.w${level}x${index}}}` } }),
          ),
        ]
      return { catalog: CATALOG, document: documentOf(inner) }
    },
  },
  {
    name: 'loops with one step, side by side',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) => ({
          id: `l${index}`,
          type: 'loop',
          iterate_over: '{{input.list}}',
          loop_variable: 'item',
          steps: [step(`w${index}`, { inputs: { x: '{{item}}' } })],
        })),
      ),
    }),
  },
  {
    name: 'groups with one step, side by side',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) => ({ id: `g${index}`, type: 'parallel_group', steps: [step(`w${index}`)] })),
      ),
    }),
  },
  {
    name: 'one large loop whose results are read',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        {
          id: 'l',
          type: 'loop',
          iterate_over: [1, 2],
          loop_variable: 'item',
          steps: times(size, (index) => step(`w${index}`, { inputs: { x: '{{item}}' } })),
        },
        ...times(size, (index) =>
          step(`r${index}`, { inputs: { x: `{{l.items[*].outputs.w${index}.total}}`, all: '{{l.items}}' } }),
        ),
      ]),
    }),
  },
  {
    name: 'one large group whose results are read',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        { id: 'g', type: 'parallel_group', steps: times(size, (index) => step(`w${index}`)) },
        ...times(size, (index) => step(`r${index}`, { inputs: { x: `{{g.w${index}.total}}`, all: '{{g}}' } })),
      ]),
    }),
  },
  {
    name: 'misspelt references among as many ids',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`extract_posts_${index}`, { inputs: { x: `{{extract_post_${index * 7 + 1_000_000}.v}}` } }),
        ),
      ),
    }),
  },
  {
    name: 'misspelt targets of checks, fallbacks and routes',
    largest: 2000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`extract_posts_${index}`, {
            depends_on: [`extrct_posts_${index + 100_000}`],
            check: [{ boolean: 'true', run: `extrct_posts_${index + 200_000}` }],
            on_error: { fallback_step: `extrct_posts_${index + 300_000}` },
          }),
        ),
      ),
    }),
  },
  {
    name: 'misspelt fields of a wide output',
    largest: 3000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', { outputs: Object.fromEntries(times(size, (index) => [`number_of_posts_${index}`, 'v'])) }),
        ...times(size, (index) => step(`r${index}`, { inputs: { x: `{{a.number_of_post_${index + 100_000}}}` } })),
      ]),
    }),
  },
  {
    name: 'misspelt methods of a large catalog',
    largest: 5000,
    make: (size) => ({
      catalog: {
        methods: times(size, (index) => ({ id: `crawl_posts_of_${index}`, step_type: 'function' })),
      } as unknown as CatalogDocument,
      document: documentOf(times(size, (index) => step(`s${index}`, { method: `crawl_post_of_${index + 100_000}` }))),
    }),
  },
  {
    name: 'misspelt inputs of a wide method',
    largest: 5000,
    make: (size) => ({
      catalog: {
        methods: [
          {
            id: 'm',
            step_type: 'function',
            inputs: {
              type: 'object',
              properties: Object.fromEntries(times(size, (index) => [`first_input_${index}`, { type: 'string' }])),
            },
          },
        ],
      } as unknown as CatalogDocument,
      document: documentOf([
        step('a', { inputs: Object.fromEntries(times(size, (index) => [`first_inpt_${index + 100_000}`, 'x'])) }),
      ]),
    }),
  },
  {
    name: 'methods with wide schemas, all named by a template',
    largest: 300,
    make: (size) => ({
      catalog: {
        methods: times(size, (index) => ({
          id: `crawl_${index}`,
          step_type: 'function',
          inputs: {
            type: 'object',
            properties: Object.fromEntries(times(100, (field) => [`in_${field}`, { type: 'string' }])),
            required: ['in_1'],
          },
          outputs: {
            type: 'object',
            properties: Object.fromEntries(times(100, (field) => [`out_${field}_${index % 7}`, OBJECT])),
          },
        })),
      } as unknown as CatalogDocument,
      document: documentOf(
        times(30, (index) =>
          step(`s${index}`, {
            method: 'crawl_{{input.kind}}',
            inputs: { in_1: 'x', ...(index === 0 ? {} : { in_2: `{{s${index - 1}.out_1_1.total}}` }) },
          }),
        ),
      ),
    }),
  },
  {
    name: 'methods that differ, all named by a template of many steps',
    largest: 1000,
    make: (size) => ({
      catalog: {
        methods: times(size, (index) => ({
          id: `crawl_${index}`,
          step_type: 'function',
          inputs: { type: 'object', properties: { [`in_${index}`]: { type: 'string' } }, required: [`in_${index}`] },
          outputs: { type: 'object', properties: { [`out_${index}`]: { type: 'string' } } },
        })),
      } as unknown as CatalogDocument,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, { method: 'crawl_{{input.kind}}', inputs: { in_1: 'x' }, outputs: { out_1: 'v' } }),
        ),
      ),
    }),
  },
  {
    name: 'values of an enum that are given',
    largest: 3000,
    make: (size) => ({
      catalog: {
        methods: [
          {
            id: 'm',
            step_type: 'function',
            inputs: {
              type: 'object',
              properties: { x: { type: 'array', items: { enum: times(size, (index) => `value_number_${index}`) } } },
            },
          },
        ],
      } as unknown as CatalogDocument,
      document: documentOf([step('a', { inputs: { x: times(size, (index) => `value_numbr_${index + 100_000}`) } })]),
    }),
  },
  {
    name: 'an enum read by an enum',
    largest: 10_000,
    make: (size) => ({
      catalog: {
        methods: [
          {
            id: 'm',
            step_type: 'function',
            inputs: { type: 'object', properties: { x: { enum: times(size, (index) => `a${index}`) } } },
            outputs: { type: 'object', properties: { v: { enum: times(size, (index) => `b${index}`) } } },
          },
        ],
      } as unknown as CatalogDocument,
      document: documentOf(
        times(20, (index) => step(`s${index}`, index === 0 ? {} : { inputs: { x: `{{s${index - 1}.v}}` } })),
      ),
    }),
  },
  {
    name: 'a recursive output schema read deeply',
    largest: 1000,
    make: (size) => ({
      document: documentOf([
        step('a', {
          outputs: { node: 'v' },
          output_schema: {
            type: 'object',
            properties: { node: { $ref: '#/$defs/node' } },
            $defs: {
              node: {
                anyOf: [
                  { type: 'null' },
                  { type: 'object', properties: { left: { $ref: '#/$defs/node' }, right: { $ref: '#/$defs/node' } } },
                ],
              },
            },
          },
        }),
        ...times(20, (index) => step(`r${index}`, { inputs: { x: `{{a.node${'.left.right'.repeat(size)}}}` } })),
      ]),
    }),
  },
  {
    name: 'references that lead to references in an output schema',
    largest: 3000,
    make: (size) => ({
      document: documentOf([
        step('a', {
          outputs: { v: 'v' },
          output_schema: {
            type: 'object',
            properties: { v: { $ref: '#/$defs/d0' } },
            $defs: Object.fromEntries(
              times(size, (index): [string, JsonObject] => [
                `d${index}`,
                index === size - 1
                  ? { type: 'string' }
                  : {
                      anyOf: [
                        { $ref: `#/$defs/d${index + 1}` },
                        { type: 'array', items: { $ref: `#/$defs/d${index + 1}` } },
                      ],
                    },
              ]),
            ),
          },
        }),
        ...times(20, (index) => step(`r${index}`, { inputs: { x: `{{a.v[*][*][*].x}}` } })),
      ]),
    }),
  },
  {
    name: 'definitions of an output schema that many steps read',
    largest: 1500,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', {
          outputs: { v: 'v' },
          output_schema: {
            type: 'object',
            properties: { v: { $ref: '#/$defs/d0' } },
            $defs: Object.fromEntries(
              times(size, (index): [string, JsonObject] => [
                `d${index}`,
                { type: 'object', properties: { next: { $ref: `#/$defs/d${(index + 1) % size}` } } },
              ]),
            ),
          },
        }),
        ...times(size, (index) =>
          step(`r${index}`, {
            inputs: { x: `{{a.v${'.next'.repeat(index % 30)}}}` },
            check: [{ boolean: `{{a.v${'.next'.repeat(index % 25)}}} != null`, run: 'c' }],
          }),
        ),
        step('c', { is_child: true }),
      ]),
    }),
  },
  {
    name: 'a path with many [*]',
    largest: 1000,
    make: (size) => ({
      document: documentOf([
        step('a', { outputs: { v: 'v' }, output_schema: { type: 'object', properties: { v: schemaOfDepth(40) } } }),
        ...times(10, (index) => step(`r${index}`, { inputs: { x: `{{a.v${'[*]'.repeat(size)}}}` } })),
      ]),
    }),
  },
  {
    name: 'a path with many fields',
    largest: 1000,
    make: (size) => ({
      document: documentOf([
        step('a', { outputs: { v: 'v' } }),
        ...times(10, (index) => step(`r${index}`, { inputs: { x: `{{a.v${'.b'.repeat(size)}}}` } })),
      ]),
    }),
  },
  {
    name: 'a path with many fields in an open map',
    largest: 400,
    make: (size) => ({
      document: documentOf([
        step('a', {
          outputs: { v: 'v' },
          output_schema: {
            $defs: { open: { type: 'object', additionalProperties: { $ref: '#/$defs/open' } } },
            type: 'object',
            properties: { v: { $ref: '#/$defs/open' } },
          },
        }),
        ...times(10, (index) => step(`r${index}`, { inputs: { x: `{{a.v${'.b'.repeat(size)}}}` } })),
      ]),
    }),
  },
  {
    name: 'long expressions',
    largest: 100,
    make: (size) => ({
      document: documentOf([
        ...times(size, (index) =>
          step(`s${index}`, {
            outputs: { v: 'v' },
            check: [{ boolean: `${'('.repeat(90)}${'v > 1 && '.repeat(900)}true${')'.repeat(90)}`, run: 'c' }],
          }),
        ),
        step('c', { is_child: true }),
      ]),
    }),
  },
  {
    name: 'one text with many templates',
    largest: 30_000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([step('a'), step('b', { inputs: { x: times(size, () => 'und {{a.total}} ').join('') } })]),
    }),
  },
  {
    name: 'a text with braces that do not close',
    largest: 200_000,
    make: (size) => ({
      document: documentOf([step('b', { inputs: { x: '{{a '.repeat(size), y: '\\{{'.repeat(size) } })]),
    }),
  },
  {
    name: 'one large literal input',
    largest: 30_000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('b', { inputs: { x: times(size, (index) => ({ id: index, text: `text ${index}` })) } }),
      ]),
    }),
  },
  {
    name: 'one large literal list that a loop goes over',
    largest: 20_000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        {
          id: 'l',
          type: 'loop',
          iterate_over: times(size, (index) => ({ [`id${index % 60}`]: index, text: `text ${index}` })),
          loop_variable: 'item',
          steps: [step('w', { inputs: { x: '{{item.text}}' } })],
        },
      ]),
    }),
  },
  {
    name: 'a literal of many keys with templates in one input',
    largest: 10_000,
    make: (size) => ({
      catalog: {
        methods: [
          {
            id: 'm',
            step_type: 'function',
            inputs: {
              type: 'object',
              properties: {
                x: {
                  type: 'object',
                  properties: Object.fromEntries(times(size, (index) => [`k${index}`, { type: 'string' }])),
                },
              },
            },
            outputs: OBJECT,
          },
        ],
      } as unknown as CatalogDocument,
      document: documentOf([
        step('a'),
        step('b', { inputs: { x: Object.fromEntries(times(size, (index) => [`k${index}`, '{{a.total}}'])) } }),
      ]),
    }),
  },
  {
    name: 'outputs of one step',
    largest: 20_000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([
        step('a', {
          outputs: Object.fromEntries(times(size, (index) => [`o${index}`, 'v'])),
          output_schema: {
            type: 'object',
            properties: Object.fromEntries(times(size, (index) => [`o${index}`, { type: 'string' }])),
            required: times(size, (index) => `o${index}`),
          },
        }),
      ]),
    }),
  },
  {
    name: 'keys that no step has',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf([step('a', Object.fromEntries(times(size, (index) => [`timeout_minuts_${index}`, 1])))]),
    }),
  },
  {
    name: 'steps of an unknown type',
    largest: 8000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(times(size, (index) => step(`s${index}`, { type: `functoin${index}` }))),
    }),
  },
  {
    name: 'one id for all',
    largest: 8000,
    make: (size) => ({ catalog: CATALOG, document: documentOf(times(size, () => step('same'))) }),
  },
  {
    name: 'resources for steps in a chain',
    largest: 5000,
    make: (size) => ({
      catalog: CATALOG,
      document: documentOf(
        times(size, (index) =>
          step(`s${index}`, {
            resources: { gpu: 1, cpu: 2 },
            ...(index === 0 ? {} : { depends_on: [`s${index - 1}`] }),
          }),
        ),
      ),
    }),
  },
]
