import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** One declaration that users of the packages can import. */
export interface PublicExport {
  readonly name: string
  /** The modules that export it, such as `@odp/dsl/plan`. */
  readonly doors: readonly string[]
  /** Where it is declared: a path from the root of the repository, and the line where its docstring, or itself, begins. */
  readonly file: string
  readonly line: number
  /** What stands between the marks of its docstring, without the stars. */
  readonly docstring?: string
}

/** Every declaration that the packages export, by `.` and by their other doors, once each. */
export function publicExports(): PublicExport[] {
  const found = new Map<string, PublicExport>()
  for (const [door, file] of doors()) {
    for (const name of exportedNames(readFileSync(file, 'utf8'))) {
      const declaration = declarationOf(file, name)
      const key = `${declaration.file} ${declaration.name}`
      found.set(key, { ...declaration, doors: [...(found.get(key)?.doors ?? []), door] })
    }
  }
  return [...found.values()]
}

/** The entry points of all packages: how they are imported, and their source. */
function doors(): [string, string][] {
  return globSync(join(root, 'packages/*/package.json')).flatMap((path) => {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly name: string
      readonly exports?: Readonly<Record<string, { readonly '@odp/source'?: string }>>
    }
    return Object.entries(manifest.exports ?? {}).flatMap(([door, { '@odp/source': source }]): [string, string][] =>
      source === undefined ? [] : [[manifest.name + door.slice(1), join(dirname(path), source)]],
    )
  })
}

const DECLARATION = '(?:declare )?(?:abstract )?(?:async )?(?:function\\*?|const|class|interface|type)'

function exportedNames(text: string): string[] {
  const declared = [...text.matchAll(new RegExp(`^export ${DECLARATION} (\\w+)`, 'gm'))].map((match) => match[1] ?? '')
  return [...declared, ...reexports(text).map(({ name }) => name)]
}

/** `export { original as name } from 'module'` in all its forms; `export *` is not the style of this repository. */
function reexports(text: string): { readonly name: string; readonly original: string; readonly module: string }[] {
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)].flatMap(([, list = '', module = '']) =>
    list
      .split(',')
      .map((item) => item.trim().replace(/^type /, ''))
      .filter((item) => item !== '')
      .map((item) => {
        const [original = '', name = original] = item.split(' as ')
        return { name, original, module }
      }),
  )
}

function declarationOf(file: string, name: string): Omit<PublicExport, 'doors'> {
  const text = readFileSync(file, 'utf8')
  const at = text.search(new RegExp(`^export ${DECLARATION} ${name}\\b`, 'm'))
  if (at < 0) {
    const reexport = reexports(text).find((item) => item.name === name)
    if (reexport === undefined) throw new Error(`${file} exports ${name} in a way that this scanner does not know`)
    return declarationOf(join(dirname(file), reexport.module.replace(/\.js$/, '.ts')), reexport.original)
  }
  const [comment, inside] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(0, at)) ?? []
  const line = text.slice(0, at - (comment?.length ?? 0)).split('\n').length
  const place = { name, file: relative(root, file), line }
  return inside === undefined ? place : { ...place, docstring: inside.replace(/^[ \t]*\* ?/gm, '') }
}
