import type { ExecutionState, StepState } from '@odp/dsl/plan'
import type { Colors } from '../output/colors.js'
import { displayWidth, pad, shorten } from '../output/display-width.js'
import { formatDuration } from '../output/format-duration.js'
import { SkipReasons } from './skip-reasons.js'
import { stepDetail } from './step-detail.js'
import type { StepPlace } from './step-layout.js'
import { stepMark } from './step-mark.js'

/** How a state is drawn. */
export interface StepLinesView {
  readonly columns: number
  /** Milliseconds since 1970: how long running steps have taken. */
  readonly now: number
  /** Number of the frame, for signs that turn. */
  readonly frame: number
}

const WIDEST_NAME = 40
const DURATION_PLACES = 12

/** One line a step: sign, name, duration, detail. */
export function stepLines(
  state: ExecutionState,
  layout: readonly StepPlace[],
  view: StepLinesView,
  colors: Colors,
): string[] {
  const reasons = new SkipReasons()
  const states = new Map(state.steps.map((step) => [step.id, step]))
  const names = layout.map(({ id, depth }) => '  '.repeat(depth) + id)
  const nameWidth = Math.min(WIDEST_NAME, Math.max(0, ...names.map(displayWidth)))
  return layout.flatMap((place, index) => {
    const step = states.get(place.id)
    if (step === undefined) return []
    const name = pad(shorten(names[index] ?? place.id, nameWidth), nameWidth)
    const indent = /^ */.exec(name)?.[0] ?? ''
    const duration = durationOf(step, view.now).padStart(DURATION_PLACES)
    // Four places: margin, sign and a blank; two before the detail.
    const room = view.columns - 4 - nameWidth - DURATION_PLACES - 2 - 1
    const detail = shorten(stepDetail(step, place, states, reasons), Math.max(10, room))
    const mark = stepMark(step, colors, view.frame)
    const line = `  ${indent}${mark} ${paintName(step, name.slice(indent.length), colors)}${colors.dim(duration)}`
    return [detail === '' ? line : `${line}  ${paintDetail(step, detail, colors)}`]
  })
}

function durationOf(step: StepState, now: number): string {
  if (step.started_at === undefined || step.status === 'skipped') return ''
  return formatDuration((step.ended_at ?? now) - step.started_at)
}

function paintName(step: StepState, name: string, colors: Colors): string {
  return step.status === 'pending' || step.status === 'skipped' ? colors.dim(name) : name
}

function paintDetail(step: StepState, detail: string, colors: Colors): string {
  if (step.status === 'failed') return step.rescued_by === undefined ? colors.red(detail) : colors.yellow(detail)
  if (step.status !== 'running') return colors.dim(detail)
  return detail.replace(/▇+/, (bar) => colors.cyan(bar)).replace(/▁+/, (bar) => colors.dim(bar))
}
