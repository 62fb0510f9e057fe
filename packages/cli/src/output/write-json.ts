import type { TextOutput } from '../cli-context.js'

/** Prints a value as JSON: indented for people, on one line for programs that read a pipe. */
export function writeJson(output: TextOutput, value: unknown): void {
  output.write(`${output.isTTY === true ? JSON.stringify(value, undefined, 2) : JSON.stringify(value)}\n`)
}
