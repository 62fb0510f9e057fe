import { open, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { MethodContext } from './method-context.ts'
import { HEAD_BYTES, nativeKind } from './native-binary.ts'
import type { NativeBinary } from './package-record.ts'
import { byText } from './plain-text.ts'

const MOST_FILES = 20_000
const MOST_DEPTH = 40
const AT_ONCE = 8

/** The files of one package, counted and weighed. */
export interface PackageFiles {
  size_bytes: number
  file_count: number
  files_capped: boolean
  binaries: NativeBinary[]
}

/**
 * The regular files of a package, without nested packages (node_modules), without following any link.
 * @returns paths in a fixed order, and whether there were more than `most`
 */
export async function walkFiles(folder: string, most = MOST_FILES): Promise<{ files: string[]; capped: boolean }> {
  const files: string[] = []
  const waiting = [{ at: folder, depth: 0 }]
  let capped = false
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { at, depth } = next
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.sort((left, right) => byText(left.name, right.name))) {
      if (entry.isDirectory() && entry.name !== 'node_modules') {
        if (depth < MOST_DEPTH) waiting.push({ at: join(at, entry.name), depth: depth + 1 })
        else capped = true
      }
      if (!entry.isFile()) continue
      if (files.length >= most) return { files, capped: true }
      files.push(join(at, entry.name))
    }
  }
  return { files, capped }
}

/** Weighs every file and looks at its first bytes for compiled code. */
export async function weighFiles(folder: string, context: MethodContext): Promise<PackageFiles> {
  const { files, capped } = await walkFiles(folder)
  const result: PackageFiles = { size_bytes: 0, file_count: files.length, files_capped: capped, binaries: [] }
  for (let start = 0; start < files.length; start += AT_ONCE) {
    context.signal.throwIfAborted()
    if (start % 2_000 === 0 && start > 0) context.heartbeat({ files: start })
    const group = await Promise.all(files.slice(start, start + AT_ONCE).map(weigh))
    for (const [index, weighed] of group.entries()) {
      const place = files[start + index] as string
      result.size_bytes += weighed.bytes
      const kind = nativeKind(weighed.head, place)
      if (kind !== null) {
        result.binaries.push({
          file: relative(folder, place).split(sep).join('/').slice(0, 200),
          kind,
          bytes: weighed.bytes,
        })
      }
    }
  }
  result.binaries.sort((left, right) => right.bytes - left.bytes || byText(left.file, right.file))
  return result
}

async function weigh(place: string): Promise<{ bytes: number; head: Buffer }> {
  const none = { bytes: 0, head: Buffer.alloc(0) }
  const handle = await open(place, 'r').catch(() => null)
  if (handle === null) return none
  try {
    const { size } = await handle.stat()
    const head = Buffer.alloc(Math.min(HEAD_BYTES, size))
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    return { bytes: size, head: head.subarray(0, bytesRead) }
  } catch {
    return none
  } finally {
    await handle.close()
  }
}
