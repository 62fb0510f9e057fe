import type { TextOutput } from '../cli-context.js'
import type { Colors } from '../output/colors.js'
import type { LineReader } from './line-reader.js'

/** Where a person is asked, and what ends the asking. */
export interface ChoosePlace {
  readonly reader: LineReader
  readonly output: TextOutput
  readonly colors: Colors
  readonly signal?: AbortSignal
}

/** Asks until one of the choices is named, by as many letters as make it clear. Nothing when nobody is there, or need be asked, any more. */
export async function choose<Choice extends string>(
  choices: readonly Choice[],
  { reader, output, colors, signal }: ChoosePlace,
): Promise<Choice | undefined> {
  const shortest = choices.map((choice) => {
    const others = choices.filter((other) => other !== choice)
    const letters =
      [...choice].findIndex((_, at) => !others.some((other) => other.startsWith(choice.slice(0, at + 1)))) + 1
    return `[${colors.bold(choice.slice(0, letters))}]${choice.slice(letters)}`
  })
  while (signal?.aborted !== true) {
    output.write(`  ${shortest.join('  ')} ? `)
    const line = (await reader.read(signal))?.trim().toLowerCase()
    if (line === undefined) return undefined
    const meant = line === '' ? [] : choices.filter((choice) => choice.startsWith(line))
    if (meant.length === 1) return meant[0]
  }
  return undefined
}
