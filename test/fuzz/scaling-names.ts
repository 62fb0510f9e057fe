import type { CatalogDocument } from '@odp/dsl'
import { CATALOG, documentOf, OBJECT, type ScalingFamily, step, times } from './scaling-family.ts'

/** Documents and catalogs with many names, most of them misspelt. */
export const NAME_FAMILIES: readonly ScalingFamily[] = [
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
]
