import { z } from 'zod'
import { assessRiskOutput } from './assess-risk.ts'
import { deepDiveOutput } from './deep-dive.ts'
import { listPackagesOutput } from './list-packages.ts'
import { maintainerGraphOutput } from './maintainer-graph.ts'
import { mergePeopleOutput } from './merge-people.ts'
import { type PackageFacts, packageFacts } from './package-facts.ts'
import { packageRecord } from './package-record.ts'

/** What the report, the five findings and the CSV are made from: the outputs of the steps before. */
export const reportInputs = z.object({
  listed: listPackagesOutput.pick({ workspace: true, count: true, own_packages: true, unreadable: true }),
  packages: z.array(packageRecord.nullable()),
  people: mergePeopleOutput,
  graph: maintainerGraphOutput,
  risk: assessRiskOutput,
  dossier: deepDiveOutput.nullable().optional().describe('missing when the deep dive was not taken'),
  checks: z
    .array(z.object({ label: z.string(), value: z.string() }))
    .optional()
    .describe('what the validation step measured'),
  generated_at: z.string().optional(),
})

export type ReportInputs = z.infer<typeof reportInputs>

/** The packages of a report with what follows from the whole. */
export function factsOf(inputs: ReportInputs): PackageFacts[] {
  return packageFacts(
    inputs.packages.filter((each) => each !== null),
    inputs.people,
  )
}

/** How few persons it takes until half of the packages name at least one of them, taking the one with the most each time. */
export function personsBehindHalf(facts: PackageFacts[]): { persons: number; packages: number } {
  const left = new Map<string, Set<string>>()
  for (const { record, persons } of facts) {
    for (const person of persons) left.set(person.id, (left.get(person.id) ?? new Set()).add(record.id))
  }
  const covered = new Set<string>()
  let persons = 0
  while (covered.size * 2 < facts.length) {
    let best: Set<string> | undefined
    for (const ids of left.values()) if (ids.size > (best?.size ?? 0)) best = ids
    if (best === undefined) break
    const taken = [...best]
    persons += 1
    for (const id of taken) covered.add(id)
    for (const ids of left.values()) for (const id of taken) ids.delete(id)
  }
  return { persons, packages: covered.size }
}
