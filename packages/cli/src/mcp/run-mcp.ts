import { makeToolContext, type ToolContext, type ToolPolicy } from '@odp/agent/tools'
import type { Installation } from '@odp/dsl'
import { createClient, type OdpClient } from '@odp/sdk'
import { workerInstallation } from '@odp/worker'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import type { McpFlags } from '../commands/mcp.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { plainText } from '../output/plain-text.js'
import { findServer } from '../run/find-server.js'
import { watchInterruption } from '../run/interruption.js'
import { type CatalogSource, readCatalog } from '../sources/read-catalog.js'
import { serveHttp } from './serve-http.js'
import { serveStdio } from './serve-stdio.js'
import { takeStdout } from './take-stdout.js'

/** Serves tools for other agents until the client or Ctrl-C ends it. */
export async function runMcp(flags: McpFlags, version: string, context: CliContext): Promise<ExitCode> {
  const policy = policyOf(flags)
  const say = (text: string) => context.stderr.write(plainText(`${text}\n`))
  // A catalog is code, and may print while it is loaded.
  const output = flags.http === undefined ? takeStdout(context) : undefined
  const interruption = watchInterruption(context)
  let tools: ToolContext | undefined
  try {
    const catalog = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
    const installation: Installation =
      catalog?.code === undefined ? { connectors: [] } : workerInstallation(catalog.code)
    tools = makeToolContext({
      ...(catalog === undefined ? {} : { catalog: catalog.catalog }),
      installation,
      policy,
      client: () => connect(flags.address, catalog, installation, context),
      onError: (error) => say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    })
    if (output !== undefined) await serveStdio({ tools, version, context, output, say, until: interruption.happened })
    else await serveHttp({ tools, version, context, say, port: flags.http ?? 0, until: interruption.happened })
    return EXIT.fine
  } finally {
    interruption.stop()
    await tools?.close()
    output?.giveBack()
  }
}

function policyOf({ allowSubmit, allowBrave, workspace, budget }: McpFlags): Partial<ToolPolicy> {
  if (allowBrave && (workspace === undefined || budget === undefined || !allowSubmit)) {
    throw new CliError(
      '--allow-brave starts executions that nobody approves: it needs --allow-submit, --workspace and --budget as well',
    )
  }
  return {
    allow_submit: allowSubmit === true,
    modes: allowBrave ? ['safe', 'brave'] : ['safe'],
    by: 'agent (odp mcp)',
    ...(workspace === undefined ? {} : { workspaces: workspace }),
    ...(budget === undefined ? {} : { budget_cost_units: budget }),
  }
}

/** A client that checks against the same catalog as the tools. */
async function connect(
  given: string | undefined,
  catalog: CatalogSource | undefined,
  installation: Installation,
  context: CliContext,
): Promise<OdpClient> {
  const { address, namespace, tls, apiKey } = await findServer(given, context)
  // With credentials the client reads all from the environment, where they came from.
  const place = tls === undefined && apiKey === undefined ? { address, namespace } : {}
  return createClient({ ...place, installation, ...(catalog === undefined ? {} : { catalog: catalog.catalog }) })
}
