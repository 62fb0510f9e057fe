import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { HEARS_ENDS_ONLY } from './workflows/told-events.js'

type WorkflowBundle = { readonly code: string } | { readonly codePath: string }

const WORKFLOWS = fileURLToPath(new URL('./workflows/index.ts', import.meta.url))

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

/** The same code for a worker that needs to hear only how executions end: each telling is copied between threads with all that Temporal knows of the workflow. */
export async function quietWorkflowBundle(): Promise<WorkflowBundle> {
  const bundle = await workflowBundle()
  const code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath, 'utf8')
  return { code: `globalThis.${HEARS_ENDS_ONLY} = true;${code}` }
}

function bundleSources(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    // Evaluated once a thread, not once an execution: nothing of an execution is kept in a module.
    preloadModules: [WORKFLOWS],
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      // Of a package without side effects, what is loaded for its effect would be left out.
      module: { ...config.module, rules: [...(config.module?.rules ?? []), { test: WORKFLOWS, sideEffects: true }] },
      resolve: {
        ...config.resolve,
        conditionNames: ['@odp/source', '...'],
        extensionAlias: { '.js': ['.ts', '.js'] },
      },
    }),
  })
}
