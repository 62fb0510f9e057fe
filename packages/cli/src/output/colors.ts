import picocolors from 'picocolors'
import type { CliContext, TextOutput } from '../cli-context.js'

/** Functions that colour text, or leave it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>

/** Colours for an output: on a terminal, unless NO_COLOR forbids or FORCE_COLOR demands them. */
export function colorsFor(output: TextOutput, env: CliContext['env']): Colors {
  return picocolors.createColors(wantsColors(output, env))
}

function wantsColors(output: TextOutput, env: CliContext['env']): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return output.isTTY === true && env.TERM !== 'dumb'
}
