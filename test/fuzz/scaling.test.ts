import { checkPipeline, estimatePipeline, indexCatalog, planPipeline } from '@odp/dsl'
import { expect, test } from 'vitest'
import { BLOCK_FAMILIES } from './scaling-blocks.ts'
import { CHAIN_FAMILIES } from './scaling-chains.ts'
import type { ScalingFamily } from './scaling-family.ts'
import { NAME_FAMILIES } from './scaling-names.ts'
import { VALUE_FAMILIES } from './scaling-values.ts'

/** Times that are shorter say more of the machine than of the work. */
const SHORTEST_MS = 25

/** The larger document is four times as large: work that grows with it takes 4 times as long, with its square 16 times. */
const GROWTH = 4
const MOST_GROWTH = 11

const PORTS = {
  installation: { connectors: [], isRunnable: () => true },
  availability: { of: () => ({ free: 1, total: 2 }) },
  quota: { limit: () => ({ gpu: 5 }) },
}

/** What checking, estimating and planning take of this thread, in milliseconds. */
function workOf({ make }: ScalingFamily, size: number): number {
  const { document, catalog } = make(size)
  const index = catalog === undefined ? undefined : indexCatalog(catalog)
  const before = process.threadCpuUsage()
  const { report, methods } = checkPipeline(document, index === undefined ? PORTS : { ...PORTS, catalog: index })
  if (index !== undefined) estimatePipeline(document, { catalog: index })
  if (report.valid) planPipeline(document, { methods })
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** Others use the machine too, so growth that seems too large is measured again. */
function growthOf(family: ScalingFamily, size: number): number {
  let growth = Number.POSITIVE_INFINITY
  for (let repeat = 0; repeat < 3 && growth > MOST_GROWTH; repeat += 1) {
    const small = Math.max(workOf(family, Math.ceil(size / GROWTH)), SHORTEST_MS)
    growth = Math.min(growth, workOf(family, size) / small)
  }
  return growth
}

test.each([...CHAIN_FAMILIES, ...BLOCK_FAMILIES, ...NAME_FAMILIES, ...VALUE_FAMILIES])(
  'work grows with the document: $name',
  (family) => {
    expect(growthOf(family, Math.ceil(family.largest / 5))).toBeLessThan(MOST_GROWTH)
  },
)
