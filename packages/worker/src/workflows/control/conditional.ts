import { evaluateCondition, isJsonObject, parseExpression } from '@odp/dsl/plan'
import type { Control } from './control.js'

/** `conditional`: opens one branch and skips the other. */
export const conditional: Control = {
  prepare(step, interpreter) {
    const condition = step.node.config?.condition
    const text = isJsonObject(condition) ? String(condition.expression) : ''
    const outcome = evaluateCondition(parseExpression(text), { scope: step.scope })
    if (outcome.kind === 'unavailable') return outcome
    if (outcome.kind === 'error') {
      return {
        kind: 'failed',
        failure: { code: 'expression_failed', message: `condition: ${outcome.message}`, retryable: false },
      }
    }
    const [taken, other] = outcome.value === true ? ['if_true', 'if_false'] : ['if_false', 'if_true']
    return {
      kind: 'control',
      begin() {
        step.control = { branch: taken }
        interpreter.openBlock(step, taken)
        interpreter.closeBlock(step, other, { text: `branch ${taken} of '${step.node.id}' was taken` })
        if (step.open === 0) interpreter.later(() => interpreter.finishControl(step))
      },
    }
  },
  outputs: (step) => ({ branch: step.control?.branch ?? 'if_false' }),
}
