import { renderReplay } from '@odp/dsl'
import type { ReplayRequest } from '@odp/sdk'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { plainText } from '../output/plain-text.js'
import { writeJson } from '../output/write-json.js'
import { readCatalog } from '../sources/read-catalog.js'
import { readInput } from '../sources/read-input.js'
import { readPipeline } from '../sources/read-pipeline.js'
import { askRecord } from './ask-record.js'
import { onTaskQueueOf } from './on-task-queue.js'
import { authorOf, type OperationFlags } from './run-operation.js'
import { tellUntilEnded } from './tell-until-ended.js'

/** The options of `odp replay`. */
export interface ReplayFlags {
  readonly from?: string
  readonly input?: readonly string[]
  readonly inputFile?: string
  readonly pipeline?: string
  readonly catalog?: string
  readonly reuseAnswers?: boolean
  readonly preview?: boolean
  readonly outputDirectory?: string
  readonly address?: string
  readonly json?: boolean
}

/** Replays an execution, or says what that would do. */
export async function runReplay(id: string, flags: ReplayFlags, context: CliContext): Promise<ExitCode> {
  const catalog = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
  const request: ReplayRequest = {
    input: await readInput(flags.input ?? [], flags.inputFile, context),
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...(flags.pipeline === undefined ? {} : { pipeline: (await readPipeline(flags.pipeline, context)).pipeline }),
    ...(flags.reuseAnswers === undefined ? {} : { reuse_answers: flags.reuseAnswers }),
  }
  return onTaskQueueOf(id, flags, catalog, context, async (client, settings, worker) => {
    const execution = client.execution(id)
    let isAlone = false
    const alone = () => {
      isAlone = worker === undefined
    }
    const preview = await askRecord(execution, settings, () => execution.previewReplay(request), alone)
    const text = () => plainText(renderReplay(preview, preview.estimate))
    if (flags.preview) {
      if (flags.json) writeJson(context.stdout, preview)
      else context.stdout.write(text())
      return EXIT.fine
    }
    if (isAlone) {
      const message = `the worker that ran '${id}' has ended; give the code of the methods with --catalog FILE, a module`
      throw new CliError(`${message} that exports \`catalog\``)
    }
    if (!flags.json) context.stdout.write(text())
    const again = await execution.replay(request)
    if (flags.json) writeJson(context.stdout, { execution_id: again.id, reuse: Object.keys(preview.reuse) })
    else context.stdout.write(`execution ${again.id}\n`)
    return worker === undefined ? EXIT.fine : await tellUntilEnded(again, flags, context)
  })
}

/** Goes on with another pipeline. */
export async function runReplan(
  id: string,
  file: string,
  flags: OperationFlags & { readonly catalog?: string },
  context: CliContext,
): Promise<ExitCode> {
  const catalog = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
  const { pipeline } = await readPipeline(file, context)
  // The worker of the execution carries it out; none is started here.
  const known = catalog === undefined ? undefined : { catalog: catalog.catalog }
  return onTaskQueueOf(id, flags, known, context, async (client) => {
    const result = await client.execution(id).replan(pipeline, authorOf(flags, context))
    if (flags.json) writeJson(context.stdout, result)
    else context.stdout.write(`${colorsFor(context.stdout, context.env).green('✔')} ${id}: goes on with ${file}\n`)
    return EXIT.fine
  })
}
