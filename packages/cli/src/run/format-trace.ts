import type { TraceLine } from '@odp/worker/in-process'
import type { Colors } from '../output/colors.js'
import { shorten } from '../output/display-width.js'
import { formatDuration } from '../output/format-duration.js'
import { plainLine } from '../output/plain-text.js'
import { SkipReasons } from '../progress/skip-reasons.js'
import { stepMark } from '../progress/step-mark.js'

/** Lines that are shown; `--json` has them all. */
const SHOWN = 500

const WORDS = {
  'step.started': { status: 'running', word: 'started' },
  'step.retrying': { status: 'running', word: 'is tried again' },
  'step.completed': { status: 'completed', word: 'completed' },
  'step.failed': { status: 'failed', word: 'failed' },
  'step.skipped': { status: 'skipped', word: 'skipped' },
  'step.cancelled': { status: 'cancelled', word: 'cancelled' },
} as const

/** The story of a dry run, an event a line: virtual time, step, what went in or came out, or why. */
export function formatTrace(trace: readonly TraceLine[], columns: number, colors: Colors): string {
  const steps = trace.filter((line) => line.step !== undefined)
  const reasons = new SkipReasons()
  const lines = steps.slice(0, SHOWN).map((line) => traceLine(line, reasons, columns, colors))
  const rest = steps.length - lines.length
  if (rest > 0) lines.push(colors.dim(`… and ${rest} more; --json prints all`))
  return lines.map((line) => `${line}\n`).join('')
}

function traceLine(line: TraceLine, reasons: SkipReasons, columns: number, colors: Colors): string {
  const { seconds, event, step = '', attempt, inputs, outputs, reason } = line
  const known = Object.hasOwn(WORDS, event) ? WORDS[event as keyof typeof WORDS] : undefined
  const mark = known === undefined ? ' ' : stepMark({ status: known.status }, colors)
  const time = formatDuration(seconds * 1000).padStart(11)
  const what = `${plainLine(step)}  ${known?.word ?? event}${attempt === undefined ? '' : `, attempt ${attempt}`}`
  const value = inputs ?? outputs
  const why = reason === undefined ? undefined : reasons.of(step, reason)
  const details = [value, why].filter((text) => text !== undefined)
  const left = Math.max(20, columns - time.length - what.length - 8)
  const detail = details.length === 0 ? '' : `  ${colors.dim(shorten(plainLine(details.join('  ')), left))}`
  return `${colors.dim(time)}  ${mark} ${what}${detail}`
}
