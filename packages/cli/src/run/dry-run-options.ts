import type { BranchName, Fault } from '@odp/worker/in-process'
import { CliError } from '../cli-error.js'

/** `--branch step=if_true`, by step id. */
export function readBranches(values: readonly string[]): Record<string, BranchName> {
  return Object.fromEntries(
    values.map((value): [string, BranchName] => {
      const [, step, branch] = /^(.+)=(if_true|if_false)$/.exec(value) ?? []
      if (step === undefined)
        throw new CliError(`--branch '${value}': expected step=if_true or step=if_false, for example risky=if_true`)
      return [step, branch === 'if_true' ? 'if_true' : 'if_false']
    }),
  )
}

/** `--fault step` or `--fault step=times`, by step id. */
export function readFaults(values: readonly string[]): Record<string, Fault> {
  return Object.fromEntries(
    values.map((value): [string, Fault] => {
      const [, step, times] = /^([^=]+)(?:=([1-9]\d{0,5}))?$/.exec(value) ?? []
      if (step === undefined)
        throw new CliError(
          `--fault '${value}': expected step or step=times, for example collect=2 for its first two attempts`,
        )
      return [step, times === undefined ? {} : { times: Number(times) }]
    }),
  )
}
