import { shorten } from '../document/clean-text.js'

/** A label beside its node; `y` is the baseline, `x` the left end. */
export interface PlacedLabel {
  text: string
  x: number
  y: number
  size: number
  width: number
}

interface Circle {
  x: number
  y: number
  radius: number
  label: string
}

interface LabelOptions {
  width: number
  height: number
  labels: { most: number; smallest: number; largest: number }
  measure: (text: string, size: number) => number
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Labels for the most important nodes (positions in `order`), each where it covers no other label and as few nodes as can be. */
export function placeLabels(
  circles: readonly Circle[],
  order: readonly number[],
  options: LabelOptions,
): PlacedLabel[] {
  const { most, smallest, largest } = options.labels
  const biggest = circles.reduce((radius, circle) => Math.max(radius, circle.radius), 0)
  const taken: Box[] = []
  const labels: PlacedLabel[] = []
  for (const position of order.slice(0, most * 3)) {
    if (labels.length >= most) break
    const circle = circles[position]
    if (circle === undefined || circle.label === '') continue
    const size = smallest + (largest - smallest) * (biggest > 0 ? circle.radius / biggest : 1) ** 2
    const text = shorten(circle.label, 28)
    const width = options.measure(text, size)
    const place = candidates(circle, width, size)
      .filter((box) => box.left >= 0 && box.top >= 0 && box.right <= options.width && box.bottom <= options.height)
      .filter((box) => !taken.some((other) => overlaps(box, other)))
      .map((box) => ({ box, covered: covered(box, circles, position) }))
      .reduce<{ box: Box; covered: number } | undefined>(
        (best, next) => (best === undefined || next.covered < best.covered ? next : best),
        undefined,
      )
    // A label over its neighbours' nodes does more harm than a missing one, except for the few that matter most.
    if (place === undefined || place.covered > (labels.length < 6 ? 40 : 1.2) * biggest * size) continue
    taken.push(place.box)
    labels.push({ text, x: place.box.left, y: place.box.top + size * 0.86, size, width })
  }
  return labels
}

function candidates({ x, y, radius }: Circle, width: number, size: number): Box[] {
  const gap = size * 0.3
  const height = size * 1.15
  const slant = radius * 0.72
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height })
  return [
    at(x + radius + gap, y - height / 2),
    at(x - radius - gap - width, y - height / 2),
    at(x - width / 2, y - radius - gap / 2 - height),
    at(x - width / 2, y + radius + gap / 2),
    at(x + slant + gap / 2, y - slant - height),
    at(x + slant + gap / 2, y + slant),
    at(x - slant - gap / 2 - width, y - slant - height),
    at(x - slant - gap / 2 - width, y + slant),
  ]
}

/** The area of the box that lies over circles (as squares), its own not counted. */
function covered(box: Box, circles: readonly Circle[], own: number): number {
  let area = 0
  circles.forEach(({ x, y, radius }, position) => {
    if (position === own) return
    const wide = Math.min(box.right, x + radius) - Math.max(box.left, x - radius)
    const high = Math.min(box.bottom, y + radius) - Math.max(box.top, y - radius)
    if (wide > 0 && high > 0) area += wide * high
  })
  return area
}

function overlaps(one: Box, two: Box): boolean {
  const air = (one.bottom - one.top) * 0.12
  return (
    one.left < two.right + air && one.right + air > two.left && one.top < two.bottom + air && one.bottom + air > two.top
  )
}
