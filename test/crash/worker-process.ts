// A worker that can be killed. Both workers of the suite share its ledger and its cache.
import { join } from 'node:path'
import { startWorker } from '@odp/worker'
import { crashCatalog } from './crash-catalog.ts'

const [address = '', folder = ''] = process.argv.slice(2)
const worker = await startWorker({
  address,
  namespace: 'default',
  catalog: crashCatalog(folder),
  output_directory: join(folder, 'output'),
  cache: `file://${join(folder, 'cache.sqlite')}`,
})
process.send?.('ready')
await worker.ended
