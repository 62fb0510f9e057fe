import { z } from 'zod'
import { assessRiskOutput } from './assess-risk.ts'
import { deepDiveOutput } from './deep-dive.ts'
import { listPackagesOutput } from './list-packages.ts'
import { maintainerGraphOutput } from './maintainer-graph.ts'
import { mergePeopleOutput } from './merge-people.ts'

/** What the report and the five findings are made from: of the outputs of the steps before only what is told. */
export const reportInputs = z.object({
  listed: listPackagesOutput.pick({ workspace: true, count: true, own_packages: true, unreadable: true, capped: true }),
  people: mergePeopleOutput.omit({ people: true, package_people: true, installed: true }),
  graph: maintainerGraphOutput.omit({ graph: true }),
  risk: assessRiskOutput.omit({ dataset: true }),
  dossier: deepDiveOutput.nullable().describe('null when the deep dive was not taken'),
  quality: z
    .object({
      scores: z.object({ relevance: z.number().optional(), completeness: z.number().optional() }),
      problems: z.array(z.string()),
    })
    .optional()
    .describe('what the validation step measured'),
  generated_at: z.string().optional().describe('ISO 8601'),
})

export type ReportInputs = z.infer<typeof reportInputs>
