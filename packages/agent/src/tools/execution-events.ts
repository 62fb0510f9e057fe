import type { ExecutionEvent } from '@odp/dsl/plan'
import type { Execution } from '@odp/sdk'
import * as z from 'zod'
import { defineTool, executionArgument, verboseArgument } from './agent-tool.js'
import { failureWithoutText, soon, watchedExecution } from './watched-execution.js'

const USUAL_PAGE = 40

export const executionEventsTool = defineTool({
  name: 'execution_events',
  description:
    'What happened in an execution, a page at a time: give `next` as `after` for the page behind. Never waits. Messages are left out: they may hold what was read from outside.',
  input: z.strictObject({
    execution_id: executionArgument,
    after: z.int().min(0).optional().describe('Number of the last event that is known. Default 0.'),
    limit: z.int().min(1).max(500).optional().describe(`Most events. Default ${USUAL_PAGE}.`),
    verbose: verboseArgument,
  }),
  effect: 'reads',
  async run(context, { execution_id, after = 0, limit = USUAL_PAGE, verbose }) {
    const { execution, state } = await watchedExecution(context, execution_id)
    const page = await soon(readPage(execution, after, limit), execution_id)
    // A page that would be cut is made shorter, so that `next` follows what was shown.
    const events = fitting(page.map(eventLine), verbose === true ? 60_000 : 3_500)
    const last = page[events.length - 1]
    return {
      status: state.status,
      events,
      next: last?.sequence ?? after,
      more: state.sequence > (last?.sequence ?? after),
    }
  },
})

async function readPage(execution: Execution, after: number, limit: number): Promise<ExecutionEvent[]> {
  const page: ExecutionEvent[] = []
  for await (const event of execution.events({ after, follow: false })) {
    page.push(event)
    if (page.length >= limit) break
  }
  return page
}

function eventLine(event: ExecutionEvent) {
  const { sequence, type, time, step_id, attempt, failure, reused, by, question } = event
  return {
    sequence,
    type,
    time: new Date(time).toISOString(),
    ...(step_id === undefined ? {} : { step: step_id }),
    ...(attempt === undefined || attempt === 1 ? {} : { attempt }),
    ...(failure === undefined ? {} : { failure: failureWithoutText(failure).code }),
    ...(reused === undefined ? {} : { reused }),
    ...(by === undefined ? {} : { by: by.slice(0, 100) }),
    ...(question === undefined ? {} : { question: question.kind }),
  }
}

function fitting<Item>(items: readonly Item[], most: number): Item[] {
  let size = 0
  const shown = items.findIndex((item) => {
    size += JSON.stringify(item).length + 1
    return size > most
  })
  return shown < 0 ? [...items] : items.slice(0, Math.max(1, shown))
}
