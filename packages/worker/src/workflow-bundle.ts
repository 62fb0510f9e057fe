import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

type WorkflowBundle = { readonly code: string } | { readonly codePath: string }

let fromSources: Promise<WorkflowBundle> | undefined

/**
 * The workflow code for a worker. Built packages carry it as one file, which starts a worker in half the time; when the
 * sources themselves are run, as tests do, it is bundled once a process.
 */
export function workflowBundle(): Promise<WorkflowBundle> {
  const built = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url))
  if (existsSync(built)) return Promise.resolve({ codePath: built })
  fromSources ??= bundleSources()
  return fromSources
}

function bundleSources(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        conditionNames: ['@odp/source', '...'],
        extensionAlias: { '.js': ['.ts', '.js'] },
      },
    }),
  })
}
