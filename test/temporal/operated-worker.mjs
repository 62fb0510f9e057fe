// A worker as a partner would run it: in a process of its own, from the built packages, ended by SIGTERM.
import { appendFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod } from '@odp/dsl'
import { startWorker } from '@odp/worker'
import { z } from 'zod'

const { ledger, name, ...options } = JSON.parse(process.argv[2])
const write = (text) => appendFile(ledger, `${name} ${text}\n`)
const methods = [
  defineMethod({
    id: 'wait',
    step_type: 'function',
    summary: 'Waits, and writes down what it hears.',
    inputs: z.object({ ms: z.number(), deaf: z.boolean().optional() }),
    outputs: z.object({ waited: z.number() }),
    async run({ ms, deaf }, { signal, step }) {
      await write(`start ${step}`)
      signal.addEventListener('abort', () => write(`told ${step}`))
      await setTimeout(ms, undefined, deaf ? {} : { signal })
      await write(`end ${step}`)
      return { waited: ms }
    },
  }),
  defineMethod({
    id: 'train',
    step_type: 'function',
    summary: 'Needs a graphics card.',
    resource_class: 'gpu',
    inputs: z.object({}),
    outputs: z.object({ by: z.string() }),
    run: () => ({ by: name }),
  }),
  defineMethod({
    id: 'leak',
    step_type: 'function',
    summary: 'Gives back what it got, or throws it.',
    inputs: z.object({ text: z.string(), fail: z.boolean().optional() }),
    outputs: z.object({ text: z.string() }),
    run({ text, fail }) {
      if (fail) throw new Error(`cannot take ${text}`)
      return { text }
    },
  }),
]
const worker = await startWorker({ ...options, catalog: defineCatalog({ methods }) })
process.once('SIGTERM', () => worker.stop())
process.send('ready')
await worker.ended
process.exit(0)
