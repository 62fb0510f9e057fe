import { existsSync, readFileSync } from 'node:fs'
import { thirdPartyLicenses } from './third-party-licenses.mjs'

/**
 * How every package is built: one entry for each door in its package.json (`exports` and `bin`), JavaScript only
 * (`tsc -b` writes the types), and every import from another package left as it is. Reads the package of the current folder.
 */
export function tsupOptions() {
  const { exports, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
  const outputs = [...Object.values(exports).map((door) => door.default), ...Object.values(bin)]
  const entries = outputs.map(toEntry)
  // Left out in silence, the package would count as not yet built, and be built again before every command.
  const missing = entries.map(([, source]) => source).filter((source) => !existsSync(source))
  if (missing.length > 0) throw new Error(`package.json names a door without a source: ${missing.join(', ')}`)
  return {
    entry: Object.fromEntries(entries),
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // An import is either a file of this package or a dependency; nothing of a dependency is copied into dist.
    external: [/^[^./]/],
    splitting: true,
    sourcemap: false,
    dts: false,
    clean: false,
  }
}

/**
 * The same for a package that runs anywhere and brings along what it uses of others, so that an import reads a few small
 * files instead of some hundred. Names stay as written: they are what a stack trace shows.
 */
export function selfContainedOptions() {
  return {
    ...tsupOptions(),
    // The builds for browsers are ES modules, of which only the parts that are used are copied.
    platform: 'neutral',
    external: [],
    noExternal: [/^[^./]/],
    esbuildPlugins: [thirdPartyLicenses('dist/THIRD_PARTY_LICENSES')],
    esbuildOptions: (options) => {
      options.mainFields = ['module', 'main']
      options.minifySyntax = true
      options.minifyWhitespace = true
      // Node prints the line of an error that nobody caught.
      options.lineLimit = 120
      options.legalComments = 'none'
    },
  }
}

/** `./dist/plan/index.js` is built from `src/plan/index.ts` and called `plan/index`. */
function toEntry(output) {
  const name = output.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
  return [name, `src/${name}.ts`]
}
