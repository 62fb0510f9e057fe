import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Issue, parseCatalog, parsePipeline, validatePipeline } from '../packages/dsl/src/index.ts'
import { localHost, parseConformanceCase, runConformanceCase } from '../packages/worker/src/conformance/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Snippet {
  readonly file: string
  /** Line of the text where the code begins, from 1. */
  readonly line: number
  readonly code: string
}

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

/** Type-checks every snippet as a module of its own, with the sources of the packages; gives the errors in them. */
async function typeErrors(snippets: readonly Snippet[]): Promise<string[]> {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'odp-snippets-'))
  try {
    for (const [index, { code }] of snippets.entries())
      writeFileSync(join(folder, `snippet-${index}.mts`), `${code}\nexport {}\n`)
    const compilerOptions = {
      noEmit: true,
      composite: false,
      emitDeclarationOnly: false,
      declaration: false,
      types: ['node'],
      rootDir: root,
    }
    const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*.mts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const output = await run([join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'])
    return output.split('\n').flatMap((line) => {
      const [, index, at, message] = /snippet-(\d+)\.mts\((\d+),\d+\): (.*)$/.exec(line) ?? []
      const snippet = snippets[Number(index)]
      return snippet === undefined ? [] : [`${snippet.file}:${snippet.line + Number(at) - 1} ${message}`]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a program of Node prints, whatever its exit code. */
function run(arguments_: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, arguments_, { cwd: root }, (_error, stdout, stderr) => resolve(stdout + stderr))
  })
}

describe('TypeScript in the documentation', () => {
  it('compiles under strict', { timeout: 60_000 }, async () => {
    const snippets = markdownFiles().flatMap((file) => snippetsOf(file, 'ts'))
    expect(snippets.length).toBeGreaterThan(3)
    // These two must be found wrong: they prove that the sources of the packages were read and that errors are seen.
    const wrong: readonly Snippet[] = [
      { file: 'wrong', line: 1, code: "import { noSuchName } from '@odp/dsl'\nnoSuchName()" },
      { file: 'wrong', line: 5, code: "import { parsePipeline } from '@odp/dsl'\nparsePipeline(5)" },
    ]
    const errors = await typeErrors([...snippets, ...wrong])
    expect(errors.filter((error) => !error.startsWith('wrong:'))).toEqual([])
    expect(errors.filter((error) => error.startsWith('wrong:')).map((error) => error.split(' ')[0])).toEqual([
      'wrong:1',
      'wrong:6',
    ])
  })
})
