import { userInfo } from 'node:os'
import type { OperationResult } from '@odp/dsl/plan'
import type { Execution, OperationOptions } from '@odp/sdk'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { writeJson } from '../output/write-json.js'
import { clientOf, findServer } from './find-server.js'

/** The options that every command on an execution has. */
export interface OperationFlags {
  readonly by?: string
  readonly reason?: string
  readonly requestId?: string
  readonly address?: string
  readonly json?: boolean
}

/** Does one thing to an execution and says what it did. */
export async function runOperation(
  id: string,
  flags: OperationFlags,
  context: CliContext,
  done: string,
  operate: (execution: Execution, options: OperationOptions) => Promise<OperationResult | undefined>,
): Promise<ExitCode> {
  const client = clientOf(await findServer(flags.address, context))
  try {
    const result = await operate(client.execution(id), authorOf(flags, context))
    if (flags.json) writeJson(context.stdout, result ?? {})
    else {
      const colors = colorsFor(context.stdout, context.env)
      const text = result?.applied === false ? 'nothing changed: the same request was carried out before' : done
      context.stdout.write(`${colors.green('✔')} ${id}: ${text}\n`)
    }
    return EXIT.fine
  } finally {
    await client.close()
  }
}

/** Who does it, and why. */
export function authorOf({ by, reason, requestId }: OperationFlags, context: CliContext): OperationOptions {
  return {
    by: by ?? userName(context),
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
  }
}

function userName({ env }: CliContext): string {
  const name = env.USER ?? env.USERNAME
  if (name !== undefined && name !== '') return name
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
