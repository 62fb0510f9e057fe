import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod } from '@odp/dsl'
import { z } from 'zod'
import { Ledger } from './ledger.ts'

const work = z.object({ what: z.string(), ms: z.number(), of: z.string().optional() })
const done = z.object({ receipt: z.string() })

/** Milliseconds after an effect in which the worker can die without having told of it. */
const AFTERMATH_MS = 40

/** Methods with effects in a ledger, which heed the idempotency key as a connector does. */
export function crashCatalog(folder: string) {
  const ledger = new Ledger(folder)
  const effect = async (
    what: string,
    { key, execution_id }: { readonly key: string; readonly execution_id: string },
  ) => {
    const taken = await ledger.take({ key, execution_id, what })
    return { receipt: taken.what }
  }
  return defineCatalog({
    methods: [
      defineMethod({
        id: 'effect',
        step_type: 'function',
        summary: 'Works, has an effect, and works a little longer.',
        inputs: work,
        outputs: done,
        async run({ what, ms }, { idempotency_key: key, execution_id }) {
          await setTimeout(ms)
          const receipt = await effect(what, { key, execution_id })
          await setTimeout(AFTERMATH_MS)
          return receipt
        },
      }),
      defineMethod({
        id: 'batched_effect',
        step_type: 'function',
        summary: 'Has an effect for each of many.',
        inputs: work,
        outputs: done,
        async runBatch(items, context) {
          const receipts = []
          for (const [index, { what, ms }] of items.entries()) {
            await setTimeout(ms)
            const key = context.items[index]?.idempotency_key ?? ''
            receipts.push(await effect(what, { key, execution_id: context.execution_id }))
          }
          return receipts
        },
      }),
      defineMethod({
        id: 'unsteady_effect',
        step_type: 'function',
        summary: 'Has its effect, and fails the first time without saying so.',
        inputs: work,
        outputs: done,
        async run({ what, ms }, { idempotency_key: key, execution_id }) {
          await setTimeout(ms)
          const isFirst = !ledger.hasEffect(key)
          const receipt = await effect(what, { key, execution_id })
          if (isFirst) throw new Error('the connection broke before the answer')
          return receipt
        },
      }),
      defineMethod({
        id: 'broken',
        step_type: 'crawler',
        summary: 'Never works.',
        inputs: z.object({ what: z.string() }),
        outputs: done,
        run: () => {
          throw new Error('nobody is there')
        },
      }),
      defineMethod({
        id: 'looked_up',
        step_type: 'crawler',
        summary: 'Takes long and is kept for others.',
        inputs: work,
        outputs: done,
        async run({ what, ms }, { signal }) {
          await setTimeout(ms, undefined, { signal: signal as unknown as AbortSignal })
          return { receipt: `looked up ${what}` }
        },
      }),
      defineMethod({
        id: 'list',
        step_type: 'function',
        local: true,
        summary: 'Names so many things, beside the workflow.',
        inputs: z.object({ count: z.number() }),
        outputs: z.object({ names: z.array(z.string()), many: z.boolean() }),
        run: ({ count }) => ({ names: Array.from({ length: count }, (_, index) => `item-${index}`), many: count > 5 }),
      }),
      defineMethod({
        id: 'count',
        step_type: 'function',
        local: true,
        summary: 'Counts receipts.',
        inputs: z.object({ receipts: z.array(z.string().nullable()) }),
        outputs: z.object({ count: z.number() }),
        run: ({ receipts }) => ({ count: receipts.filter((receipt) => receipt !== null).length }),
      }),
    ],
  })
}
