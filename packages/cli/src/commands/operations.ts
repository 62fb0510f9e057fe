import type { Answer, OperationResult } from '@odp/dsl/plan'
import type { Execution, OperationOptions } from '@odp/sdk'
import type { Command } from 'commander'
import type { CliContext } from '../cli-context.js'
import type { ExitCode } from '../exit-code.js'
import type { OperationFlags } from '../run/run-operation.js'
import { addAuthorOptions } from './author-options.js'

interface OperationCommand {
  readonly name: string
  readonly summary: string
  /** Arguments after the id of the execution, with what they mean. */
  readonly parts?: readonly (readonly [name: string, meaning: string])[]
  readonly digest?: true
  /** What stands behind the id of the execution in the example of the help. */
  readonly example?: string
  readonly done: string
  operate(
    execution: Execution,
    options: OperationOptions,
    parts: readonly string[],
    digest: string,
  ): Promise<OperationResult | undefined>
}

const STEP = ['step', "the step, with its iteration inside a loop: 'others[3].crawl'"] as const

const COMMANDS: readonly OperationCommand[] = [
  {
    name: 'approve',
    summary: 'let an execution in safe mode start',
    digest: true,
    example: '--digest 3f1c9a07 --reason "cost is fine"',
    done: 'approved',
    operate: (execution, options, _parts, digest) => execution.approve({ ...options, digest }),
  },
  {
    name: 'reject',
    summary: 'end an execution in safe mode before it starts',
    example: '--reason "too dear"',
    done: 'rejected',
    operate: (execution, options) => execution.reject(options),
  },
  {
    name: 'pause',
    summary: 'let running steps end and start no other',
    done: 'paused',
    operate: (execution, options) => execution.pause(options),
  },
  {
    name: 'resume',
    summary: 'end a pause',
    done: 'resumed',
    operate: (execution, options) => execution.resume(options),
  },
  {
    name: 'cancel',
    summary: 'stop what runs and skip the rest',
    done: 'cancelled',
    operate: (execution, options) => execution.cancel(options).then(() => undefined),
  },
  {
    name: 'retry-step',
    summary: 'start the next attempt of a step at once',
    parts: [STEP],
    example: "'others[3].crawl'",
    done: 'the step is tried again',
    operate: (execution, options, [step = '']) => execution.retryStep(step, options),
  },
  {
    name: 'skip-step',
    summary: 'skip a step that has not started, or that waits for an answer',
    parts: [STEP],
    example: 'judge',
    done: 'the step is skipped',
    operate: (execution, options, [step = '']) => execution.skipStep(step, options),
  },
  {
    name: 'answer',
    summary: 'answer the question of a step',
    parts: [STEP, ['answer', 'continue, fail, replan, retry or skip: what the question offers']],
    example: 'judge continue --reason "good enough"',
    done: 'answered',
    operate: (execution, options, [step = '', value = '']) => execution.answerStep(step, value as Answer, options),
  },
]

/** Adds the commands that steer an execution. */
export function addOperations(program: Command, context: CliContext, end: (code: ExitCode) => void): void {
  for (const { name, summary, parts = [], digest, example, done, operate } of COMMANDS) {
    const command = program
      .command(name)
      .summary(summary)
      .description(
        `${summary[0]?.toUpperCase()}${summary.slice(1)}. Who did it and why stand in the record of the execution, which \`odp status\` ` +
          'shows. The server is that of TEMPORAL_ADDRESS, else that of `odp dev` or `odp run` in this folder.',
      )
      .argument('<execution>', 'id of the execution')
    for (const [part, meaning] of parts) command.argument(`<${part}>`, meaning)
    if (digest) command.requiredOption('--digest <text>', 'what is approved: the digest that `odp status` shows')
    addAuthorOptions(command)
      .addHelpText(
        'after',
        `
Examples:
  odp ${name} survey-38d295fb${example === undefined ? '' : ` ${example}`}

Exit codes: 0 done, 1 refused or no such execution, 2 usage, or no server or worker`,
      )
      .action(async (execution: string, ...rest: unknown[]) => {
        const { runOperation } = await import('../run/run-operation.js')
        const values = rest.slice(0, parts.length).map(String)
        const flags = rest[parts.length] as OperationFlags & { readonly digest?: string }
        end(
          await runOperation(execution, flags, context, done, (found, options) =>
            operate(found, options, values, flags.digest ?? ''),
          ),
        )
      })
  }
}
