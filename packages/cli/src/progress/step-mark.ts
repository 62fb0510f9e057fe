import type { StepState } from '@odp/dsl/plan'
import type { Colors } from '../output/colors.js'

const TURNING = ['◐', '◓', '◑', '◒']

/** The sign of a step's state. With a frame number the sign of a running step turns. */
export function stepMark(step: Pick<StepState, 'status' | 'rescued_by'>, colors: Colors, frame = 0): string {
  switch (step.status) {
    case 'pending':
      return colors.dim('○')
    case 'running':
      return colors.cyan(TURNING[frame % TURNING.length] ?? '◐')
    case 'waiting':
      return colors.yellow('?')
    case 'completed':
      return colors.green('✔')
    case 'failed':
      return step.rescued_by === undefined ? colors.red('✖') : colors.yellow('✖')
    case 'skipped':
      return colors.dim('⊘')
    case 'cancelled':
      return colors.yellow('⊘')
  }
}
