import type { Answer, ExecutionEstimate, ExecutionState, StepState } from '@odp/dsl/plan'
import { SkipReasons } from '../progress/skip-reasons.js'
import { stepDetail } from '../progress/step-detail.js'
import { stepMark } from '../progress/step-mark.js'
import type { Colors } from './colors.js'
import { formatDuration } from './format-duration.js'
import { plainLine } from './plain-text.js'

/** An execution for people: its state, its steps, what they ask and how that is answered, and what people have done. */
export function statusText(state: ExecutionState, now: number, colors: Colors): string {
  const { execution_id: id, status, started_at, ended_at, cost_units, failure, approval, audit } = state
  const cost = cost_units === 0 ? [] : [`${cost_units} ${cost_units === 1 ? 'unit' : 'units'}`]
  const facts = [status, formatDuration((ended_at ?? now) - started_at), ...cost].join(' · ')
  const lines = [`${colors.bold(plainLine(id))} ${colors.dim(`· ${facts}`)}`]
  if (failure !== undefined) lines.push(`  ${colors.red(`${failure.code}: ${plainLine(failure.message)}`)}`)
  lines.push(...stepTexts(state, now, colors))
  if (approval !== undefined)
    lines.push('', ...estimateLines(approval.estimate, colors), ...approvalCommands(id, approval.digest, colors))
  const asking = [...state.steps, ...state.questions].filter(({ question }) => question !== undefined)
  if (asking.length > 0) lines.push('', ...asking.flatMap((step) => questionLines(id, step, colors)))
  if (audit.length > 0) lines.push('', ...audit.map((entry) => `  ${auditText(entry, colors)}`))
  return `${lines.join('\n')}\n`
}

/** Cost and duration on two lines. */
export function estimateLines({ cost_units, duration_seconds }: ExecutionEstimate, colors: Colors): string[] {
  const line = (name: string, value: string) => `  ${colors.dim(name.padEnd(9))} ${value}`
  const seconds = (value: number) => formatDuration(value * 1000)
  return [
    line(
      'cost',
      rangeText(cost_units, (value) => `${Math.round(value * 100) / 100}`, ' units'),
    ),
    line('duration', rangeText(duration_seconds, seconds, '')),
  ]
}

/** The digest, and the commands that decide. */
export function approvalCommands(id: string, digest: string, colors: Colors): string[] {
  return [
    `  ${colors.dim('digest   ')} ${digest}`,
    `  ${colors.dim('approve  ')} odp approve ${plainLine(id)} --digest ${digest}`,
    `  ${colors.dim('reject   ')} odp reject ${plainLine(id)}`,
  ]
}

/** A question with the command of each answer. */
export function questionLines(
  id: string,
  { id: step, question }: Pick<StepState, 'id' | 'question'>,
  colors: Colors,
): string[] {
  if (question === undefined) return []
  const { message, choices } = question
  return [
    `  ${colors.yellow('?')} ${plainLine(step)}: ${plainLine(message)}`,
    ...choices.map((choice) => `    ${answerCommand(plainLine(id), plainLine(step), choice)}`),
  ]
}

function answerCommand(id: string, step: string, choice: Answer): string {
  // Brackets mean something to a shell.
  const name = /^[\w-]+$/.test(step) ? step : `'${step}'`
  return `odp answer ${id} ${name} ${choice}`
}

function rangeText(
  range: readonly [number, number, number | null] | null,
  write: (value: number) => string,
  unit: string,
) {
  if (range === null) return 'unknown: give a catalog with estimates'
  const [least, expected, most] = range
  if (least === most) return `${write(expected)}${unit}`
  return `${write(expected)}${unit} (${write(least)} – ${most === null ? '∞' : write(most)})`
}

function stepTexts({ steps, questions }: ExecutionState, now: number, colors: Colors): string[] {
  const reasons = new SkipReasons()
  const states = new Map(steps.map((step) => [step.id, step]))
  const all = [...steps, ...questions]
  const depth = ({ parent }: StepState): number => {
    const around = parent === undefined ? undefined : states.get(parent)
    return around === undefined ? 0 : 1 + depth(around)
  }
  const detailOf = (step: StepState) => {
    if (step.reused === 'replay') return 'reused'
    // What it waits for stands in the plan, which a status does not bring.
    if (step.status === 'pending') return ''
    return stepDetail(step, { id: step.id, depth: 0, waits_for: [], on_demand: false }, states, reasons)
  }
  const names = all.map((step) => `${'  '.repeat(depth(step))}${plainLine(step.id)}`)
  const width = Math.max(0, ...names.map((name) => name.length))
  return all.map((step, index) => {
    const took = step.started_at === undefined ? '' : formatDuration((step.ended_at ?? now) - step.started_at)
    const detail = detailOf(step)
    const text = `${(names[index] ?? '').padEnd(width)}  ${step.status.padEnd(9)}  ${took.padStart(10)}  ${detail}`
    return `  ${stepMark(step, colors)} ${text.trimEnd()}`
  })
}

function auditText(
  { time, operation, by, reason, step, value }: ExecutionState['audit'][number],
  colors: Colors,
): string {
  const what = [operation, step, value].filter((part) => part !== undefined).join(' ')
  const who = by === undefined ? '' : ` by ${by}`
  const why = reason === undefined ? '' : `: ${reason}`
  return `${colors.dim(new Date(time).toISOString())}  ${plainLine(`${what}${who}${why}`)}`
}
