// Writes the workflow code as one script, so that a worker starts without webpack: 0.7 s instead of 2 s, 100 MB less.
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { root } from './paths.mjs'

const [target] = process.argv.slice(2)

const { code } = await bundleWorkflowCode({
  workflowsPath: join(root, 'packages/worker/dist/workflows/index.js'),
  logger: new DefaultLogger('ERROR'),
  webpackConfigHook: (config) => ({
    ...config,
    mode: 'production',
    devtool: false,
    // Names stay as written: they are what a stack trace in the Temporal UI shows.
    optimization: { ...config.optimization, minimize: false },
  }),
})

// A worker refuses a bundle without a source map, so it gets an empty one; the real one is as large as the code.
const sourceMap = { version: 3, file: 'workflow-bundle.js', sources: [], names: [], mappings: '' }
const encoded = Buffer.from(JSON.stringify(sourceMap)).toString('base64')
writeFileSync(`${target}.new`, `${code.trimEnd()}\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`)
renameSync(`${target}.new`, target)
