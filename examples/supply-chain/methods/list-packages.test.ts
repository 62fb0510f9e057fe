import { afterEach, expect, test } from 'vitest'
import { fixtureContext, fixtureWorkspace, type Tree } from './fixture-workspace.ts'
import { listPackages, listPackagesOutput } from './list-packages.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const remove of cleanups.splice(0)) await remove()
})

async function list(tree: Tree) {
  const { folder, remove } = await fixtureWorkspace(tree)
  cleanups.push(remove)
  return listPackagesOutput.parse(await listPackages({ folder }, fixtureContext()))
}

const manifest = (name: string, version: string, more: object = {}) => ({ name, version, ...more })

test('finds flat, scoped and nested packages, each name and version once', async () => {
  const result = await list({
    'package.json': { name: 'shop', dependencies: { a: '1' }, devDependencies: { '@s/b': '1' } },
    'node_modules/a/package.json': manifest('a', '1.0.0'),
    'node_modules/a/node_modules/c/package.json': manifest('c', '1.0.0'),
    'node_modules/@s/b/package.json': manifest('@s/b', '1.0.0'),
    'node_modules/@s/b/node_modules/c/package.json': manifest('c', '1.0.0'),
    'node_modules/@s/b/node_modules/@s/d/package.json': manifest('@s/d', '3.0.0'),
    'node_modules/c/package.json': manifest('c', '2.0.0'),
    'node_modules/a/dist/package.json': { type: 'module' },
    'node_modules/.cache/x/package.json': manifest('not-installed', '1.0.0'),
  })
  expect(result.packages.map((each) => each.id)).toEqual(['@s/b@1.0.0', '@s/d@3.0.0', 'a@1.0.0', 'c@1.0.0', 'c@2.0.0'])
  expect(result.packages.filter((each) => each.direct).map((each) => each.name)).toEqual(['@s/b', 'a'])
  expect(result.packages.find((each) => each.id === 'c@1.0.0')?.path).toBe('node_modules/@s/b/node_modules/c')
  expect(result.workspace.name).toBe('shop')
  expect(result.count).toBe(5)
})

test("finds pnpm's store through and without links, and leaves out the workspace's own packages", async () => {
  const result = await list({
    'package.json': { name: 'root', private: true, dependencies: { a: '1', own: 'workspace:*' } },
    'packages/own/package.json': manifest('own', '0.0.0', { dependencies: { e: '1' } }),
    'packages/own/node_modules/e': { link: '../../../node_modules/.pnpm/e@1.0.0/node_modules/e' },
    'node_modules/own': { link: '../packages/own' },
    'node_modules/a': { link: '.pnpm/a@1.0.0/node_modules/a' },
    'node_modules/.pnpm/a@1.0.0/node_modules/a/package.json': manifest('a', '1.0.0'),
    'node_modules/.pnpm/a@1.0.0/node_modules/@s/b': { link: '../../../@s+b@2.0.0/node_modules/@s/b' },
    'node_modules/.pnpm/@s+b@2.0.0/node_modules/@s/b/package.json': manifest('@s/b', '2.0.0'),
    'node_modules/.pnpm/e@1.0.0/node_modules/e/package.json': manifest('e', '1.0.0'),
    'node_modules/.pnpm/lonely@1.0.0/node_modules/lonely/package.json': manifest('lonely', '1.0.0'),
  })
  expect(result.packages.map((each) => each.id)).toEqual(['@s/b@2.0.0', 'a@1.0.0', 'e@1.0.0', 'lonely@1.0.0'])
  expect(result.own_packages).toEqual(['own'])
  expect(result.packages.filter((each) => each.direct).map((each) => each.name)).toEqual(['a', 'e'])
})

test('follows links to a store outside of the workspace', async () => {
  const store = await fixtureWorkspace({
    'links/a/node_modules/a/package.json': manifest('a', '1.0.0'),
    'links/a/node_modules/b/package.json': manifest('b', '1.0.0'),
  })
  cleanups.push(store.remove)
  const result = await list({
    'package.json': {},
    'node_modules/a': { link: `${store.folder}/links/a/node_modules/a` },
  })
  expect(result.packages.map((each) => each.id)).toEqual(['a@1.0.0', 'b@1.0.0'])
})

test('survives loops, dead links and broken files, and says what was unreadable', async () => {
  const result = await list({
    'node_modules/a/package.json': manifest('a', '1.0.0'),
    'node_modules/a/node_modules/a': { link: '../../a' },
    'node_modules/a/node_modules/up': { link: '../../../..' },
    'node_modules/dead': { link: './nowhere' },
    'node_modules/self': { link: './self' },
    'node_modules/text/package.json': '{ not json',
    'node_modules/empty/readme.md': 'x',
    'node_modules/odd/package.json': { name: '../../evil', version: '1.0.0' },
    'node_modules/array/package.json': '[]',
  })
  expect(result.packages.map((each) => each.id)).toEqual(['a@1.0.0'])
  expect(result.unreadable).toEqual([
    { path: 'node_modules/array', reason: 'package.json has no valid name' },
    { path: 'node_modules/empty', reason: 'no package.json' },
    { path: 'node_modules/odd', reason: 'package.json has no valid name' },
    { path: 'node_modules/text', reason: 'package.json is not JSON' },
  ])
})

test('explains what is expected when nothing is installed', async () => {
  await expect(list({ 'package.json': {} })).rejects.toThrow(/no node_modules folder .* install them first/)
  await expect(listPackages({ folder: '/nowhere/at/all' }, fixtureContext())).rejects.toThrow(
    /no folder '\/nowhere\/at\/all'/,
  )
})

test('stops when asked to', async () => {
  const { folder, remove } = await fixtureWorkspace({ 'node_modules/a/package.json': manifest('a', '1.0.0') })
  cleanups.push(remove)
  await expect(listPackages({ folder }, { signal: AbortSignal.abort(), heartbeat() {} })).rejects.toThrow(/abort/i)
})
