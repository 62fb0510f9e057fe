import type { ExecutionEvent } from '@odp/dsl/plan'
import type { Execution } from '@odp/sdk'

const ITEMS_A_LINE = 50

/** Where lines go; on a terminal the last one is drawn over. */
export interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** Tells an execution as it goes on: a line for each step that has ended, and how far the loop is. */
export async function showProgress(execution: Execution<unknown>, screen: Screen): Promise<void> {
  const startedAt = new Map<string, number>()
  // What a failure or a cancellation skips needs no lines.
  let isFailing = false
  let items = { settled: 0, failed: 0, count: 0 }
  const draw = (line: string) => screen.write(screen.isTTY ? `\r\u001b[2K${line}` : `${line}\n`)
  for await (const event of execution.events()) {
    const { step_id, time } = event
    if (step_id === undefined) continue
    if (event.type === 'step.started') startedAt.set(step_id, time)
    if (!hasEnded(event)) continue
    const [loop, inner] = step_id.split('[')
    if (inner !== undefined) {
      if (items.count === 0) items = { ...items, count: await countItems(execution, loop) }
      items = { ...items, settled: items.settled + 1, failed: items.failed + (event.type === 'step.failed' ? 1 : 0) }
      if (screen.isTTY || items.settled % ITEMS_A_LINE === 0) draw(`  ◐ ${loop}  ${items.settled}/${items.count}`)
    } else if (event.type !== 'step.skipped' || !isFailing) {
      isFailing ||= event.type === 'step.failed' || event.type === 'step.cancelled'
      const seconds = (time - (startedAt.get(step_id) ?? time)) / 1000
      draw(`  ${signOf(event)} ${step_id.padEnd(18)}${seconds.toFixed(1).padStart(6)} s${detailOf(event, loop, items)}`)
      if (screen.isTTY) screen.write('\n')
    }
  }
}

function hasEnded({ type }: ExecutionEvent): boolean {
  return type === 'step.completed' || type === 'step.failed' || type === 'step.skipped' || type === 'step.cancelled'
}

async function countItems(execution: Execution<unknown>, loop: string | undefined): Promise<number> {
  const { steps } = await execution.status()
  return steps.find(({ id }) => id === loop)?.items?.count ?? 0
}

function signOf({ type }: ExecutionEvent): string {
  return type === 'step.completed' ? '✔' : type === 'step.failed' ? '✖' : '⊘'
}

function detailOf(
  event: ExecutionEvent,
  step: string | undefined,
  items: { readonly settled: number; readonly failed: number },
): string {
  if (step === 'each_package')
    return `  ${items.settled} packages${items.failed > 0 ? `, ${items.failed} unreadable` : ''}`
  if (event.failure !== undefined) return `  ${event.failure.message}`
  return event.reason === undefined ? '' : `  ${event.reason}`
}
