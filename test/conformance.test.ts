import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { localHost, parseConformanceCase, runConformanceCase } from '../packages/worker/src/conformance/index.ts'

const own = fileURLToPath(new URL('conformance', import.meta.url))
/** Cases that come with the language itself, where they are at hand. */
const given = fileURLToPath(new URL('../../shared/spec/conformance', import.meta.url))

function caseFiles(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
}

async function differencesOf(path: string): Promise<readonly string[]> {
  const parsed = parseConformanceCase(readFileSync(path, 'utf8'))
  if (parsed.case === undefined) return parsed.problems
  return (await runConformanceCase(parsed.case, localHost)).differences
}

describe('conformance on the local host', () => {
  it.each(caseFiles(own))('%s', async (file) => {
    expect(await differencesOf(join(own, file))).toEqual([])
  })
})

describe.skipIf(!existsSync(given))('the cases of the language', () => {
  it.each(caseFiles(given))('%s', async (file) => {
    expect(await differencesOf(join(given, file))).toEqual([])
  })
})

describe('the table of rules', () => {
  const table = readFileSync(join(own, 'README.md'), 'utf8')
  const named = [...table.matchAll(/`(\S+\.yaml)`/g)].map((match) => match[1])

  it('names every case', () => {
    expect(caseFiles(own).filter((file) => !named.includes(file))).toEqual([])
  })

  it('names no case that does not exist', () => {
    expect(named.filter((file) => file !== undefined && !existsSync(join(own, file)))).toEqual([])
  })
})
