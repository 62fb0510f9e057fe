import { join } from 'node:path'
import { readInside } from './bounded-file.ts'
import type { InstallScript } from './package-record.ts'
import { ownField, plainText } from './plain-text.ts'

const HOOKS = ['preinstall', 'install', 'postinstall']
const LONGEST_SCRIPT = 512_000
const WORDS: [string, RegExp][] = [
  [
    'network',
    /\b(?:https?\.(?:get|request)|fetch\(|net\.connect|require\(["'](?:node:)?(?:https?|net|dns)["']\)|from ["'](?:node:)?(?:https?|net|dns)["']|curl|wget|XMLHttpRequest|axios)/,
  ],
  ['starts processes', /\b(?:child_process|execSync|spawnSync|execFileSync)\b/],
  ['package manager', /\b(?:npm|yarn|pnpm) (?:install|i|add|run|exec)\b|["']npm["']/],
  ['environment variables', /\bprocess\.env\b/],
  ['home folder', /\bos\.homedir\(|\.npmrc|\.ssh\b/],
  ['evaluates text as code', /\beval\(|new Function\(/],
  ['native build', /\bnode-gyp|prebuild|node-pre-gyp|cmake-js/],
]

/** The commands that npm would run when installing this package, with the words that matter in the script they start. */
export async function readInstallScripts(
  folder: string,
  fields: Record<string, unknown>,
): Promise<Record<string, InstallScript>> {
  const scripts = ownField(fields, 'scripts')
  const found: Record<string, InstallScript> = {}
  for (const hook of HOOKS) {
    const command = plainText(ownField(scripts, hook), 200)
    if (command !== '') found[hook] = await describe(folder, command)
  }
  // npm runs node-gyp by itself when there is a binding.gyp and neither of these two scripts, unless gypfile is false.
  if (!found.install && !found.preinstall && ownField(fields, 'gypfile') !== false) {
    const gyp = await readInside(folder, join(folder, 'binding.gyp'), 1)
    if (gyp !== null)
      found.install = { command: 'node-gyp rebuild', runs_file: 'binding.gyp', mentions: ['native build'] }
  }
  return found
}

async function describe(folder: string, command: string): Promise<InstallScript> {
  const named = /^node (?:-\S+ )*["']?([\w@./-]+)["']?/.exec(command)?.[1]
  let text = command
  let runsFile: string | undefined
  for (const file of named ? [named, `${named}.js`, `${named}.cjs`, `${named}.mjs`, `${named}/index.js`] : []) {
    const script = await readInside(folder, join(folder, file), LONGEST_SCRIPT)
    if (script === null) continue
    text += `\n${script}`
    runsFile = file
    break
  }
  const mentions = WORDS.filter(([, pattern]) => pattern.test(text)).map(([word]) => word)
  return { command, ...(runsFile ? { runs_file: runsFile } : {}), mentions }
}
