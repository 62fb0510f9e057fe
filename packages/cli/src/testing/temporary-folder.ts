import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of a test with its own files. */
export interface TemporaryFolder {
  readonly path: string
  write(name: string, text: string): string
  remove(): void
}

/** Makes a folder in which modules find zod and the packages of this workspace, as in a user's project. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'odp-cli-'))
  const packages = join(import.meta.dirname, '../../..')
  mkdirSync(join(path, 'node_modules'))
  symlinkSync(join(packages, 'dsl/node_modules/zod'), join(path, 'node_modules/zod'))
  symlinkSync(join(packages, 'cli/node_modules/@odp'), join(path, 'node_modules/@odp'))
  return {
    path,
    write(name, text) {
      const file = join(path, name)
      writeFileSync(file, text)
      return file
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
