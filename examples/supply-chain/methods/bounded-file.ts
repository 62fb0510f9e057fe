import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { sep } from 'node:path'

/** At most `longest` bytes of a regular file that truly lies inside `folder`; null when there is none. */
export async function readInside(folder: string, file: string, longest: number): Promise<string | null> {
  try {
    const real = await realpath(file)
    if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null
    // Without O_NONBLOCK a named pipe in a package would hold this read for ever.
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return null
      const buffer = Buffer.alloc(Math.min(longest, stat.size))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '')
    } finally {
      await handle.close()
    }
  } catch {
    return null
  }
}
