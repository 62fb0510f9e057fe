import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generateChain, generateConstants, generateEmpty } from './generate-chain.ts'

/** What the compiler says about one generated pipeline. */
export interface TypeCost {
  readonly steps: number
  readonly instantiations: number
  readonly check_seconds: number
  readonly errors: readonly string[]
}

const root = join(import.meta.dirname, '../..')

/** Type-checks a pipeline of `steps` steps with the repository's compiler; 0 steps measure the imports alone. */
export async function measureTypes(steps: number, face: 'chain' | 'constants' = 'chain'): Promise<TypeCost> {
  // Beside dsl's own node_modules, so that the generated file finds zod.
  const folder = join(root, 'packages/dsl/node_modules/.cache/type-cost', `${face}-${steps}`)
  await mkdir(folder, { recursive: true })
  const builder = '../../../../src'
  const generate = face === 'chain' ? generateChain : generateConstants
  const source = steps === 0 ? generateEmpty(builder) : generate(steps, builder)
  await writeFile(join(folder, 'pipeline.ts'), source)
  await writeFile(join(folder, 'package.json'), '{"type":"module"}\n')
  const compilerOptions = {
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    rootDir: root,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: ['pipeline.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const printed = await compile(folder)
  await rm(folder, { recursive: true })
  return {
    steps,
    instantiations: Number(/Instantiations:\s+(\d+)/.exec(printed)?.[1]),
    check_seconds: Number(/Check time:\s+([\d.]+)s/.exec(printed)?.[1]),
    errors: printed.split('\n').filter((line) => line.includes('error TS')),
  }
}

async function compile(folder: string): Promise<string> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  try {
    // A runaway compiler does not end on SIGTERM.
    const options = { timeout: 120_000, killSignal: 'SIGKILL', maxBuffer: 1 << 26 } as const
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [compiler, '-p', folder, '--extendedDiagnostics'],
      options,
    )
    return stdout
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string' && error.stdout !== '')
      return error.stdout
    throw error
  }
}
