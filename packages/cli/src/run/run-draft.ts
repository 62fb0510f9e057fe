import {
  type Draft,
  type DraftRequest,
  draftPipeline,
  draftRequests,
  editDraft,
  type PlannerCatalog,
  type PlannerContext,
  preparePlannerCatalog,
} from '@odp/agent'
import type { LlmDraft } from '@odp/agent/llm'
import { diffPipelines, type Json, type JsonObject, parsePipeline, readYaml, renderDiff } from '@odp/dsl'
import { modelOptions } from '../chat/model-options.js'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import type { DraftFlags } from '../commands/draft.js'
import { sessionOf } from '../commands/session-options.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { plainText } from '../output/plain-text.js'
import { writeJson } from '../output/write-json.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readText } from '../sources/read-text.js'
import { writeText } from '../sources/write-text.js'

/** Drafts for one request, or for a file of them. */
export async function runDraft(request: string | undefined, flags: DraftFlags, context: CliContext): Promise<ExitCode> {
  if ((request === undefined) === (flags.requests === undefined))
    throw new CliError('give either a request or --requests <file>')
  if (flags.requests !== undefined && flags.pipeline !== undefined)
    throw new CliError('--pipeline goes with a request; those of --requests name their own')
  const { catalog: source } = await readCatalog(flags.catalog, context)
  const catalog = preparePlannerCatalog(source)
  if (flags.requests !== undefined) return draftFile(flags.requests, flags, catalog, context)
  const pipeline = flags.pipeline === undefined ? undefined : await readText(flags.pipeline, context)
  const draft = await draftOne(request ?? '', pipeline, flags, catalog, context)
  if (flags.json === true) {
    const { graph, flat: _, question, ...rest } = draft
    writeJson(context.stdout, {
      ...rest,
      plan: graph,
      ...(question === undefined ? {} : { question: question.text, options: question.options ?? [] }),
    })
  } else tell(draft, flags.out, context)
  if (flags.json !== true && draft.document !== undefined && pipeline !== undefined)
    tellChanges(pipeline, draft.document, catalog, context)
  if (flags.out !== undefined && draft.document !== undefined) {
    await writeText(flags.out, draft.document, context)
    if (flags.json !== true) context.stderr.write(plainText(`✔ written to ${flags.out}\n`))
  }
  return draft.outcome === 'plan' ? EXIT.fine : EXIT.failed
}

async function draftOne(
  request: string,
  pipeline: string | undefined,
  flags: DraftFlags,
  catalog: PlannerCatalog,
  context: CliContext,
): Promise<Drafted> {
  const session = sessionOf(flags)
  if (flags.planner === 'typed') {
    const options = { context: session }
    return pipeline === undefined
      ? draftPipeline(request, catalog, options)
      : editDraft(request, pipeline, catalog, options)
  }
  const { draftWithModel, editWithModel } = await import('@odp/agent/llm')
  const options = await modelOptions(flags.planner, session, context)
  return pipeline === undefined
    ? draftWithModel(request, catalog, options)
    : editWithModel(request, pipeline, catalog, options)
}

/** A draft, with why a model gave nothing to it. */
type Drafted = Draft & Pick<Partial<LlmDraft>, 'failure'>

/** The pipeline goes to standard output, what is to be told about it to standard error. */
function tell(draft: Drafted, out: string | undefined, context: CliContext): void {
  const say = (text: string) => context.stderr.write(plainText(`${text}\n`))
  if (draft.document !== undefined && out === undefined) context.stdout.write(draft.document)
  if (draft.question !== undefined) say(`? ${draft.question.text}`)
  if (draft.document !== undefined && draft.failure !== undefined)
    say(`! made without the model, by the typed planner: ${draft.failure.message}`)
  if (draft.missing !== undefined) say(`✖ ${draft.missing}`)
  for (const reason of draft.policy ?? []) say(`✖ refused: ${reason}`)
  if (draft.outcome === 'policy' && draft.document !== undefined) say('! the pipeline is the rest, without that')
  const uncertain = draft.uncertain_words ?? []
  for (const { said, read_as, uses } of uncertain)
    say(`! '${said}' is no word of the catalog; read as '${read_as}' of ${uses}`)
  const unused = draft.unused_words.filter((word) => uncertain.every(({ said }) => said !== word))
  if (unused.length > 0) say(`! not used: ${unused.join(', ')}`)
}

/** What an edit did, step by step. */
function tellChanges(before: string, after: string, catalog: PlannerCatalog, context: CliContext): void {
  const [old, fresh] = [before, after].map((text) => parsePipeline(text).pipeline)
  if (old === undefined || fresh === undefined) return
  context.stderr.write(plainText(renderDiff(diffPipelines(old, fresh, { catalog: catalog.index }))))
}

async function draftFile(
  file: string,
  flags: DraftFlags,
  catalog: PlannerCatalog,
  context: CliContext,
): Promise<ExitCode> {
  const { value, issues } = readYaml(await readText(file, context))
  if (value === undefined)
    throw new CliError(`'${file}' cannot be read: ${issues[0]?.message ?? 'it is empty'}`, EXIT.failed)
  const document = objectOf(value)
  if (!Array.isArray(document.requests)) throw new CliError(`'${file}' has no list 'requests'`, EXIT.failed)
  const requests = document.requests.map((entry, at) => readRequest(entry, file, at))
  const lines: string[] = []
  const session = sessionOf(flags, readContext(document.context))
  if (flags.planner === 'typed') {
    for (const prediction of draftRequests(requests, catalog, session)) lines.push(`${JSON.stringify(prediction)}\n`)
  } else {
    const { draftRequestsWithModel } = await import('@odp/agent/llm')
    const options = await modelOptions(flags.planner, session, context)
    for await (const prediction of draftRequestsWithModel(requests, catalog, options))
      lines.push(`${JSON.stringify(prediction)}\n`)
  }
  if (flags.out === undefined) context.stdout.write(lines.join(''))
  else await writeText(flags.out, lines.join(''), context)
  return EXIT.fine
}

function readRequest(value: Json, file: string, at: number): DraftRequest {
  const { id, request, paraphrases, pipeline } = objectOf(value)
  if (typeof id !== 'string' || typeof request !== 'string')
    throw new CliError(`request ${at + 1} of '${file}' needs the texts 'id' and 'request'`, EXIT.failed)
  return {
    id,
    request,
    ...(Array.isArray(paraphrases) ? { paraphrases: paraphrases.filter((text) => typeof text === 'string') } : {}),
    ...(typeof pipeline === 'string' ? { pipeline } : {}),
  }
}

/** The session that a file of requests is meant for. */
export function readContext(value: Json | undefined): PlannerContext {
  const { workspace_id, project_id, mode, role, budget_cost_units, allowed_webhook_hosts } = objectOf(value)
  const defaults = sessionOf({})
  return {
    workspace_id: typeof workspace_id === 'string' ? workspace_id : defaults.workspace_id,
    project_id: typeof project_id === 'string' ? project_id : defaults.project_id,
    mode: mode === 'brave' ? 'brave' : 'safe',
    ...(typeof role === 'string' ? { role } : {}),
    ...(typeof budget_cost_units === 'number' ? { budget_cost_units } : {}),
    ...(Array.isArray(allowed_webhook_hosts)
      ? { allowed_webhook_hosts: allowed_webhook_hosts.filter((host) => typeof host === 'string') }
      : {}),
  }
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
