import type { JsonObject } from '@odp/dsl'
import { CATALOG, documentOf, type ScalingFamily, step, times } from './scaling-family.ts'

/** Documents with many loops, groups and conditionals, or circles. */
export const BLOCK_FAMILIES: readonly ScalingFamily[] = [
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
