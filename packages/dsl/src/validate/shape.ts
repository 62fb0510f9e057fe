import * as z from 'zod'
import { checksOf } from '../document/checks-of.js'
import { type Outline, outlineDocument } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import type { DocumentPath, Issue } from '../issues/issue.js'
import { IssueList } from '../issues/issue-list.js'
import { makeIssue } from '../issues/make-issue.js'
import { describeAlternatives, nearestSpelling } from '../issues/nearest.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { Language } from '../language/language.js'
import { schemaProblems } from '../schema/schema-problems.js'
import type { StepDefinition } from '../steps/define-step.js'
import { once } from '../steps/once.js'
import { commonStepKeys, retryPolicySchema } from '../steps/step-keys.js'
import { bindingIssues } from './binding-issues.js'
import { zodIssues } from './zod-issues.js'

/** Names that the language keeps for itself. */
export const RESERVED_IDS = ['input', 'run', 'secrets'] as const

/** Keys of the document itself; `steps` are checked one by one. */
export const documentSchema = once(() =>
  z.strictObject({
    version: z.literal('1.0').describe('Version of the language: the string "1.0".'),
    pipeline_id: z.string().min(1).max(256).describe('Name of the pipeline for machines.'),
    name: z.string().optional().describe('Name for people. Default: the pipeline_id.'),
    workspace_id: z.string().min(1).max(256).describe('Workspace that owns the pipeline.'),
    project_id: z.string().min(1).max(256).describe('Project within the workspace.'),
    execution: z
      .strictObject({
        mode: z
          .enum(['brave', 'safe'])
          .optional()
          .describe('`brave` starts at once, `safe` waits for an approval. Default brave.'),
        timeout_minutes: z.number().positive().max(525600).optional().describe('Minutes that the whole run may take.'),
        estimated_cost_units: z.number().nonnegative().optional().describe('Estimated cost, shown for approval.'),
        estimated_duration_minutes: z
          .number()
          .nonnegative()
          .optional()
          .describe('Estimated minutes, shown for approval.'),
        retry_policy: retryPolicySchema().optional().describe('Retry policy of all steps.'),
        max_parallel: z
          .int()
          .min(1)
          .max(10000)
          .optional()
          .describe('Work steps at once, wherever nested. Default 100.'),
        budget_units: z.number().nonnegative().optional().describe('Most that the run may cost.'),
      })
      .optional()
      .describe('How the pipeline is run.'),
    replay: z
      .strictObject({
        enabled: z.boolean().optional().describe('Whether this run replays another one. Default false.'),
        original_execution_id: z.string().min(1).optional().describe('Execution to replay.'),
        replay_from_step: z.string().min(1).optional().describe('Step from which everything runs anew.'),
      })
      .optional()
      .describe('Replay of an earlier execution.'),
    input_schema: z
      .union([z.boolean(), z.record(z.string(), z.json())])
      .optional()
      .describe('JSON Schema of the input of a run.'),
    steps: z.array(z.json()).min(1).describe('The steps, at least one.'),
  }),
)

const schemaCache = new WeakMap<StepDefinition, z.ZodObject>()

/** The Zod schema of a whole step: the common keys and those of its type. */
function stepSchema(definition: StepDefinition): z.ZodObject {
  const cached = schemaCache.get(definition)
  if (cached !== undefined) return cached
  const schema = z.strictObject({ ...commonStepKeys(), ...definition.keys })
  schemaCache.set(definition, schema)
  return schema
}

const commonSchema = once(() => z.looseObject(commonStepKeys()))

/** What level 1 found. */
export interface ShapeCheck {
  readonly issues: readonly Issue[]
  /** True when there are more errors than are told, so that the rest was not checked. */
  readonly isFull: boolean
  readonly outline: Outline
}

/** Level 1: keys, types, bounds, ids, templates and expressions that can be read. */
export function checkShape(document: Json, language: Language): ShapeCheck {
  if (!isJsonObject(document)) {
    const message = `a pipeline document is a mapping with version, pipeline_id, workspace_id, project_id and steps; this is ${describe(document)}`
    const issues = [makeIssue('not_a_mapping', message, [])]
    return { issues, isFull: false, outline: { steps: [], byId: new Map() } }
  }
  const outline = outlineDocument(document, language)
  const found = new IssueList()
  found.addAll(zodIssues(documentSchema(), document, []))
  if (document.name === undefined) {
    const fix = {
      title: 'name it after its id',
      safe: false,
      changes: [{ kind: 'set' as const, path: ['name'], value: document.pipeline_id ?? '' }],
    }
    found.add(
      makeIssue('missing_name', 'the pipeline has no name; its pipeline_id is shown instead', ['name'], { fix }),
    )
  }
  if (document.input_schema !== undefined) found.addAll(schemaIssues(document.input_schema, ['input_schema']))
  if (
    isJsonObject(document.replay) &&
    document.replay.enabled === true &&
    document.replay.original_execution_id === undefined
  ) {
    found.add(
      makeIssue('missing_key', "with `enabled: true` the key 'original_execution_id' is required", [
        'replay',
        'original_execution_id',
      ]),
    )
  }
  found.addAll(stepListIssues(document.steps, ['steps']))
  const seen = new Map<string, DocumentPath>()
  for (const step of outline.steps) {
    if (found.isFull) break
    found.addAll(stepIssues(step.step, step.definition, step.path, language))
    if (step.id !== '') found.addAll(idIssues(step.id, step.path, seen))
    for (const block of step.definition?.blocks ?? []) found.addAll(innerListIssues(step.step, block.path, step.path))
    for (const error of stepReferences(step).errors) {
      found.add(makeIssue(error.code, error.message, error.at, { step: step.id }))
    }
    for (const reference of stepReferences(step).references) {
      const allowed = reference.use === 'input' || (reference.use === 'config' && step.definition?.run === 'activity')
      if (reference.path.root !== 'secrets' || (allowed && !isPublicKey(reference.at, step.path))) continue
      const message = `{{${reference.path.text}}} may only stand in inputs or in the keys of a step that does work: a secret never reaches the workflow`
      found.add(makeIssue('secret_not_allowed', message, reference.at, { step: step.id }))
    }
  }
  return { issues: found.issues, isFull: found.isFull, outline }
}

/** Keys whose values are shown or recorded, so that they may not hold secrets. */
function isPublicKey(at: DocumentPath, step: DocumentPath): boolean {
  return ['name', 'description', 'outputs', 'resources', 'cache'].includes(String(at[step.length]))
}

function stepIssues(
  step: JsonObject,
  definition: StepDefinition | undefined,
  path: DocumentPath,
  language: Language,
): Issue[] {
  const id = typeof step.id === 'string' ? step.id : undefined
  const issues: Issue[] = []
  if (definition === undefined && typeof step.type === 'string') {
    const nearest = nearestSpelling(step.type, language.types)
    const changes = [{ kind: 'set' as const, path: [...path, 'type'], value: nearest ?? '' }]
    issues.push(
      makeIssue(
        'unknown_step_type',
        `unknown step type '${step.type}'; ${describeAlternatives(step.type, language.types)}`,
        [...path, 'type'],
        {
          ...(id === undefined ? {} : { step: id }),
          ...(nearest === undefined ? {} : { fix: { title: `change to '${nearest}'`, safe: true, changes } }),
        },
      ),
    )
  }
  issues.push(
    ...zodIssues(
      definition === undefined ? commonSchema() : stepSchema(definition),
      withoutInnerSteps(step, definition),
      path,
      id,
    ),
  )
  if (
    definition !== undefined &&
    typeof step.execution_mode === 'string' &&
    !definition.modes.includes(step.execution_mode as never)
  ) {
    const message = `a ${definition.type} step has no execution mode '${step.execution_mode}'; ${describeAlternatives(step.execution_mode, definition.modes)}`
    issues.push(makeIssue('wrong_value', message, [...path, 'execution_mode'], id === undefined ? {} : { step: id }))
  }
  issues.push(...prototypeOutputIssues(step, path, id))
  if (isJsonObject(step.inputs)) issues.push(...bindingIssues(step.inputs, [...path, 'inputs'], id))
  if (step.output_schema !== undefined) issues.push(...schemaIssues(step.output_schema, [...path, 'output_schema'], id))
  for (const check of checksOf(step)) {
    if (check.run === id)
      issues.push(
        makeIssue('wrong_target', `a check of '${id}' cannot run '${id}' itself`, [...path, ...check.runPath], {
          step: id,
        }),
      )
  }
  return issues
}

/** A step whose lists of inner steps hold one thing each. Inner steps are checked on their own, not again for each block around them. */
function withoutInnerSteps(step: JsonObject, definition: StepDefinition | undefined): JsonObject {
  let short = step
  for (const { path } of definition?.blocks ?? []) {
    const [key, ...rest] = path
    if (key === undefined || !Object.hasOwn(short, key)) continue
    const value = withOneItem(short[key] ?? null, rest)
    if (value !== short[key]) short = { ...short, [key]: value }
  }
  return short
}

function withOneItem(value: Json, path: readonly string[]): Json {
  const [key, ...rest] = path
  if (key === undefined) return Array.isArray(value) && value.length > 0 ? [null] : value
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return value
  const inner = withOneItem(value[key] ?? null, rest)
  return inner === value[key] ? value : { ...value, [key]: inner }
}

/** Records of Zod leave a key `__proto__` out, also out of the check. */
function prototypeOutputIssues({ outputs }: JsonObject, path: DocumentPath, step?: string): Issue[] {
  if (!isJsonObject(outputs) || !Object.hasOwn(outputs, '__proto__')) return []
  const artifact: Json | undefined = Object.getOwnPropertyDescriptor(outputs, '__proto__')?.value
  if (typeof artifact === 'string') return []
  const message = `'__proto__': expected a text, found ${describe(artifact)}`
  return [makeIssue('wrong_type', message, [...path, 'outputs', '__proto__'], step === undefined ? {} : { step })]
}

function idIssues(id: string, path: DocumentPath, seen: Map<string, DocumentPath>): Issue[] {
  const at = [...path, 'id']
  if ((RESERVED_IDS as readonly string[]).includes(id)) {
    return [makeIssue('reserved_id', `'${id}' is a name of the language; choose another id`, at, { step: id })]
  }
  if (seen.has(id)) {
    const message = `the id '${id}' is used twice; ids are unique in the whole document, inner steps included`
    return [makeIssue('duplicate_id', message, at, { step: id })]
  }
  seen.set(id, path)
  return []
}

function innerListIssues(step: JsonObject, blockPath: readonly string[], path: DocumentPath): Iterable<Issue> {
  let value: Json | undefined = step
  for (const key of blockPath) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return stepListIssues(value, [...path, ...blockPath])
}

function* stepListIssues(list: Json | undefined, path: DocumentPath): Generator<Issue> {
  if (!Array.isArray(list)) return
  for (const [index, entry] of list.entries()) {
    if (isJsonObject(entry)) continue
    yield makeIssue('wrong_type', `a step is a mapping with id and type; this is ${describe(entry)}`, [...path, index])
  }
}

function schemaIssues(schema: Json, path: DocumentPath, step?: string): Issue[] {
  return schemaProblems(schema).map((problem) =>
    makeIssue('schema_invalid', problem.message, [...path, ...problem.path], step === undefined ? {} : { step }),
  )
}

/** What a value is, in the words of a person who writes YAML. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
