// Finds or builds the Temporal server once, with progress, before test files that need it run side by side.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './paths.mjs'

const door = pathToFileURL(join(root, 'packages/worker/dist/dev-server/index.js')).href
const { connectionSettings, DevServerError, findServerBinary } = await import(door)

if (connectionSettings() === undefined) {
  try {
    await findServerBinary({ onProgress: (message) => process.stderr.write(`${message}\n`) })
  } catch (error) {
    if (!(error instanceof DevServerError)) throw error
    // The tests that need a server will fail and say so; the others are still worth running.
    process.stderr.write(`${error.message}\n`)
  }
}
