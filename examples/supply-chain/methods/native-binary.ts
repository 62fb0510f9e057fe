import type { NativeBinary } from './package-record.ts'

/** How many bytes `nativeKind` wants to see. */
export const HEAD_BYTES = 1024

/** Recognises compiled code by its first bytes, whatever the file is called; null for everything else. */
export function nativeKind(head: Buffer, file: string): NativeBinary['kind'] | null {
  const format = formatOf(head)
  return format !== null && format !== 'wasm' && file.endsWith('.node') ? 'node' : format
}

function formatOf(head: Buffer): Exclude<NativeBinary['kind'], 'node'> | null {
  if (head.length < 8) return null
  const magic = head.readUInt32BE(0)
  if (magic === 0x7f454c46) return 'elf'
  if (magic === 0x0061736d) return 'wasm'
  if ([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe].includes(magic)) return 'macho'
  // Java classes share this number; there the next word is a version of 45 or more, here a count of architectures.
  if (magic === 0xcafebabe) return head.readUInt32BE(4) < 40 ? 'macho' : null
  if (head[0] === 0x4d && head[1] === 0x5a && head.length >= 64) {
    const at = head.readUInt32LE(60)
    return at + 4 <= head.length && head.toString('latin1', at, at + 4) === 'PE\0\0' ? 'pe' : null
  }
  return null
}
