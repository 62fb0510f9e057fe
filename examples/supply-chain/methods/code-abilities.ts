import { join } from 'node:path'
import { readInside } from './bounded-file.ts'
import type { MethodContext } from './method-context.ts'
import { walkFiles } from './package-files.ts'

const MOST_FILES = 300
const LONGEST_FILE = 400_000
const LONGEST_PACKAGE = 6_000_000
const ABILITIES: [string, RegExp][] = [
  ['starts processes', /(?:require\(|from\s*|import\()\s*["'](?:node:)?child_process["']/],
  [
    'opens network connections',
    /(?:require\(|from\s*|import\()\s*["'](?:node:)?(?:https?|http2|net|tls|dgram)["']|\bXMLHttpRequest\b|\bnew WebSocket\(|\bglobalThis\.fetch\b|\bawait fetch\(/,
  ],
  ['uses the file system', /(?:require\(|from\s*|import\()\s*["'](?:node:)?fs(?:\/promises)?["']/],
  ['reads environment variables', /\bprocess\.env\b|\benv\s*\}\s*=\s*process\b/],
  ['evaluates text as code', /(?<![.\w])eval\(|\bnew Function\(|(?:require\(|from\s*)\s*["'](?:node:)?vm["']/],
  [
    'loads compiled code',
    /\bprocess\.dlopen\(|require\([^)\n]{0,200}\.node["']\)|\bWebAssembly\.(?:instantiate|compile|Module)/,
  ],
]

/** What a package's own code mentions, and how much of it was read. */
export interface CodeAbilities {
  abilities: string[]
  evidence: string[]
  files_read: number
  complete: boolean
}

/** Reads a package's JavaScript, bounded and without running it, for what it mentions; a mention is not a use. */
export async function readCodeAbilities(folder: string, context: MethodContext): Promise<CodeAbilities> {
  const { files, capped } = await walkFiles(folder)
  const code = files.filter((file) => /\.[cm]?js$/.test(file))
  const found = new Map<string, string>()
  let left = LONGEST_PACKAGE
  let read = 0
  for (const file of code.slice(0, MOST_FILES)) {
    context.signal.throwIfAborted()
    if (left <= 0 || found.size === ABILITIES.length) break
    const text = await readInside(folder, join(file), Math.min(LONGEST_FILE, left))
    if (text === null) continue
    read += 1
    left -= text.length
    for (const [ability, pattern] of ABILITIES) {
      if (!found.has(ability) && pattern.test(text))
        found.set(ability, file.slice(folder.length + 1).replaceAll('\\', '/'))
    }
  }
  const abilities = ABILITIES.map(([ability]) => ability).filter((ability) => found.has(ability))
  return {
    abilities,
    evidence: abilities.map((ability) => `${found.get(ability)}: ${ability}`),
    files_read: read,
    complete: found.size === ABILITIES.length || (!capped && code.length <= MOST_FILES && left > 0),
  }
}
