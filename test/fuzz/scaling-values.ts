import type { CatalogDocument, JsonObject } from '@odp/dsl'
import { CATALOG, documentOf, OBJECT, type ScalingFamily, step, times } from './scaling-family.ts'

function schemaOfDepth(size: number): JsonObject {
  let schema: JsonObject = { type: 'string' }
  for (let level = 0; level < size; level += 1) schema = { type: 'array', items: schema }
  return schema
}

/** Documents with long texts, large values and large schemas. */
export const VALUE_FAMILIES: readonly ScalingFamily[] = [
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
]
