import { existsSync, readFileSync } from 'node:fs'

/**
 * How every package is built: one entry for each door in its package.json (`exports` and `bin`), JavaScript only
 * (`tsc -b` writes the types), and every import from another package left as it is. Reads the package of the current folder.
 */
export function tsupOptions() {
  const { exports, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
  const outputs = [...Object.values(exports).map((door) => door.default), ...Object.values(bin)]
  return {
    entry: Object.fromEntries(outputs.map(toEntry).filter(([, source]) => existsSync(source))),
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

/** `./dist/plan/index.js` is built from `src/plan/index.ts` and called `plan/index`. */
function toEntry(output) {
  const name = output.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
  return [name, `src/${name}.ts`]
}
