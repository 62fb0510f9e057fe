import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { binaries, packageNames, root } from './paths.mjs'
import { startProgress } from './progress.mjs'
import { runCaptured, SetUpError } from './run.mjs'
import { hash, readStamp, writeStamp } from './stamp.mjs'

/** The version that wrote the lockfile; it needs no installation. */
export const pnpm = 'pnpm@12.21.0'

/** Installs the packages, Node 24 among them, unless the installed ones are those the lockfile asks for. */
export async function setUp() {
  if (isInstalled()) return
  await withLock(async () => {
    if (!isInstalled()) await install()
  })
}

async function install() {
  const wanted = wantedPackages()
  const progress = startProgress('installing packages')
  const { code, output } = await runCaptured(
    'npx',
    ['-y', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'],
    // CI answers pnpm's questions; there is nobody to ask behind a spinner.
    { env: { CI: 'true' } },
  )
  if (code !== 0 || !existsSync(join(binaries, 'node'))) {
    progress.failed()
    throw new SetUpError(
      `${lastLines(output)}\n\nThe packages could not be installed (exit code ${code}). ${advice(output)}`,
    )
  }
  writeStamp('install', wanted)
  progress.done()
}

const isInstalled = () => existsSync(join(binaries, 'node')) && readStamp('install') === wantedPackages()

/** A hash over all that decides what has to be installed; editing a script or a description does not change it. */
function wantedPackages() {
  const manifests = [root, ...packageNames.map((name) => join(root, 'packages', name))].map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { name, bin, dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest
    return { name, bin, dependencies, devDependencies, optionalDependencies, peerDependencies }
  })
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'].map((name) =>
    readFileSync(join(root, name), 'utf8'),
  )
  return hash([pnpm, process.platform, process.arch, manifests, files])
}

const lastLines = (text) => text.trimEnd().split('\n').slice(-30).join('\n')

function advice(output) {
  if (/OUTDATED_LOCKFILE|frozen-lockfile/i.test(output)) {
    return `A package.json and pnpm-lock.yaml differ: run \`npx ${pnpm} install\` and commit the lockfile.`
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/i.test(output)) {
    return 'The package registry could not be reached: look at the network, the proxy and `npm config get registry`.'
  }
  return 'The lines above come from pnpm; run the command again once their cause is gone.'
}
