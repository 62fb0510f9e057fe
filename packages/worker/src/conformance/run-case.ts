import {
  approvalRequest,
  checkInput,
  checkPipeline,
  type Issue,
  parseCatalog,
  planPipeline,
  resourcesFromDocument,
} from '@odp/dsl'
import { caseActions } from './case-actions.js'
import { compareRun } from './compare-run.js'
import { type Checked, compareValidation, describeIssue } from './compare-validation.js'
import type { ConformanceCase, Expectation } from './conformance-case.js'
import type { ConformanceHost } from './conformance-host.js'
import { Containers } from './containers.js'
import { MockedWork } from './mocked-work.js'
import { Observation } from './observation.js'
import { recordedRun } from './recorded-run.js'

/**
 * How one case went.
 *
 * @example
 * ```ts
 * import type { CaseReport } from '@odp/worker/conformance'
 *
 * const print = ({ ok, name, differences }: CaseReport) => console.log(ok ? 'ok' : 'not ok', name, ...differences)
 * ```
 */
export interface CaseReport {
  readonly name: string
  /** Name of its file, where it comes from one. */
  readonly file?: string
  readonly ok: boolean
  /** What differs from what is expected, one sentence each. */
  readonly differences: readonly string[]
}

/**
 * Runs one conformance case on a host and compares what happened with what it expects. Never throws for a bad case:
 * whatever is wrong is a difference.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { localHost, runConformanceCase } from '@odp/worker/conformance'
 *
 * const pipeline = readFileSync('pipeline.yaml', 'utf8')
 * const greets = { name: 'greets', pipeline, expect: { status: 'completed' } } as const
 * const { ok, differences } = await runConformanceCase(greets, localHost)
 * ```
 */
export async function runConformanceCase(conformanceCase: ConformanceCase, host: ConformanceHost): Promise<CaseReport> {
  const differences = await differencesOf(conformanceCase, host)
  return { name: conformanceCase.name, ok: differences.length === 0, differences }
}

async function differencesOf(conformanceCase: ConformanceCase, host: ConformanceHost): Promise<string[]> {
  const { expect, input = {} } = conformanceCase
  const catalog = readCatalog(conformanceCase)
  if (catalog.problems.length > 0) return catalog.problems
  const quota = readQuota(conformanceCase)
  if (quota.problems.length > 0) return quota.problems
  const { report, pipeline, methods } = checkPipeline(conformanceCase.pipeline, {
    ...catalog.options,
    ...quota.options,
  })
  // Level 4 is only for cases that bring what it needs.
  const issues = report.diagnostics.filter(({ level }) => level < 4 || conformanceCase.quota !== undefined)
  const refused = pipeline === undefined || issues.some(({ severity }) => severity === 'error')
  const checked: Checked = {
    issues,
    inputIssues: refused ? [] : checkInput(pipeline, input),
  }
  const differences = compareValidation(expect.validation, checked)
  if (refused || checked.inputIssues.length > 0) return [...differences, ...compareRefusal(expect, checked)]

  const plan = planPipeline(pipeline, { methods, ...catalog.options })
  const containers = new Containers(plan)
  const work = new MockedWork(conformanceCase, containers)
  const approval = approvalRequest(plan, input)
  const { actions, problems } = caseActions(conformanceCase.actions ?? [], approval.digest)
  if (problems.length > 0) return [...problems]
  try {
    const reuse = recordedRun(conformanceCase.replay_of, pipeline, plan, input)
    const observed = await host.execute({
      execution_id: `case-${plan.pipeline_id}`,
      plan,
      input,
      work: (request, attempt) => work.run(request, attempt),
      actions,
      ...(plan.mode === 'safe' ? { approval } : {}),
      ...(reuse === undefined ? {} : { reuse }),
    })
    const longest = conformanceCase.limits?.max_wait_seconds
    if (longest !== undefined && observed.seconds > longest + (host.overhead_seconds ?? 0)) {
      differences.push(`limits: the run took ${observed.seconds} seconds of virtual time, more than ${longest}`)
    }
    return [...differences, ...compareRun(expect, new Observation(observed, containers), work)]
  } catch (error) {
    return [...differences, `host '${host.name}': ${error instanceof Error ? error.message : String(error)}`]
  }
}

function readCatalog({ catalog: given }: ConformanceCase) {
  if (given === undefined) return { options: {}, problems: [] }
  const { catalog, issues } = parseCatalog(JSON.stringify(given))
  return {
    options: catalog === undefined ? {} : { catalog },
    problems: issues
      .filter((issue) => issue.severity === 'error')
      .map((issue) => `the case, catalog.${issue.path.join('.')}: ${issue.message}`),
  }
}

/** The `quota` of a case is a resources document. */
function readQuota({ quota }: ConformanceCase) {
  if (quota === undefined) return { options: {}, problems: [] }
  const { resources, issues } = resourcesFromDocument(quota)
  return {
    options: resources ?? {},
    problems: issues
      .filter((issue) => issue.severity === 'error')
      .map((issue) => `the case, quota.${issue.path.join('.')}: ${issue.message}`),
  }
}

/** A refused run has called nothing and kept nothing, so only expectations of nothing hold. */
function compareRefusal(expect: Expectation, { issues, inputIssues }: Checked): string[] {
  const reasons: readonly Issue[] = [...issues, ...inputIssues].filter((issue) => issue.severity === 'error')
  const why = reasons.map(describeIssue).join('\n  ')
  const differences: string[] = []
  const { status, errors, calls, artifacts, max_concurrent } = expect
  if (status !== undefined && status !== 'invalid') {
    differences.push(`status: expected ${status}, got invalid:\n  ${why}`)
  }
  for (const [id, part] of Object.entries(errors ?? {})) {
    if (id !== 'pipeline' || !why.includes(part))
      differences.push(`errors: '${part}' of '${id}' was not reported:\n  ${why}`)
  }
  for (const numbers of [calls, max_concurrent]) {
    for (const [id, number] of Object.entries(numbers ?? {})) {
      if (number !== 0) differences.push(`expected ${number} calls of '${id}', but the run was refused`)
    }
  }
  const observations = ['steps', 'inputs', 'outputs', 'order', 'events'] as const
  const unmet = observations.filter((key) => Object.keys(expect[key] ?? {}).length > 0)
  if ((artifacts?.length ?? 0) > 0) differences.push('artifacts: none were kept, since the run was refused')
  return [...differences, ...unmet.map((key) => `${key}: the run was refused, so there is nothing to compare`)]
}
