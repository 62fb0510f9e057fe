import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilerErrors } from './compiler-errors.ts'

const root = join(import.meta.dirname, '..')

/** A piece of TypeScript that stands in another file. */
export interface Snippet {
  readonly file: string
  /** Line of the file where the code begins, from 1. */
  readonly line: number
  readonly code: string
}

/** Type-checks every snippet as a module of its own, with the sources of the packages, all in one run; gives the errors at their places in the files. */
export async function snippetErrors(snippets: readonly Snippet[]): Promise<string[]> {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'odp-snippets-'))
  try {
    for (const [index, { code }] of snippets.entries())
      writeFileSync(join(folder, `snippet-${index}.ts`), `${code}\nexport {}\n`)
    const errors = await compilerErrors(folder, ['node'])
    return errors.flatMap((error) => {
      const [, index, at, message] = /snippet-(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(error) ?? []
      const snippet = snippets[Number(index)]
      if (snippet !== undefined) return [`${snippet.file}:${snippet.line + Number(at) - 1} ${message}`]
      // The type check of the packages tells about their sources; anything else is a fault of this set-up.
      return error.startsWith('packages/') ? [] : [error]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
