import * as z from 'zod'
import { defineStep, requirement } from '../define-step.js'
import { templatable } from '../step-keys.js'

const file = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    path: { type: 'string' },
    media_type: { type: 'string' },
    bytes: { type: 'integer' },
    sha256: { type: 'string' },
  },
  required: ['name', 'path', 'media_type', 'bytes', 'sha256'],
}

/** Writes a report, a picture or a dataset as a real file. */
export const output = defineStep({
  type: 'output',
  summary: 'Writes a report, a picture or a dataset.',
  keys: () => ({
    format: templatable(['pdf_report', 'graph_visualization', 'csv_dataset']).describe('Kind of file.'),
    template: z
      .string()
      .min(1)
      .optional()
      .describe('Report template of the catalog. Without it the inputs are laid out as they are.'),
    delivery: z
      .strictObject({
        method: templatable(['webhook']).describe('How the file is delivered.'),
        url: z.string().min(1).describe('Address of the webhook.'),
      })
      .optional()
      .describe('Where the file is sent. Without it the file is kept.'),
  }),
  modes: ['direct'],
  run: 'activity',
  about: 'result',
  timeout_minutes: 10,
  subject: true,
  requires: (step) => requirement('report_template', step.template, ['template']),
  connector: (step) =>
    step.delivery === undefined
      ? undefined
      : {
          connector: 'webhook',
          hint: 'configure the webhook connector with the hosts that may be called, or leave `delivery` out to keep the file',
        },
  outputs: () => ({ type: 'object', properties: { files: { type: 'array', items: file } }, required: ['files'] }),
  example: {
    id: 'report',
    type: 'output',
    format: 'pdf_report',
    template: 'risk_assessment_v1',
    inputs: { profile: { from: '{{collect.profile}}' } },
  },
})
