import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * An esbuild plugin that writes a file with name, version and licence text of every package of which code ended up in
 * the output. Their licences ask for it.
 */
export const thirdPartyLicenses = (file) => ({
  name: 'third-party-licenses',
  setup(build) {
    build.onEnd(({ metafile }) => {
      if (metafile === undefined) return
      const folders = new Set(copiedInputs(metafile).flatMap((input) => packageFolder(resolve(input)) ?? []))
      const texts = [...folders].map(describe).sort()
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `This package contains code of the packages below.\n\n${texts.join('\n')}`)
    })
  },
})

const copiedInputs = ({ outputs }) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )

/** The folder of the package that a file belongs to, if it is one of node_modules. */
const packageFolder = (path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll('\\', '/'))?.[0]

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} ${version} has no licence file and cannot be bundled`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n\n${'-'.repeat(80)}\n`
}
