import { median } from './measure.mjs'

const worker = ({ worker: times }) => times
const both = (result) => result.worker.map((time, round) => time + result.server[round])
const wall = ({ wall: times }) => times

/** What is compared with what; medians, and the ratio of each round where both were measured in it. */
const GOALS = [
  ['sequential step, worker CPU', 1.05, 'sequence 100', 'odp', 'hand', worker],
  ['sequential step (10), worker CPU', 1.05, 'sequence 10', 'odp', 'hand', worker],
  ['sequential step (1,000), worker CPU', 1.05, 'sequence 1000', 'odp', 'hand', worker],
  ['100 cheap steps, wall', 0.3, 'sequence 100', 'odp-local', 'hand', wall],
  ['100 cheap steps, CPU of worker and server', 0.35, 'sequence 100', 'odp-local', 'hand', both],
  ['100 pure steps, wall', 0.05, 'sequence 100', 'odp-pure', 'hand', wall],
  ['100 pure steps, CPU of worker and server', 0.05, 'sequence 100', 'odp-pure', 'hand', both],
  ['loop of 500 in batches, wall', 0.05, 'loop 500', 'odp-batch', 'odp', wall],
  ['loop of 500 in batches, CPU of worker and server', 0.05, 'loop 500', 'odp-batch', 'odp', both],
  ['200 at once, time of hand-written', 1 / 0.95, '200 at once, sequence 10', 'odp', 'hand', wall],
]

export function goalRows(results) {
  const rows = []
  for (const [title, most, shape, contender, base, read] of GOALS) {
    const [mine, other] = [results[shape]?.[contender], results[shape]?.[base]]
    if (mine === undefined || other === undefined) continue
    const [of, to] = [read(mine), read(other)]
    const ratio = median(of) / median(to)
    const each = of.length === to.length && of.length < 40 ? of.map((value, index) => value / to[index]) : []
    const range = each.length === 0 ? '' : `${Math.min(...each).toFixed(3)} – ${Math.max(...each).toFixed(3)}`
    rows.push(`| ${title} | ${most.toFixed(2)} | ${ratio.toFixed(3)}${ratio > most ? ' **missed**' : ''} | ${range} |`)
  }
  for (const [shape, contenders] of Object.entries(results)) {
    const steps = Number(/\d+$/.exec(shape)[0])
    if (contenders.odp === undefined) continue
    const bytes = contenders.odp.bytes / steps
    rows.push(`| history bytes a step, ${shape} | 600 | ${bytes.toFixed(0)}${bytes > 600 ? ' **missed**' : ''} | |`)
  }
  return rows
}
