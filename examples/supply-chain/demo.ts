import { randomUUID } from 'node:crypto'
import { relative, resolve } from 'node:path'
import { createClient, ExecutionCancelledError, ExecutionFailedError } from '@odp/sdk'
import { startWorker, workerInstallation } from '@odp/worker'
import { type ConnectionSettings, connectionSettings, type DevServer, startDevServer } from '@odp/worker/dev-server'
import { catalog } from './catalog.ts'
import { fiveFindings } from './methods/five-findings.ts'
import { bytes } from './methods/wording.ts'
import { supplyChain } from './pipeline.ts'
import { showProgress } from './progress.ts'

const started = performance.now()
const workspace = resolve(import.meta.dirname, '../..')
// npm runs a script in the package's folder and tells where the user was.
const here = process.env.INIT_CWD ?? process.cwd()
const [argument] = process.argv.slice(2)
const folder = argument === undefined ? workspace : resolve(here, argument)
// Ctrl-C ends what is under way: at first the start of the server, later the execution. A second one ends at once.
let interrupt = () => {}
let isInterrupted = false
process.on('SIGINT', () => {
  if (isInterrupted) process.exit(130)
  isInterrupted = true
  interrupt()
})

try {
  console.log(`Who stands behind the packages installed in ${folder}?\n`)
  const given = connectionSettings()
  if (given !== undefined) {
    await investigate(given)
  } else {
    const server = await startServer()
    tell(`the Temporal server answers at ${server.address} after ${secondsSince(started)}`)
    try {
      await investigate(server)
    } finally {
      await server.stop()
    }
  }
} catch (error) {
  process.exitCode = 1
  console.error(`\n${error instanceof Error ? error.message : error}`)
}

async function startServer(): Promise<DevServer> {
  const start = new AbortController()
  interrupt = () => start.abort(new Error('interrupted'))
  try {
    return await startDevServer({ onProgress: tell, signal: start.signal })
  } finally {
    interrupt = () => {}
  }
}

async function investigate({ address, namespace, tls, apiKey }: ConnectionSettings): Promise<void> {
  const settings = {
    address,
    namespace,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
  }
  // A queue of its own: another worker on this server knows other methods.
  const task_queue = `supply-chain-${randomUUID()}`
  const output_directory = resolve(workspace, 'odp-output')
  const worker = await startWorker({ ...settings, task_queue, catalog, output_directory })
  // With TLS or a key the client reads the same variables itself.
  const server = tls === undefined && apiKey === undefined ? { address, namespace } : {}
  const client = createClient({ ...server, task_queue, catalog, installation: workerInstallation(catalog) })
  try {
    const execution = await client.submit(supplyChain, { input: { folder } })
    tell(`execution ${execution.id}`)
    interrupt = () => {
      tell('cancelling')
      void execution.cancel().catch(() => {})
    }
    if (isInterrupted) interrupt()
    await showProgress(execution, process.stdout)
    const outputs = await execution.result()
    const { steps } = await execution.status()
    const loop = steps.find(({ id }) => id === 'each_package')
    const findings = fiveFindings({
      listed: outputs.list_packages,
      people: outputs.merge_people.summary,
      graph: outputs.maintainers.summary,
      risk: outputs.risks.assessment,
      dossier: outputs.deep_dive?.dossier ?? null,
    })
    console.log('\nThe most telling findings')
    for (const [index, sentence] of findings.entries()) console.log(`  ${index + 1}. ${sentence}`)
    console.log('\nThe files')
    for (const file of [outputs.report, outputs.dataset, outputs.network].flatMap(({ files }) => files)) {
      console.log(`  ${relative(here, file.path).padEnd(70)} ${bytes(file.bytes).padStart(8)}`)
    }
    console.log('\nOpen the PDF and the SVG in a browser, the CSV in a spreadsheet, the GEXF in Gephi.')
    const loopSeconds = ((loop?.ended_at ?? 0) - (loop?.started_at ?? 0)) / 1000
    console.log(
      `${secondsSince(started)} in all, ${loopSeconds.toFixed(1)} s of them for reading ${outputs.each_package.count} packages.`,
    )
  } catch (error) {
    if (error instanceof ExecutionFailedError || error instanceof ExecutionCancelledError)
      throw new Error(error.message)
    throw error
  } finally {
    await worker.stop()
    await client.close()
  }
}

function tell(message: string): void {
  console.log(`  ${message}`)
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}
