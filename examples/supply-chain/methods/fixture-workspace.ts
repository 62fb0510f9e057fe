import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { MethodContext } from './method-context.ts'

/** A made-up folder tree for tests: file contents by path; a value `{ link }` makes a symbolic link. */
export type Tree = Record<string, string | Uint8Array | object | { link: string }>

/** Writes the tree into a new temporary folder; objects are written as JSON. Call `remove` at the end. */
export async function fixtureWorkspace(tree: Tree): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'supply-chain-'))
  for (const [path, content] of Object.entries(tree)) {
    const place = join(folder, path)
    await mkdir(dirname(place), { recursive: true })
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(place, content)
    else if ('link' in content && typeof content.link === 'string') await symlink(content.link, place)
    else await writeFile(place, JSON.stringify(content))
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A context that never ends the work. */
export function fixtureContext(): MethodContext {
  return { signal: new AbortController().signal, heartbeat() {} }
}
