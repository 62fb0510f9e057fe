import type { GraphBlock } from '../document/report-document.js'
import { composeGraphScene, type GraphScene, type NodeShape } from '../graph/graph-scene.js'
import { shapeCorners } from '../graph/shape-corners.js'
import type { Sheet } from './sheet.js'
import { INK, MEASURE, PAGE, STYLE } from './theme.js'
import { fitLine } from './wrap-text.js'

/** A network as a figure over the whole width, with legend and caption. */
export function drawGraph(sheet: Sheet, block: GraphBlock): void {
  const { nodes } = block.graph
  const height = figureHeight(sheet, block)
  const scene = composeGraphScene(block.graph, {
    width: MEASURE,
    height,
    labels: { most: nodes.length <= 40 ? 40 : 32, smallest: 6.2, largest: 8.6 },
    measure: (text, size) => sheet.fonts.width(text, 'text', size),
  })
  const title = block.title === '' ? [] : sheet.wrap(block.title, STYLE.figureTitle, MEASURE, 2)
  sheet.need(title.length * STYLE.figureTitle.leading + height + 60)
  for (const line of title) {
    sheet.line(line, STYLE.figureTitle, PAGE.left, sheet.y)
    sheet.y += STYLE.figureTitle.leading
  }
  if (title.length > 0) sheet.y += 6
  sheet.pen.rect(PAGE.left, sheet.y, MEASURE, height).lineWidth(0.5).strokeColor(INK.line).stroke()
  if (nodes.length === 0)
    sheet.fit(
      'There is nothing to draw: the network has no nodes.',
      STYLE.caption,
      PAGE.left,
      sheet.y + 24,
      MEASURE,
      'center',
    )
  drawScene(sheet, scene, PAGE.left, sheet.y)
  sheet.y += height + 8
  drawLegend(sheet, scene)
  const words = [block.caption, ...scene.notes].filter((text) => text !== undefined && text !== '').join(' ')
  if (words !== '') sheet.flow(words, STYLE.caption)
}

/** Larger networks get more of the page; a figure shrinks a little rather than leave half a page empty. */
function figureHeight(sheet: Sheet, block: GraphBlock): number {
  const height = graphHeight(block)
  const room = sheet.room - 90
  return room < height && room > height * 0.72 ? room : height
}

/** The wanted height of the figure without title and legend. */
export function graphHeight({ graph }: GraphBlock): number {
  if (graph.nodes.length === 0) return 60
  return graph.nodes.length < 8 ? 190 : graph.nodes.length < 40 ? 300 : 410
}

function drawScene(sheet: Sheet, scene: GraphScene, left: number, top: number): void {
  const { pen } = sheet
  pen.save().translate(left, top)
  for (const { x1, y1, x2, y2, width, colour, opacity } of scene.lines) {
    pen.moveTo(x1, y1).lineTo(x2, y2).lineWidth(width).strokeColor(colour, opacity).stroke()
  }
  pen.strokeOpacity(1)
  for (const { x, y, radius, shape, colour } of scene.shapes) {
    tracePath(sheet, shape, x, y, radius)
    pen.lineWidth(0.5).fillAndStroke(colour, INK.paper)
  }
  for (const { text, x, y, size } of scene.labels) {
    for (const halo of [true, false]) {
      let at = x
      for (const run of sheet.fonts.runs(text, 'text', size)) {
        pen
          .font(run.font)
          .fontSize(size)
          .fillColor(INK.strong)
          .strokeColor(INK.paper, halo ? 0.85 : 1)
          .lineWidth(1.6)
          .lineJoin('round')
        pen.text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic', stroke: halo, fill: !halo })
        at += run.width
      }
    }
  }
  pen.restore()
  pen.strokeOpacity(1)
}

function drawLegend(sheet: Sheet, scene: GraphScene): void {
  if (scene.legend.length === 0) return
  let x: number = PAGE.left
  for (const { text, shape, colour } of scene.legend) {
    const line = fitLine(sheet.fonts, text, STYLE.small, 160)
    const width = line.width + 26
    if (x > PAGE.left && x + width > PAGE.left + MEASURE) {
      x = PAGE.left
      sheet.y += STYLE.small.leading + 1
      sheet.need(STYLE.small.leading)
    }
    tracePath(sheet, shape, x + 4, sheet.y + STYLE.small.leading / 2, 3.2)
    sheet.pen.fill(colour)
    sheet.line(line, STYLE.small, x + 12, sheet.y)
    x += width
  }
  sheet.y += STYLE.small.leading + 4
}

function tracePath(sheet: Sheet, shape: NodeShape, x: number, y: number, radius: number): void {
  if (shape === 'circle') sheet.pen.circle(x, y, radius)
  else sheet.pen.polygon(...shapeCorners(shape, x, y, radius))
}
