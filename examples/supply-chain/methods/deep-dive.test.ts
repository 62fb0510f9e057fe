import { afterEach, expect, test } from 'vitest'
import { deepDive, deepDiveOutput } from './deep-dive.ts'
import { fixtureContext, fixtureWorkspace } from './fixture-workspace.ts'
import { listPackages } from './list-packages.ts'
import { mergePeople } from './merge-people.ts'
import { readPackage } from './read-package.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const remove of cleanups.splice(0)) await remove()
})

async function investigate() {
  const { folder, remove } = await fixtureWorkspace({
    'package.json': { name: 'shop', dependencies: { app: '1' } },
    'node_modules/app/package.json': {
      name: 'app',
      version: '1.0.0',
      dependencies: { middle: '1' },
      author: 'Ann App',
    },
    'node_modules/middle/package.json': { name: 'middle', version: '1.0.0', dependencies: { base: '1' } },
    'node_modules/base/package.json': {
      name: 'base',
      version: '1.0.0',
      license: 'MIT',
      author: 'Una Under <una@under.example>',
      funding: 'https://under.example/pay',
    },
    'node_modules/base/index.js':
      "import { spawn } from 'node:child_process'\nexport const home = process.env.HOME\n// eval(x) in a.eval(y)",
    'node_modules/base/docs/readme.md': "require('https')",
    'node_modules/pair/package.json': {
      name: 'pair',
      version: '1.0.0',
      author: 'Una Under <una@under.example>',
      maintainers: ['Bob Both <bob@x.example>'],
      scripts: { install: 'node build' },
    },
  })
  cleanups.push(remove)
  const { packages: found } = await listPackages({ folder }, fixtureContext())
  const packages = await Promise.all(found.map((each) => readPackage({ folder, ...each }, fixtureContext())))
  return { folder, packages, people: await mergePeople({ packages }, fixtureContext()) }
}

test('tells everything about one person', async () => {
  const input = await investigate()
  const dossier = deepDiveOutput.parse(await deepDive({ ...input, person_id: 'una@under.example' }, fixtureContext()))
  expect(dossier).toMatchObject({
    blast_radius: 4,
    installed_packages: 4,
    direct_reached: ['app@1.0.0'],
    direct_packages: 1,
    only_person_in: 1,
    funding: ['https://under.example/pay'],
    co_maintainers: [{ id: 'bob@x.example', name: 'Bob Both', kind: 'person', packages: ['pair@1.0.0'] }],
    repository_owners: [{ owner: 'none declared', packages: 2 }],
    code_files_read: 1,
    code_complete: true,
  })
  expect(dossier.packages[0]).toEqual({
    id: 'base@1.0.0',
    roles: ['author'],
    evidence: ['package.json author'],
    licence: 'MIT',
    blast_radius: 3,
    only_person: true,
    install_scripts: [],
    native_files: 0,
    abilities: ['starts processes', 'reads environment variables', 'evaluates text as code'],
    ability_evidence: [
      'index.js: starts processes',
      'index.js: reads environment variables',
      'index.js: evaluates text as code',
    ],
    way_in: ['app@1.0.0', 'middle@1.0.0', 'base@1.0.0'],
  })
  expect(dossier.packages[1]).toMatchObject({ id: 'pair@1.0.0', install_scripts: ['install: node build'], way_in: [] })
})

test('says whose id it did not find', async () => {
  const input = await investigate()
  await expect(deepDive({ ...input, person_id: 'nobody' }, fixtureContext())).rejects.toThrow(
    /nobody has the id 'nobody'; expected an id from merge_people/,
  )
})
