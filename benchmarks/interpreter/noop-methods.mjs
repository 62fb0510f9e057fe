// The work of every ODP contender: as little as possible, so that the rest is what is measured.
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

export const catalog = defineCatalog({
  methods: [
    noop('noop', {}),
    noop('noop_local', { local: true }),
    noop('noop_batch', { runBatch: (inputs) => inputs.map(({ n }) => ({ value: n + 1 })) }),
  ],
})
