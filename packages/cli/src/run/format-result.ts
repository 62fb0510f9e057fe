import { relative } from 'node:path'
import type { ExecutionResult, Plan } from '@odp/dsl/plan'
import type { Colors } from '../output/colors.js'
import { displayWidth, pad, shorten } from '../output/display-width.js'
import { formatBytes } from '../output/format-bytes.js'
import { formatDuration } from '../output/format-duration.js'
import { plainLine, plainText } from '../output/plain-text.js'
import { producedFiles } from './produced-files.js'

/** Results that are shown; the others are in `--json`. */
const SHOWN_RESULTS = 10

/** The end of a run for people: how it ended, the files, and what the last steps gave. */
export function formatResult(
  result: ExecutionResult,
  plan: Plan,
  cwd: string,
  columns: number,
  colors: Colors,
): string {
  const { status, failure, state, outputs } = result
  const took = formatDuration((state.ended_at ?? state.started_at) - state.started_at)
  const lines: string[] = []
  if (status === 'completed') lines.push(`${colors.green('✔')} completed in ${took}`)
  else if (status === 'cancelled') lines.push(`${colors.yellow('⊘')} cancelled after ${took}`)
  else {
    const code = failure === undefined ? '' : ` ${colors.dim(`[${failure.code}]`)} ${plainText(failure.message)}`
    lines.push(`${colors.red('✖')} failed after ${took}:${code}`)
  }
  const files = producedFiles(outputs)
  const paths = files.map(({ path }) => shownPath(path, cwd))
  const widest = Math.max(0, ...paths.map(displayWidth))
  for (const [index, { media_type, bytes }] of files.entries()) {
    const size = bytes === undefined ? '' : formatBytes(bytes)
    const facts = [size.padStart(8), media_type ?? ''].join('  ').trimEnd()
    lines.push(`  ${colors.cyan(pad(paths[index] ?? '', widest))}  ${colors.dim(facts)}`)
  }
  lines.push(...lastResults(result, plan, columns, colors))
  return `${lines.join('\n')}\n`
}

/** What those steps gave that no other step reads and that wrote no file. */
function lastResults({ outputs }: ExecutionResult, plan: Plan, columns: number, colors: Colors): string[] {
  const read = new Set(
    plan.nodes.flatMap((node) => [...(node.after ?? []), ...(node.parent === undefined ? [] : [node.parent])]),
  )
  const withFiles = new Set(producedFiles(outputs).map(({ step }) => step))
  const last = Object.entries(outputs).filter(([step]) => !read.has(step) && !withFiles.has(step))
  const widest = Math.max(0, ...last.slice(0, SHOWN_RESULTS).map(([step]) => step.length))
  const lines = last.slice(0, SHOWN_RESULTS).map(([step, value]) => {
    // A long value is cut to the line anyway; its own text need not be cleaned whole.
    const text = plainLine(JSON.stringify(value).slice(0, 4 * columns))
    return `  ${pad(step, widest)}  ${colors.dim(shorten(text, Math.max(20, columns - widest - 5)))}`
  })
  const rest = last.length - lines.length
  return rest > 0 ? [...lines, colors.dim(`  … and ${rest} more; --json prints all`)] : lines
}

function shownPath(path: string, cwd: string): string {
  const near = relative(cwd, path)
  return plainLine(near.startsWith('..') ? path : near)
}
