import { join } from 'node:path'
import { readInside } from './bounded-file.ts'
import { ownField, plainObject } from './plain-text.ts'

const LONGEST_MANIFEST = 2_000_000
const NAME = /^(?:@[a-z0-9~_.-]+\/)?[a-z0-9~_.-]+$/i
const VERSION = /^[0-9a-z.+-]{1,100}$/i

/** A package.json that could be read, or the reason why not. */
export type Manifest =
  | { ok: true; name: string; version: string; fields: Record<string, unknown> }
  | { ok: false; reason: string; missing: boolean }

/** Reads a package's package.json: bounded, never followed out of the package, with a usable name and version. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readInside(folder, join(folder, 'package.json'), LONGEST_MANIFEST)
  if (text === null) return { ok: false, reason: 'no package.json', missing: true }
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'package.json is not JSON', missing: false }
  }
  const name = ownField(fields, 'name')
  const version = ownField(fields, 'version')
  if (typeof name !== 'string' || name.length > 214 || !NAME.test(name)) {
    return { ok: false, reason: 'package.json has no valid name', missing: false }
  }
  if (typeof version !== 'string' || !VERSION.test(version)) {
    return { ok: false, reason: 'package.json has no valid version', missing: false }
  }
  return { ok: true, name, version, fields: plainObject(fields) }
}
