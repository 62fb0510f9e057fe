import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { defaultLanguage } from '@odp/dsl'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Folders and files that belong to one step type, and the three lists in which a new type is entered. */
const PLACES = [
  /^packages\/dsl\/src\/steps\/([a-z_]+\/|index\.ts$)/,
  /^packages\/worker\/src\/workflows\/control\//,
  /^packages\/worker\/src\/activities\/[a-z_]+\.ts$/,
]

/** Shared code that may name types all the same. Types that the compiler checks cannot ask a definition, which is a value. */
const ALLOWED: Readonly<Record<string, string>> = {
  'packages/dsl/src/builder/catalog-types.ts': 'types: the catalog list that the key of each type names',
  'packages/dsl/src/builder/step-options.ts': 'types: the key of each type that names a catalog entry',
  'packages/dsl/src/builder/step-entry.ts': 'types: the outputs that each type always has',
  'packages/dsl/src/catalog/define-catalog.ts': 'types: a method is for crawlers or functions (section 14)',
  'packages/agent/src/catalog/planned-types.ts': 'who writes documents names types: this one table of what each is for',
  'packages/agent/src/plan/plan-graph.ts':
    'the kinds of control in the form in which plans are compared, as the requests with right plans have them',
}

/** Words that mean something else as well; they count where a type is asked for. */
const COMMON_WORDS = new Set(['function', 'output', 'validation', 'loop'])

const names = [...defaultLanguage.types]
const special = names.filter((name) => !COMMON_WORDS.has(name)).join('|')
const ASKS = [
  new RegExp(`['"\`](${special})['"\`]`),
  new RegExp(`^\\s*(readonly )?(${names.filter((name) => name.includes('_')).join('|')})\\??:`),
  new RegExp(`\\btype\\b[^=]{0,12}[!=]==? ['"](${names.join('|')})['"]`),
  new RegExp(`\\bcase ['"](${names.join('|')})['"]`),
  new RegExp(`\\bType extends ['"](${names.join('|')})['"]`),
  new RegExp(`['"](${names.join('|')})['"], ['"](${names.join('|')})['"]`),
]

function asksByName(line: string): boolean {
  const code = line.replace(/^\s*(\*|\/\*|\/\/).*$/, '').replace(/typeof [\w.]+ [!=]== '\w+'/g, '')
  return ASKS.some((pattern) => pattern.test(code))
}

function sharedFiles(): string[] {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const source = join(root, 'packages', name, 'src')
    return readdirSync(source, { recursive: true, encoding: 'utf8' })
      .map((path) => relative(root, join(source, path)))
      .filter((path) => path.endsWith('.ts') && !/\.(test|test-d|fixture)\.ts$|\/testing\//.test(path))
      .filter((path) => !PLACES.some((place) => place.test(path)))
  })
}

test('shared code asks the definition of a step, never its name', () => {
  const found = sharedFiles().flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => (asksByName(line) ? [{ path, at: `${path}:${index + 1} ${line.trim()}` }] : [])),
  )
  expect(found.filter(({ path }) => ALLOWED[path] === undefined).map(({ at }) => at)).toEqual([])
  // An entry that nothing needs any more is taken off the list.
  expect(Object.keys(ALLOWED).filter((path) => !found.some((one) => one.path === path))).toEqual([])
})

test.each([
  "if (step.type === 'loop') return",
  "    case 'validation':",
  "const NESTING = ['loop', 'output']",
  "  ml_model: 'model',",
  "definition.type !== 'crawler'",
])('%s would be found', (line) => {
  expect(asksByName(line)).toBe(true)
})

test.each([
  "typeof value === 'function'",
  "jsonSchemaOf(schema, 'output')",
  " * such as 'loop' or `crawler`",
  "token.kind === 'function'",
])('%s is no such question', (line) => {
  expect(asksByName(line)).toBe(false)
})
