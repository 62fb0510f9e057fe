import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Issue, parseCatalog, parsePipeline, validatePipeline } from '../packages/dsl/src/index.ts'
import { localHost, parseConformanceCase, runConformanceCase } from '../packages/worker/src/conformance/index.ts'
import { type Snippet, snippetErrors } from './snippet-errors.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

function snippetsOf(file: string, language: string): Snippet[] {
  const text = readFileSync(join(root, file), 'utf8')
  const fence = new RegExp(`^\`\`\`${language}\\r?\\n([\\s\\S]*?)^\`\`\`\\s*$`, 'gm')
  return [...text.matchAll(fence)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1] ?? '',
  }))
}

function markdownFiles(): string[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`)
  const docs = readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)
  return ['README.md', ...packages, ...docs].filter((file) => file.endsWith('.md'))
}

const HEAD = 'version: "1.0"\npipeline_id: snippet\nname: Snippet\nworkspace_id: w\nproject_id: p\nsteps:\n'

/** What is wrong with a YAML snippet. A kind of snippet that nothing checks is wrong as well. */
async function problemsOf({ code }: Snippet): Promise<readonly string[]> {
  const begins = (words: string) => code.startsWith(words)
  if (begins('version:')) return errorsOf(validatePipeline(code).diagnostics)
  if (begins('- id:')) return errorsOf(parsePipeline(HEAD + code).issues)
  if (begins('types:') || begins('methods:')) return errorsOf(parseCatalog(code).issues)
  if (!begins('name:')) return ['it is no document, no list of steps, no catalog and no conformance case']
  const parsed = parseConformanceCase(code)
  return parsed.case === undefined ? parsed.problems : (await runConformanceCase(parsed.case, localHost)).differences
}

function errorsOf(issues: readonly Issue[]): string[] {
  return issues.filter(({ severity }) => severity === 'error').map(({ line, message }) => `${line}: ${message}`)
}

describe('YAML in the documentation', () => {
  const snippets = ['docs/language.md', 'README.md'].flatMap((file) => snippetsOf(file, 'yaml'))

  it.each(snippets)('$file, line $line', async (snippet) => {
    expect(await problemsOf(snippet)).toEqual([])
  })

  it('is there, one snippet at least in each part that writes documents', () => {
    const parts = readFileSync(join(root, 'docs/language.md'), 'utf8').split(/^## /m)
    const without = parts.filter((part) => /^([2-9]|13|14)\. /.test(part) && !part.includes('```yaml'))
    expect(parts.length).toBe(16)
    expect(without.map((part) => part.split('\n')[0])).toEqual([])
  })
})

describe('TypeScript in the documentation', () => {
  it('compiles under strict', async () => {
    const snippets = markdownFiles().flatMap((file) => snippetsOf(file, 'ts'))
    expect(snippets.length).toBeGreaterThan(3)
    // These two must be found wrong: they prove that the sources of the packages were read and that errors are seen.
    const wrong: readonly Snippet[] = [
      { file: 'wrong', line: 1, code: "import { noSuchName } from '@odp/dsl'\nnoSuchName()" },
      { file: 'wrong', line: 5, code: "import { parsePipeline } from '@odp/dsl'\nparsePipeline(5)" },
    ]
    const errors = await snippetErrors([...snippets, ...wrong])
    expect(errors.filter((error) => !error.startsWith('wrong:'))).toEqual([])
    expect(errors.filter((error) => error.startsWith('wrong:')).map((error) => error.split(' ')[0])).toEqual([
      'wrong:1',
      'wrong:6',
    ])
  })
})
