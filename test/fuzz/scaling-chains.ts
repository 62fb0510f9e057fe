import { CATALOG, documentOf, type ScalingFamily, step, times } from './scaling-family.ts'

/** Documents whose steps wait for, read or activate each other. */
export const CHAIN_FAMILIES: readonly ScalingFamily[] = [
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
]
