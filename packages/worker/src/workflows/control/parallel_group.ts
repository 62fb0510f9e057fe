import { isJsonObject } from '@odp/dsl/plan'
import { completedOutputs } from '../interpreter/completed-outputs.js'
import { Limiter } from '../interpreter/limiter.js'
import type { Control } from './control.js'

/** `parallel_group`: opens its block; `parallel_config.max_parallel` bounds the work inside that runs at once. */
export const parallelGroup: Control = {
  prepare(step, interpreter) {
    const bounds = step.node.config?.parallel_config
    const most = isJsonObject(bounds) && typeof bounds.max_parallel === 'number' ? bounds.max_parallel : undefined
    return {
      kind: 'control',
      begin() {
        if (most !== undefined) step.control = { limiter: new Limiter(most) }
        interpreter.openBlock(step, 'steps')
        if (step.open === 0) interpreter.later(() => interpreter.finishControl(step))
      },
    }
  },
  outputs: (step) => completedOutputs(step.scope.block(step.node.id, 'steps')),
}
