import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')

/** Checks the TypeScript files of a folder of the repository with its compiler and its strictness, in one run; gives the lines that are errors. `types` are the global types that it sees. */
export async function compilerErrors(folder: string, types: readonly string[] = []): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const compilerOptions = {
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    rootDir: root,
    types,
  }
  const include = ['*.ts', join(root, 'packages/dsl/src/globals.d.ts')]
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include }),
  )
  await writeFile(join(folder, 'package.json'), '{"type":"module"}\n')
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['--pretty', 'false', '-p', folder], {
      maxBuffer: 1e8,
    })
    return []
  } catch (error) {
    const printed = String((error as { stdout?: string }).stdout ?? error)
    return printed.split('\n').filter((line) => line.includes('error'))
  }
}
