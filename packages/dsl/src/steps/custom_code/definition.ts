import * as z from 'zod'
import { defineStep } from '../define-step.js'
import { templatable } from '../step-keys.js'

/** Runs `execute(inputs)` of inline Python in a sandbox. */
export const customCode = defineStep({
  type: 'custom_code',
  summary: 'Runs inline Python in a sandbox.',
  keys: () => ({
    runtime: templatable(['python3.12']).describe('Language and version.'),
    code: z
      .strictObject({
        source: templatable(['inline']).describe('Where the code is.'),
        content: z.string().min(1).describe('The code; it defines `execute(inputs)`.'),
      })
      .describe('The code.'),
  }),
  modes: ['direct'],
  run: 'activity',
  about: 'code',
  timeout_minutes: 5,
  strings: { 'code.content': 'literal' },
  connector: () => ({ connector: 'python_sandbox', hint: 'configure the Python sandbox' }),
  example: {
    id: 'analyse',
    type: 'custom_code',
    runtime: 'python3.12',
    code: { source: 'inline', content: 'def execute(inputs):\n    return {"total": sum(inputs["numbers"])}\n' },
    inputs: { numbers: { from: '{{collect.numbers}}' } },
    outputs: { total: 'total' },
  },
})
