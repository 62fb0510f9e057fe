import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ConformanceHost,
  type ConformanceRun,
  parseConformanceCase,
  runConformanceCase,
} from '../../packages/worker/src/conformance/index.ts'

const CASES = join(import.meta.dirname, '..', 'conformance')

/** Gives what each conformance case has executed to `execute`, some at a time. Cases that are refused execute nothing. */
export async function executeCases(
  width: number,
  execute: (name: string, run: ConformanceRun) => ReturnType<ConformanceHost['execute']>,
): Promise<void> {
  const files = readdirSync(CASES).filter((name) => name.endsWith('.yaml'))
  const queue = files.sort().values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const file of queue) {
        const parsed = parseConformanceCase(readFileSync(join(CASES, file), 'utf8'))
        if (parsed.case === undefined) continue
        const name = file.replace(/\.yaml$/, '')
        await runConformanceCase(parsed.case, { name: 'recording', execute: (run) => execute(name, run) })
      }
    }),
  )
}
