import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { binaries, packageNames, root } from './paths.mjs'
import { startProgress } from './progress.mjs'
import { runCaptured, SetUpError } from './run.mjs'
import { describeFile, hash, listFiles, readStamp, writeStamp } from './stamp.mjs'

const bundle = join(root, 'packages/worker/dist/workflow-bundle.js')
const workflows = join(root, 'packages/worker/src/workflows/index.ts')

/** What the build of a package copies from outside of it. */
const COPIED = { cli: ['docs/language.md'] }

/** Builds the JavaScript of the packages whose sources changed, then the workflow bundle if what it holds changed. */
export async function build() {
  if (stalePackages().length === 0 && !isBundleStale()) return
  await withLock(async () => {
    const stale = stalePackages()
    if (stale.length > 0) await buildPackages(stale)
    if (isBundleStale()) await buildBundle()
  })
}

async function buildPackages(names) {
  const progress = startProgress(`building ${names.join(', ')}`)
  // Taken before the build: an edit made meanwhile must lead to another build.
  const states = new Map(names.map((name) => [name, packageState(name)]))
  const failures = []
  await Promise.all(
    names.map(async (name) => {
      const started = Date.now()
      const folder = join(root, 'packages', name)
      const { code, output } = await runCaptured(join(binaries, 'tsup'), ['--silent'], { cwd: folder })
      if (code !== 0) {
        failures.push(`packages/${name}: the build failed (exit code ${code})\n${withoutStack(output)}`)
        return
      }
      removeOldScripts(join(folder, 'dist'), started)
      writeStamp(`build-${name}`, states.get(name))
    }),
  )
  if (failures.length > 0) {
    progress.failed()
    throw new SetUpError(failures.join('\n\n'))
  }
  progress.done()
}

async function buildBundle() {
  const progress = startProgress('bundling the workflows')
  const state = bundleState()
  const { code, output } = await runCaptured('node', [join(root, 'scripts/workspace/bundle-workflows.mjs'), bundle])
  if (code !== 0) {
    progress.failed()
    throw new SetUpError(`the workflow bundle failed (exit code ${code})\n${withoutStack(output)}`)
  }
  writeStamp('bundle', state)
  progress.done(`${Math.round(statSync(bundle).size / 1024)} kB`)
}

/** The message counts; the frames are esbuild's and webpack's own. */
const withoutStack = (output) => output.replace(/^ +at .*\n?/gm, '').trim()

const stalePackages = () =>
  packageNames.filter((name) => readStamp(`build-${name}`) !== packageState(name) || !hasOutputs(name))

const isBundleStale = () => existsSync(workflows) && (readStamp('bundle') !== bundleState() || !existsSync(bundle))

const isSource = (name) => /\.(ts|json)$/.test(name) && !/\.(test|test-d)\.ts$/.test(name)

function packageState(name) {
  const folder = join(root, 'packages', name)
  return hash([
    readStamp('install'),
    describeFile(join(root, 'scripts/workspace/tsup-options.mjs')),
    describeFile(join(root, 'scripts/workspace/third-party-licenses.mjs')),
    describeFile(join(folder, 'package.json')),
    describeFile(join(folder, 'tsup.config.ts')),
    (COPIED[name] ?? []).map((path) => describeFile(join(root, path))),
    listFiles(join(folder, 'src'), isSource),
  ])
}

const bundleState = () =>
  hash([
    packageState('dsl'),
    packageState('worker'),
    describeFile(join(root, 'scripts/workspace/bundle-workflows.mjs')),
  ])

/** True if every file that the package's `exports` and `bin` promise is there. */
function hasOutputs(name) {
  const folder = join(root, 'packages', name)
  const { exports, bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const outputs = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)]
  return outputs.every((output) => existsSync(join(folder, output)))
}

/** Chunks carry a hash in their name: what this build did not write is from an earlier one. */
function removeOldScripts(folder, started) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name)
    if (!entry.isFile() || !entry.name.endsWith('.js') || path === bundle) continue
    if (statSync(path).mtimeMs < started - 1_000) rmSync(path)
  }
}
