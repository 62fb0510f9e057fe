import { cleanLine } from '../document/clean-text.js'
import { checkGraphData } from './check-graph-data.js'
import { estimateTextWidth } from './estimate-text-width.js'
import type { GraphData } from './graph-data.js'
import { composeGraphScene, type GraphScene, type NodeShape } from './graph-scene.js'
import { shapeCorners } from './shape-corners.js'

/** `legend` gives words for groups, by group; `seed` another arrangement (default 1). */
export interface SvgOptions {
  title: string
  caption?: string
  legend?: Readonly<Record<string, string>>
  seed?: number
}

const PAGE = { width: 1600, height: 1200, margin: 56 }
const FONT = "'DejaVu Sans', 'Noto Sans', 'Noto Sans CJK SC', Verdana, 'Segoe UI', Arial, sans-serif"

/**
 * Draws a network as a standalone SVG of 1600 × 1200 units: no script, no outside reference, every text escaped. The same graph always
 * gives the same text.
 *
 * @throws ReportError when the graph is malformed
 * @example
 * await writeFile('network.svg', renderSvg(graph, { title: 'Who publishes what', legend: { 1: 'Core team' } }))
 */
export function renderSvg(graph: GraphData, options: SvgOptions): string {
  const data = checkGraphData(graph)
  const title = cleanLine(options.title, 160)
  const caption = options.caption === undefined ? '' : cleanLine(options.caption, 400)
  const top = PAGE.margin + 36 + (caption === '' ? 0 : 32) + 20
  const scene = composeGraphScene(data, {
    width: PAGE.width - PAGE.margin * 2,
    height: PAGE.height - top - 150,
    seed: options.seed ?? 1,
    labels: { most: data.nodes.length <= 60 ? 60 : 48, smallest: 15, largest: 23 },
    measure: estimateTextWidth,
    ...(options.legend === undefined ? {} : { legend: options.legend }),
  })
  const head = [
    `<text x="${PAGE.margin}" y="${PAGE.margin + 28}" font-size="32" font-weight="700" fill="#1B2733">${escapeXml(fit(title, 32))}</text>`,
    caption === ''
      ? ''
      : `<text x="${PAGE.margin}" y="${PAGE.margin + 64}" font-size="19" fill="#5B6875">${escapeXml(fit(caption, 19))}</text>`,
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${PAGE.height}" viewBox="0 0 ${PAGE.width} ${PAGE.height}" role="img" font-family="${FONT}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(caption || `A network of ${count(data.nodes.length, 'node')} and ${count(data.edges.length, 'link')}`)}</desc>`,
    `<rect width="${PAGE.width}" height="${PAGE.height}" fill="#FFFFFF"/>`,
    ...head.filter((line) => line !== ''),
    `<g transform="translate(${PAGE.margin} ${top})">`,
    ...drawScene(scene),
    '</g>',
    ...drawLegend(scene, data),
    '</svg>',
    '',
  ].join('\n')
}

function drawScene(scene: GraphScene): string[] {
  if (scene.shapes.length === 0) {
    return [
      `<text x="${scene.width / 2}" y="${scene.height / 2}" font-size="22" fill="#5B6875" text-anchor="middle">There is nothing to draw: the network has no nodes.</text>`,
    ]
  }
  return [
    '<g fill="none" stroke-linecap="round">',
    ...scene.lines.map(
      (line) =>
        `<line x1="${n(line.x1)}" y1="${n(line.y1)}" x2="${n(line.x2)}" y2="${n(line.y2)}" stroke="${line.colour}" stroke-width="${n(line.width)}" stroke-opacity="${n(line.opacity)}"/>`,
    ),
    '</g>',
    '<g stroke="#FFFFFF" stroke-width="1.5">',
    ...scene.shapes.map(({ x, y, radius, shape, colour, label }) => drawShape(shape, x, y, radius, colour, label)),
    '</g>',
    '<g fill="#1B2733" stroke="#FFFFFF" stroke-width="4" stroke-linejoin="round" stroke-opacity="0.9" paint-order="stroke">',
    ...scene.labels.map(
      ({ text, x, y, size }) => `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}">${escapeXml(text)}</text>`,
    ),
    '</g>',
  ]
}

function drawLegend(scene: GraphScene, graph: GraphData): string[] {
  const lines: string[] = []
  const top = PAGE.height - 108
  lines.push(
    `<line x1="${PAGE.margin}" y1="${top - 22}" x2="${PAGE.width - PAGE.margin}" y2="${top - 22}" stroke="#D9DEE3"/>`,
  )
  let x = PAGE.margin
  let y = top + 8
  for (const { text, shape, colour } of scene.legend) {
    const words = fit(text, 17, 420)
    const width = estimateTextWidth(words, 17) + 56
    if (x > PAGE.margin && x + width > PAGE.width - PAGE.margin) {
      x = PAGE.margin
      y += 28
      if (y > PAGE.height - 60) break
    }
    lines.push(drawShape(shape, x + 8, y - 6, 8, colour))
    lines.push(`<text x="${n(x + 26)}" y="${n(y)}" font-size="17" fill="#3A4753">${escapeXml(words)}</text>`)
    x += width
  }
  const facts = [
    `${count(graph.nodes.length, 'node')}, ${count(graph.edges.length, 'link')}`,
    ...scene.notes,
    ...(scene.labels.length < scene.shapes.length ? ['only the most important nodes have labels'] : []),
  ]
  lines.push(
    `<text x="${PAGE.margin}" y="${PAGE.height - 32}" font-size="15" fill="#7A8792">${escapeXml(facts.join('  ·  '))}</text>`,
  )
  return lines
}

function drawShape(shape: NodeShape, x: number, y: number, radius: number, colour: string, label?: string): string {
  const body =
    label === undefined ? '/>' : `><title>${escapeXml(label)}</title></${shape === 'circle' ? 'circle' : 'path'}>`
  if (shape === 'circle') return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${colour}"${body}`
  return `<path d="M${shapeCorners(shape, x, y, radius)
    .map(([cx, cy]) => `${n(cx)} ${n(cy)}`)
    .join('L')}Z" fill="${colour}"${body}`
}

function fit(text: string, size: number, width = PAGE.width - PAGE.margin * 2): string {
  let points = Array.from(text)
  if (estimateTextWidth(text, size) <= width) return text
  while (points.length > 1 && estimateTextWidth(`${points.join('')}…`, size) > width) points = points.slice(0, -1)
  return `${points.join('').trimEnd()}…`
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
