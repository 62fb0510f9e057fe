import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limitLines, type MessageId } from './limit-lines.js'

async function pass(chunks: readonly Buffer[], longest: number) {
  const refused: MessageId[] = []
  const lines = limitLines(longest, (id) => refused.push(id))
  const passed: string[] = []
  lines.on('data', (line: Buffer) => passed.push(line.toString()))
  for (const chunk of chunks) lines.write(chunk)
  lines.end()
  await new Promise((resolve) => lines.once('end', resolve))
  return { passed, refused }
}

function cut(text: string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text)
  const chunks: Buffer[] = []
  let from = 0
  for (const size of sizes) {
    if (size > 0 && from < bytes.length) chunks.push(bytes.subarray(from, from + size))
    from += Math.max(0, size)
  }
  return [...chunks, bytes.subarray(Math.min(from, bytes.length))].filter(({ length }) => length > 0)
}

test('lines go on whole, however they come; what is too long is told and thrown away', async () => {
  const message = fc.record({
    id: fc.oneof(fc.nat(), fc.stringMatching(/^[a-z0-9-]{1,20}$/)),
    text: fc.constantFrom(
      'a',
      '"id":5}',
      ',"id":7,"jsonrpc":"2.0"}',
      'x'.repeat(300),
      'ü'.repeat(900),
      `{"jsonrpc":"2.0","id":9,`,
    ),
    isFirst: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.nat(400), { maxLength: 30 }),
      async (all, sizes) => {
        const texts = all.map(({ id, text, isFirst }) =>
          JSON.stringify(
            isFirst ? { jsonrpc: '2.0', id, params: { text } } : { method: 'm', params: { text }, jsonrpc: '2.0', id },
          ),
        )
        const { passed, refused } = await pass(cut(texts.map((text) => `${text}\n`).join(''), sizes), 200)
        const isLong = (text: string | undefined) => Buffer.byteLength(`${text}\n`) > 200
        expect(passed).toEqual(texts.filter((text) => !isLong(text)).map((text) => `${text}\n`))
        expect(refused).toEqual(all.filter((_, at) => isLong(texts[at])).map(({ id }) => id))
      },
    ),
    { numRuns: 300 },
  )
})

test('what has no id that can be told has none', async () => {
  const long = `{"params":{"id":5,"text":"${'x'.repeat(300)}"},"method":"m"}\n`
  expect(await pass([Buffer.from(long)], 200)).toEqual({ passed: [], refused: [null] })
  expect(await pass([Buffer.from('x'.repeat(2_000))], 200)).toEqual({ passed: [], refused: [null] })
})
