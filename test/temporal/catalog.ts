import { existsSync } from 'node:fs'
import { appendFile, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod, type Json } from '@odp/dsl'
import { z } from 'zod'

const any = z.unknown() as z.ZodType<Json>

/** Methods whose behaviour a test chooses by their inputs. */
export const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'double',
      step_type: 'function',
      summary: 'Doubles a number.',
      inputs: z.object({ n: z.number() }),
      outputs: z.object({ doubled: z.number() }),
      run: ({ n }) => ({ doubled: 2 * n }),
    }),
    defineMethod({
      id: 'echo',
      step_type: 'function',
      summary: 'Gives its input back.',
      inputs: z.object({ value: any }),
      outputs: z.object({ value: any }),
      run: ({ value }) => ({ value }),
    }),
    defineMethod({
      id: 'wait',
      step_type: 'function',
      summary: 'Waits, and writes down that it ran.',
      inputs: z.object({ ms: z.number(), ledger: z.string().optional() }),
      outputs: z.object({ waited: z.number() }),
      async run({ ms, ledger }, context) {
        if (ledger !== undefined) await appendFile(ledger, `start ${context.idempotency_key}\n`)
        await setTimeout(ms, undefined, { signal: context.signal as unknown as globalThis.AbortSignal })
        if (ledger !== undefined) await appendFile(ledger, `end ${context.idempotency_key}\n`)
        return { waited: ms }
      },
    }),
    defineMethod({
      id: 'fail',
      step_type: 'function',
      summary: 'Throws.',
      inputs: z.object({ message: z.string() }),
      outputs: z.object({}),
      run: ({ message }) => {
        throw new Error(message)
      },
    }),
    defineMethod({
      id: 'read_file',
      step_type: 'function',
      summary: 'Reads a file; without one it fails, for good.',
      inputs: z.object({ file: z.string() }),
      outputs: z.object({ text: z.string() }),
      run: async ({ file }) => ({ text: await readFile(file, 'utf8') }),
    }),
    defineMethod({
      id: 'await_file',
      step_type: 'function',
      summary: 'Ends when there is a file.',
      inputs: z.object({ file: z.string() }),
      outputs: z.object({}),
      async run({ file }, { signal }) {
        while (!existsSync(file))
          await setTimeout(20, undefined, { signal: signal as unknown as globalThis.AbortSignal })
        return {}
      },
    }),
    defineMethod({
      id: 'lie',
      step_type: 'function',
      summary: 'Returns something else than it promises.',
      inputs: z.object({}),
      outputs: z.object({ count: z.number() }),
      run: () => ({ count: 'many' }) as unknown as { count: number },
    }),
    defineMethod({
      id: 'big',
      step_type: 'function',
      summary: 'Returns a long text.',
      inputs: z.object({ characters: z.number() }),
      outputs: z.object({ text: z.string() }),
      run: ({ characters }) => ({ text: 'x'.repeat(characters) }),
    }),
  ],
})
