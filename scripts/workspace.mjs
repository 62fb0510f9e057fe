#!/usr/bin/env node
// One entry for every task of the workspace. It runs on Node 20 without a dependency, brings what the task needs
// (packages, Node 24, built code) and hands over to Node 24.
import { build } from './workspace/build.mjs'
import { checkPackages } from './workspace/check-packages.mjs'
import { callerFolder, root } from './workspace/paths.mjs'
import { exitLike, runInForeground, SetUpError } from './workspace/run.mjs'
import { setUp } from './workspace/set-up.mjs'
import { runTests } from './workspace/test.mjs'

const ok = { code: 0 }

const commands = {
  setup: async () => {
    await setUp()
    return ok
  },
  build: async () => {
    await setUp()
    await build()
    return ok
  },
  test: async (args) => {
    await setUp()
    await build()
    return runTests(args)
  },
  verify: async () => {
    await setUp()
    await build()
    const tests = await runTests([])
    const packages = await checkPackages()
    return tests.code === 0 ? packages : tests
  },
  demo: async (args) => {
    await setUp()
    await build()
    return runInForeground('node', ['examples/supply-chain/demo.ts', ...args], { cwd: root })
  },
  odp: async (args) => {
    await setUp()
    await build()
    return runInForeground('node', [`${root}/packages/cli/dist/bin.js`, ...args], { cwd: callerFolder })
  },
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined

if (command === undefined) {
  console.error(`usage: node scripts/workspace.mjs ${Object.keys(commands).join(' | ')} [arguments]`)
  process.exitCode = 2
} else {
  try {
    exitLike(await command(args))
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
