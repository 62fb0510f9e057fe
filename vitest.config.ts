import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'

// Vitest passes these to Node; with `import` among them CommonJS packages get the ESM of their dependencies, which breaks protobufjs.
const conditions = ['@odp/source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    // Large values of tests stay out of the user's data folder.
    env: { ODP_PAYLOAD_STORE: pathToFileURL(join(tmpdir(), 'odp-test-payloads')).href },
    // One less than there are cores, as is usual, but two at least: a test that waits for a server leaves room for another.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // When a test is given up, however slow the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
