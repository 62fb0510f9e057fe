import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from './paths.mjs'

/** What was recorded under `name` at the end of its last good run, or undefined. */
export function readStamp(name) {
  try {
    return readFileSync(join(cache, `${name}.stamp`), 'utf8')
  } catch {
    return undefined
  }
}

export function writeStamp(name, value) {
  mkdirSync(cache, { recursive: true })
  const file = join(cache, `${name}.stamp`)
  writeFileSync(`${file}.${process.pid}`, value)
  renameSync(`${file}.${process.pid}`, file)
}

export const hash = (parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** Path, time and size of every file below a folder that `include` accepts: cheap, and different after every edit. */
export function listFiles(folder, include) {
  const found = []
  const walk = (current) => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const path = join(current, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (include(entry.name)) found.push(describeFile(path))
    }
  }
  walk(folder)
  return found.sort()
}

/** Path, time and size of a file as one string; `absent` where there is none. */
export function describeFile(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? `${path} absent` : `${path} ${stat.mtimeMs} ${stat.size}`
}
