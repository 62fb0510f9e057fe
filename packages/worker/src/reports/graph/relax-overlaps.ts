import type { Placed } from './placed-node.js'

/** Pushes circles apart, in place, until none is nearer to another than `gap` (or the rounds are used up). */
export function relaxOverlaps(nodes: readonly Placed[], gap: number, rounds = 120): void {
  const largest = nodes.reduce((most, node) => Math.max(most, node.radius), 0)
  const cell = Math.max(largest * 2 + gap, 1e-6)
  for (let round = 0; round < rounds; round += 1) {
    if (!pushApart(nodes, gap, cell)) return
  }
}

function pushApart(nodes: readonly Placed[], gap: number, cell: number): boolean {
  const grid = new Map<string, number[]>()
  nodes.forEach((node, index) => {
    const key = `${Math.floor(node.x / cell)} ${Math.floor(node.y / cell)}`
    const bucket = grid.get(key)
    if (bucket === undefined) grid.set(key, [index])
    else bucket.push(index)
  })
  let moved = false
  nodes.forEach((node, index) => {
    const column = Math.floor(node.x / cell)
    const row = Math.floor(node.y / cell)
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const other of grid.get(`${column + dx} ${row + dy}`) ?? []) {
          const neighbour = nodes[other]
          if (other > index && neighbour !== undefined && push(node, neighbour, gap, index + other)) moved = true
        }
      }
    }
  })
  return moved
}

function push(one: Placed, two: Placed, gap: number, tie: number): boolean {
  const wanted = one.radius + two.radius + gap
  let dx = two.x - one.x
  let dy = two.y - one.y
  let distance = Math.hypot(dx, dy)
  if (distance >= wanted - 1e-3) return false
  if (distance < 1e-6) {
    // On the same spot there is no direction to push in; the golden angle gives each pair its own.
    dx = Math.cos(tie * 2.399963)
    dy = Math.sin(tie * 2.399963)
    distance = 1
  }
  const overlap = wanted - Math.min(distance, wanted)
  const shift = (Math.max(overlap, wanted * 0.02) / 2 / distance) * 1.02
  one.x -= dx * shift
  one.y -= dy * shift
  two.x += dx * shift
  two.y += dy * shift
  return true
}
