import type { NodeShape } from './graph-scene.js'

/** The corners of a shape that looks about as large as the circle of that radius. */
export function shapeCorners(
  shape: Exclude<NodeShape, 'circle'>,
  x: number,
  y: number,
  radius: number,
): [number, number][] {
  const corners = { square: 4, diamond: 4, triangle: 3 }[shape]
  const turn = { square: Math.PI / 4, diamond: 0, triangle: -Math.PI / 2 }[shape]
  return Array.from({ length: corners }, (_, corner) => {
    const angle = turn + (corner * 2 * Math.PI) / corners
    return [x + Math.cos(angle) * radius * 1.1, y + Math.sin(angle) * radius * 1.1]
  })
}
