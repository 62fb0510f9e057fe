import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/** Reads a compressed JSON file; undefined without one. */
export function readPacked<Value>(file: string): Value | undefined {
  return existsSync(file) ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as Value) : undefined
}

/** Writes one; gives its size in bytes. */
export function writePacked(file: string, value: unknown): number {
  const bytes = gzipSync(JSON.stringify(value), { level: 9 })
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return bytes.length
}
