import { setTimeout } from 'node:timers/promises'
import type { ExecutionState } from '@odp/dsl/plan'
import { createLogUpdate } from 'log-update'
import type { TextOutput } from '../cli-context.js'
import type { Colors } from '../output/colors.js'
import { shorten } from '../output/display-width.js'
import { formatDuration } from '../output/format-duration.js'
import { foldLines } from './fold-lines.js'
import type { Progress } from './progress.js'
import { type StepPlace, stepLayout } from './step-layout.js'
import { stepLines } from './step-lines.js'

/** Milliseconds between two pictures. */
const FRAME_MS = 125
/** Milliseconds between two questions for the state: each costs the worker a task. */
const POLL_MS = 200

/** Draws a run on a terminal: every step on a line of its own, in place. */
export function terminalProgress(output: TextOutput, colors: Colors): Progress {
  const draw = createLogUpdate(output as NodeJS.WriteStream)
  let isCancelling = false
  let isPaused = false
  let frame = 0

  const columns = () => output.columns ?? 80
  const header = (state: ExecutionState, now: number) => {
    const title = shorten(state.execution_id, columns() - 16)
    return `${colors.bold(title)} ${colors.dim(`· ${formatDuration((state.ended_at ?? now) - state.started_at)}`)}`
  }
  const footer = (state: ExecutionState) => {
    const settled = state.steps.filter(isSettled).length
    const advice = isCancelling ? 'cancelling; Ctrl-C again ends at once' : 'Ctrl-C cancels'
    return colors.dim(`  ${settled} of ${state.steps.length} steps settled · ${advice}`)
  }
  const picture = (state: ExecutionState, layout: readonly StepPlace[]) => {
    const now = Date.now()
    frame += 1
    const lines = stepLines(state, layout, { columns: columns(), now, frame: Math.floor(frame / 2) }, colors)
    const open = new Set(state.steps.filter((step) => !isSettled(step)).map(({ id }) => id))
    const first = layout.findIndex(({ id }) => open.has(id))
    const rows = Math.max(3, (output.rows ?? 24) - 3)
    return [header(state, now), ...foldLines(lines, Math.max(0, first), rows), footer(state)].join('\n')
  }

  return {
    note(message) {
      draw(colors.dim(shorten(`${message} …`, columns() - 1)))
    },
    cancelling() {
      isCancelling = true
    },
    pause() {
      isPaused = true
      draw.clear()
      draw.done()
    },
    resume() {
      isPaused = false
    },
    async follow(execution, plan, ended) {
      const layout = stepLayout(plan)
      let over = false
      let state: ExecutionState | undefined
      const end = ended
        .catch(() => {})
        .then(() => {
          over = true
        })
      const poll = (async () => {
        while (!over) {
          state = await execution.status().catch(() => state)
          await Promise.race([end, setTimeout(POLL_MS)])
        }
      })()
      while (!over) {
        if (state !== undefined && !isPaused) draw(picture(state, layout))
        await Promise.race([end, setTimeout(FRAME_MS)])
      }
      await poll
      state = await execution.status().catch(() => state)
      draw.clear()
      draw.done()
      if (state === undefined) return
      const now = Date.now()
      const lines = stepLines(state, layout, { columns: columns(), now, frame: 0 }, colors)
      output.write(`${[header(state, now), ...lines].join('\n')}\n`)
    },
  }
}

function isSettled({ status }: { readonly status: string }): boolean {
  return status !== 'pending' && status !== 'running' && status !== 'waiting'
}
