import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { binaries, cache, packageNames, root } from './paths.mjs'
import { runCaptured, SetUpError } from './run.mjs'
import { pnpm } from './set-up.mjs'

/** Looks for unused code and dependencies, then packs every package as npm would publish it and checks the archives. */
export async function checkPackages() {
  const archives = join(cache, 'packed')
  rmSync(archives, { recursive: true, force: true })
  mkdirSync(archives, { recursive: true })
  await Promise.all(packageNames.map((name) => pack(name, archives)))

  const checks = [['knip']]
  for (const archive of readdirSync(archives).sort()) {
    checks.push(['publint', join(archives, archive)])
    checks.push(['attw', join(archives, archive), '--profile', 'esm-only'])
  }
  let failed = 0
  for (const [tool, ...args] of checks) {
    const { code, output } = await runCaptured(join(binaries, tool), args)
    console.log(`${code === 0 ? '✓' : '✗'} ${[tool, ...args.map((argument) => basename(argument))].join(' ')}`)
    if (code === 0) continue
    console.log(output.trim())
    failed += 1
  }
  console.log(`${checks.length - failed} package checks passed, ${failed} failed`)
  return { code: failed === 0 ? 0 : 1 }
}

async function pack(name, archives) {
  const cwd = join(root, 'packages', name)
  checkPublishedExports(name, JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')))
  const { code, output } = await runCaptured('npx', ['-y', pnpm, 'pack', '--pack-destination', archives], { cwd })
  if (code !== 0) throw new SetUpError(`packages/${name} could not be packed (exit code ${code})\n${output.trim()}`)
}

/** A published package has the same doors without the condition that leads to the sources, which it does not hold. */
function checkPublishedExports(name, { exports, publishConfig }) {
  const published = Object.entries(exports).map(([door, { '@odp/source': _, ...conditions }]) => [door, conditions])
  const wanted = Object.fromEntries(published)
  if (JSON.stringify(publishConfig?.exports) === JSON.stringify(wanted)) return
  throw new SetUpError(
    `packages/${name}/package.json: publishConfig.exports must be exports without @odp/source: ${JSON.stringify(wanted)}`,
  )
}
