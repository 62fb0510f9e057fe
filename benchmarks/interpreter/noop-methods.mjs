// The work of every ODP contender: as little as possible, so that the rest is what is measured.
import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod } from '@odp/dsl'
import { z } from 'zod'

const noop = (id, more) =>
  defineMethod({
    id,
    step_type: 'function',
    summary: 'Adds one.',
    inputs: z.object({ n: z.number() }),
    outputs: z.object({ value: z.number() }),
    run: ({ n }) => ({ value: n + 1 }),
    ...more,
  })

/** One item of a hundred takes as long as all the others together: crawlers behave so. */
export const unevenMs = (n) => (n % 100 === 0 ? 1000 : 10)

export const catalog = defineCatalog({
  methods: [
    noop('noop', {}),
    noop('noop_local', { local: true }),
    noop('noop_uneven', {
      run: async ({ n }) => {
        await setTimeout(unevenMs(n))
        return { value: n + 1 }
      },
    }),
    noop('noop_batch', { runBatch: (inputs) => inputs.map(({ n }) => ({ value: n + 1 })) }),
  ],
})
