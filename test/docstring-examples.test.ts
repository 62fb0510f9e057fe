import { describe, expect, it } from 'vitest'
import { type PublicExport, publicExports } from './docstring-examples/public-exports.ts'
import { type Snippet, snippetErrors } from './snippet-errors.ts'

const exported = publicExports()

function examplesOf({ docstring = '', file, line }: PublicExport): Snippet[] {
  return [...docstring.matchAll(/^@example\s*```ts\n([\s\S]*?)^```\s*$/gm)].map((match) => ({
    file,
    line: line + docstring.slice(0, match.index + match[0].indexOf('```ts') + 6).split('\n').length - 1,
    code: match[1] ?? '',
  }))
}

function isImported({ name, doors }: PublicExport, { code }: Snippet): boolean {
  const imports = [...code.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']+)'/gm)]
  return imports.some(
    ([, names = '', module = '']) => doors.includes(module) && new RegExp(`\\b${name}\\b`).test(names),
  )
}

const described = (item: PublicExport) => `${item.file}:${item.line} ${item.name}`

describe('the docstring of every public export', () => {
  it('is found by the scanner, through lists, other names and several doors', () => {
    expect(exported.length).toBeGreaterThan(250)
    expect(exported.find(({ name }) => name === 'JsonObject')?.doors).toEqual(['@odp/dsl', '@odp/dsl/plan'])
    expect(new Set(exported.flatMap(({ doors }) => doors.map((door) => door.split('/')[1])))).toEqual(
      new Set(['agent', 'cli', 'dsl', 'sdk', 'worker']),
    )
  })

  it('says what it means', () => {
    const silent = exported.filter(({ docstring = '' }) => !/\w/.test(docstring.split('@')[0] ?? ''))
    expect(silent.map(described)).toEqual([])
  })

  it('has an example, as a block of TypeScript that imports it', () => {
    const without = exported.filter((item) => !examplesOf(item).some((example) => isImported(item, example)))
    expect(without.map(described)).toEqual([])
  })

  it('has no example in a form that is not compiled', () => {
    const marked = ({ docstring = '' }: PublicExport) => docstring.match(/(?<!\S)@example(?!\S)/g)?.length ?? 0
    expect(exported.filter((item) => marked(item) !== examplesOf(item).length).map(described)).toEqual([])
  })

  it('has examples that compile under strict', async () => {
    // This one must be found wrong, or nothing would be.
    const wrong: Snippet = {
      file: 'wrong',
      line: 8,
      code: "import { parsePipeline } from '@odp/dsl'\nparsePipeline(5)",
    }
    const errors = await snippetErrors([...exported.flatMap(examplesOf), wrong])
    expect(errors.filter((error) => !error.startsWith('wrong:9 '))).toEqual([])
    expect(errors.some((error) => error.startsWith('wrong:9 '))).toBe(true)
  })
})
