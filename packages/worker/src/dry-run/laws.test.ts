import { planPipeline } from '@odp/dsl'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomDocument } from '../in-process/random-document.fixture.js'
import { errorsOf } from '../in-process/run-document.fixture.js'
import { dryRun } from './dry-run.js'

const legal = randomDocument({ onError: true, onDemand: true }).filter((document) => errorsOf(document).length === 0)

test('made-up outputs serve every reader: no step fails, and the same seed gives the same run', async () => {
  await fc.assert(
    fc.asyncProperty(legal, fc.nat(1_000), async (document, seed) => {
      const plan = planPipeline(document)
      const result = await dryRun(plan, {}, { document, seed, sample_input: true })
      const failures = result.trace.filter(({ event }) => event === 'step.failed' || event === 'pipeline.failed')
      expect([result.status, failures]).toEqual(['completed', []])
      expect(await dryRun(plan, {}, { document, seed, sample_input: true })).toEqual(result)
    }),
    { numRuns: 100 },
  )
})
