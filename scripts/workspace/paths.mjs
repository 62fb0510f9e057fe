import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Where the stamps, the lock and the results of the last run are kept. */
export const cache = join(root, 'node_modules', '.cache', 'odp')

/** Executables of the workspace; `node` there is Node 24. */
export const binaries = join(root, 'node_modules', '.bin')

/** The folder the user called npm from: npm itself changes to the root. */
export const callerFolder = process.env.INIT_CWD ?? process.cwd()

/** Folder names of the packages, in alphabetical order. */
export const packageNames = readdirSync(join(root, 'packages'))
  .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
  .sort()
