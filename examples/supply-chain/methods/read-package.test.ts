import { afterEach, expect, test } from 'vitest'
import { fixtureContext, fixtureWorkspace, type Tree } from './fixture-workspace.ts'
import { readPackage, readPackageOutput } from './read-package.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const remove of cleanups.splice(0)) await remove()
})

async function read(files: Tree, manifest: object = {}, around: Tree = {}) {
  const inside = Object.fromEntries(Object.entries(files).map(([path, content]) => [`node_modules/a/${path}`, content]))
  const { folder, remove } = await fixtureWorkspace({
    'node_modules/a/package.json': { name: 'a', version: '1.0.0', ...manifest },
    ...inside,
    ...around,
  })
  cleanups.push(remove)
  return readPackageOutput.parse(await readPackage({ folder, path: 'node_modules/a' }, fixtureContext()))
}

const MIT = 'Permission is hereby granted, free of charge, to any person obtaining a copy'

test('names everybody with the place where it stands', async () => {
  const result = await read(
    {
      LICENSE: `The MIT License\n\nCopyright (c) 2015-2024 Jane Doe <jane@doe.example> and other contributors\nCopyright 2020 Example Ltd. All rights reserved.\n\n${MIT}\n\nCopyright (c) 2009 Bundled Stranger\n`,
      AUTHORS: '# Authors\nMax Muster <max@muster.example>\nThis project is nice and has many friends\n',
    },
    {
      author: 'Jane Doe <Jane@Doe.example> (https://doe.example)',
      maintainers: [{ name: 'Bob', url: 'https://github.com/Bob' }],
      contributors: ['Eve Extra (https://github.com/eve)', { name: 'Ann', githubUsername: 'Ann1' }],
      repository: 'jane/a',
      funding: [{ url: 'https://github.com/sponsors/jane' }, 'https://opencollective.com/a-project'],
      _npmUser: { name: 'janebot', email: 'bot@doe.example' },
    },
  )
  expect(
    result.people.map((each) => [
      each.role,
      each.name,
      each.email ?? each.account,
      `${each.evidence.file} ${each.evidence.field}`,
    ]),
  ).toEqual([
    ['author', 'Jane Doe', 'jane@doe.example', 'package.json author'],
    ['maintainer', 'Bob', 'github.com/bob', 'package.json maintainers'],
    ['published_by', 'janebot', 'bot@doe.example', 'package.json _npmUser'],
    ['copyright_holder', 'Jane Doe', 'jane@doe.example', 'LICENSE line 3'],
    ['copyright_holder', 'Example Ltd.', undefined, 'LICENSE line 4'],
    ['repository_owner', 'jane', 'github.com/jane', 'package.json repository'],
    ['funding_account', 'jane', 'github.com/jane', 'package.json funding'],
    ['funding_account', 'a-project', 'opencollective.com/a-project', 'package.json funding'],
    ['contributor', 'Eve Extra', 'github.com/eve', 'package.json contributors'],
    ['contributor', 'Ann', 'github.com/ann1', 'package.json contributors'],
    ['contributor', 'Max Muster', 'max@muster.example', 'AUTHORS line 2'],
  ])
  expect(result.contact_domains).toEqual(['doe.example', 'github.com', 'muster.example', 'opencollective.com'])
})

test.each([
  ['2016, Daniel Wirtz  All rights reserved.', ['Daniel Wirtz']],
  ['2015, Contributors', []],
  ['2017 [these people](https://github.com/x/y/graphs/contributors)', []],
  ['2012 Paul Miller (https://paulmillr.com), Elan Shanker', ['Paul Miller', 'Elan Shanker']],
  ['2021-present VoidZero Inc. & Contributors', ['VoidZero Inc.']],
  ['2025 Marcel Laverdet & Dyno Projects, Inc', ['Marcel Laverdet', 'Dyno Projects, Inc']],
  ['[yyyy] [name of copyright owner]', []],
])('reads the copyright line "%s"', async (line, names) => {
  const result = await read({ LICENSE: `MIT License\n\nCopyright (c) ${line}\n\n${MIT}\n` })
  expect(result.people.map((each) => each.name)).toEqual(names)
})

test("finds the copyright line in the appendix of Apache's text, and no clause instead of it", async () => {
  const text = `${'Apache License\n'}${'terms\n'.repeat(150)}(c) You must retain, in the Source form of any Derivative Works\n   Copyright 2024 Ada Lovelace\n`
  expect((await read({ LICENSE: text })).people.map((each) => each.name)).toEqual(['Ada Lovelace'])
})

test.each([
  [{ license: 'MIT' }, 'MIT', false],
  [{ license: 'Apache 2.0' }, 'Apache-2.0', true],
  [{ license: { type: 'ISC' } }, 'ISC', false],
  [{ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] }, '(MIT OR GPL-2.0)', false],
  [{ license: 'SEE LICENSE IN LICENSE' }, null, false],
  [{ license: 'BSD' }, null, false],
  [{}, null, false],
])('reads the licence of %j', async (manifest, expression, normalised) => {
  expect((await read({}, manifest)).license).toMatchObject({ expression, normalised })
})

test('takes a licence file as a hint only', async () => {
  expect((await read({ LICENSE: MIT })).license).toEqual({
    expression: null,
    declared: null,
    normalised: false,
    file: 'LICENSE',
    file_reads_like: 'MIT',
  })
})

test.each([
  'o/n',
  'github:o/n',
  'git+https://github.com/o/n.git',
  'git@github.com:o/n.git',
  'git+ssh://git@github.com/o/n.git',
  'git://github.com/o/n.git#main',
  'https://www.github.com/o/n/tree/main/packages/x',
])('reads the repository %s', async (repository) => {
  expect((await read({}, { repository: { type: 'git', url: repository } })).repository).toEqual({
    host: 'github.com',
    owner: 'o',
    name: 'n',
    url: 'https://github.com/o/n',
  })
})

test('describes install scripts by what they start, and the one npm adds for binding.gyp', async () => {
  const result = await read(
    {
      'install.js': "const { execSync } = require('child_process')\nrequire('https').get(process.env.URL)",
      'binding.gyp': '{}',
    },
    { scripts: { postinstall: 'node ./install.js', test: 'curl evil' } },
  )
  expect(result.install_scripts).toEqual({
    postinstall: {
      command: 'node ./install.js',
      runs_file: './install.js',
      mentions: ['network', 'starts processes', 'environment variables'],
    },
    install: { command: 'node-gyp rebuild', runs_file: 'binding.gyp', mentions: ['native build'] },
  })
  expect((await read({ 'binding.gyp': '{}' }, { gypfile: false })).install_scripts).toEqual({})
})

test('recognises compiled code by its bytes, whatever it is called', async () => {
  const pe = new Uint8Array(128)
  pe.set([0x4d, 0x5a])
  pe[60] = 64
  pe.set([0x50, 0x45, 0, 0], 64)
  const padded = (...bytes: number[]) => new Uint8Array([...bytes, ...new Array(32).fill(0)])
  const result = await read({
    'logo.png': padded(0x7f, 0x45, 0x4c, 0x46),
    'lib/addon.node': padded(0xcf, 0xfa, 0xed, 0xfe),
    'tool.txt': pe,
    'code.js': padded(0x00, 0x61, 0x73, 0x6d),
    'Main.class': padded(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52),
    'readme.exe': 'MZ is not enough to be a program, whatever the name says',
    'node_modules/inner/x.node': padded(0x7f, 0x45, 0x4c, 0x46),
  })
  expect(result.native_binaries.map((each) => `${each.file} ${each.kind}`)).toEqual([
    'tool.txt pe',
    'code.js wasm',
    'lib/addon.node node',
    'logo.png elf',
  ])
  expect(result.native_bytes).toBe(128 + 36 * 3)
  expect(result.file_count).toBe(7)
})

test('follows no link out of the package and resolves dependencies as Node does', async () => {
  const result = await read(
    {
      'node_modules/inner/package.json': { name: 'inner', version: '2.0.0' },
      LICENSE: { link: '../../secret.txt' },
      'deep/loop': { link: '..' },
    },
    {
      dependencies: { inner: '*', outer: '*', gone: '*' },
      peerDependencies: { peer: '*', maybe: '*' },
      peerDependenciesMeta: { maybe: { optional: true } },
    },
    {
      'secret.txt': 'Copyright (c) 2024 Secret Keeper',
      'node_modules/inner/package.json': { name: 'inner', version: '1.0.0' },
      'node_modules/outer/package.json': { name: 'outer', version: '1.0.0' },
      'node_modules/peer/package.json': { name: 'peer', version: '1.0.0' },
      'node_modules/maybe/package.json': { name: 'maybe', version: '1.0.0' },
    },
  )
  expect(result.people).toEqual([])
  expect(result.file_count).toBe(1)
  expect(result.dependencies).toEqual(['gone', 'inner@2.0.0', 'outer@1.0.0', 'peer@1.0.0'])
})

test('stays small and clean with hostile text', async () => {
  const long = 'x'.repeat(5000)
  const result = await read(
    { LICENSE: `Copyright (c) ${long}\n`.repeat(100) },
    {
      description: `a\u0000b\u202e${long}`,
      author: { name: `Eve\u202e\n${long}`, email: `${long}@x.example`, url: `https://x.example/${long}` },
      contributors: new Array(5000).fill(0).map((_, index) => `Person Number${index} <p${index}@x.example>`),
      dependencies: JSON.parse('{"__proto__": "1", "constructor": "1", "../../../etc": "1"}'),
      scripts: { postinstall: `node ../../../../etc/passwd ${long}` },
      repository: { url: `https://x.example/${long}` },
      funding: { url: 'javascript:alert(1)' },
    },
  )
  expect(JSON.stringify(result).length).toBeLessThan(8000)
  expect(JSON.stringify(result)).not.toMatch(/\\u0000|\u202e/)
  expect(result.people.length).toBeLessThanOrEqual(12)
  expect(result.people_total).toBeGreaterThan(400)
  expect(result.install_scripts.postinstall?.runs_file).toBeUndefined()
  expect(result.funding).toEqual([])
})

test('reads nothing but installed packages', async () => {
  const { folder, remove } = await fixtureWorkspace({ 'package.json': { name: 'x', version: '1.0.0' } })
  cleanups.push(remove)
  await expect(readPackage({ folder, path: '.' }, fixtureContext())).rejects.toThrow(
    /not a path of an installed package/,
  )
  await expect(readPackage({ folder, path: '/etc' }, fixtureContext())).rejects.toThrow(/not a path/)
  await expect(readPackage({ folder, path: 'node_modules/gone' }, fixtureContext())).rejects.toThrow(/no package at/)
})
