import { z } from 'zod'
import type { PackageFacts } from './package-facts.ts'

/** Figures about the whole that only the full records give. */
export const overview = z.object({
  size_bytes: z.number().int(),
  nameless_compiled: z.number().int().describe('packages with compiled code that name no person and no organisation'),
  persons_behind_half: z
    .object({ persons: z.number().int(), packages: z.number().int() })
    .describe('how few persons it takes until half of the packages name at least one of them'),
})

export type Overview = z.infer<typeof overview>

/** Adds up what the report says about the whole. */
export function overviewOf(facts: PackageFacts[]): Overview {
  return {
    size_bytes: facts.reduce((sum, { record }) => sum + record.size_bytes, 0),
    nameless_compiled: facts.filter(
      ({ record, persons, organisations }) => record.native_count > 0 && persons.length + organisations.length === 0,
    ).length,
    persons_behind_half: personsBehindHalf(facts),
  }
}

/** Takes the person with the most packages each time. */
function personsBehindHalf(facts: PackageFacts[]): Overview['persons_behind_half'] {
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
