import type { Placed } from './placed-node.js'

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * Moves the parts of a network next to each other, in place: parts of three and more nodes in a spiral around the largest, pairs and
 * single nodes in rows beneath, so that nothing small flies far away.
 */
export function packComponents(components: readonly (readonly Placed[])[], gap: number, aspect: number): void {
  const large = components.filter((component) => component.length > 2)
  const small = components.filter((component) => component.length <= 2)
  const boxes: Box[] = []
  for (const component of large) boxes.push(placeInSpiral(component, boxes, gap, aspect))
  packRows(small, boxes, gap, aspect)
}

/** The rectangle around circles. */
export function boundsOf(nodes: readonly Placed[]): Box {
  return nodes.reduce(
    (box, { x, y, radius }) => ({
      left: Math.min(box.left, x - radius),
      top: Math.min(box.top, y - radius),
      right: Math.max(box.right, x + radius),
      bottom: Math.max(box.bottom, y + radius),
    }),
    { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity },
  )
}

function moveTo(nodes: readonly Placed[], left: number, top: number): Box {
  const box = boundsOf(nodes)
  for (const node of nodes) {
    node.x += left - box.left
    node.y += top - box.top
  }
  return { left, top, right: left + box.right - box.left, bottom: top + box.bottom - box.top }
}

function placeInSpiral(nodes: readonly Placed[], boxes: readonly Box[], gap: number, aspect: number): Box {
  const own = boundsOf(nodes)
  const width = own.right - own.left
  const height = own.bottom - own.top
  const step = Math.max(Math.min(width, height) / 3, gap)
  for (let turn = 0; turn < 4000; turn += 1) {
    const distance = step * Math.sqrt(turn) * 0.8
    const x = Math.cos(turn * 2.399963) * distance * Math.sqrt(aspect) - width / 2
    const y = (Math.sin(turn * 2.399963) * distance) / Math.sqrt(aspect) - height / 2
    const free = boxes.every(
      (box) =>
        x + width + gap <= box.left || x >= box.right + gap || y + height + gap <= box.top || y >= box.bottom + gap,
    )
    if (free) return moveTo(nodes, x, y)
  }
  const lowest = boxes.reduce((most, box) => Math.max(most, box.bottom), 0)
  return moveTo(nodes, -width / 2, lowest + gap)
}

function packRows(
  components: readonly (readonly Placed[])[],
  boxes: readonly Box[],
  gap: number,
  aspect: number,
): void {
  if (components.length === 0) return
  const sizes = components.map((component) => boundsOf(component))
  const area = sizes.reduce((sum, box) => sum + (box.right - box.left + gap) * (box.bottom - box.top + gap), 0)
  const left = boxes.reduce((least, box) => Math.min(least, box.left), 0)
  const right = boxes.reduce((most, box) => Math.max(most, box.right), 0)
  const width = Math.max(right - left, Math.sqrt(area * aspect))
  let x = left
  let y = boxes.length === 0 ? 0 : boxes.reduce((most, box) => Math.max(most, box.bottom), -Infinity) + gap * 1.5
  let rowHeight = 0
  for (const component of components) {
    const box = boundsOf(component)
    if (x > left && x + box.right - box.left > left + width) {
      x = left
      y += rowHeight + gap
      rowHeight = 0
    }
    const placed = moveTo(component, x, y)
    x = placed.right + gap
    rowHeight = Math.max(rowHeight, placed.bottom - placed.top)
  }
}
