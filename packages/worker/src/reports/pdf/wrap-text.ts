import { type FontSet, RIGHT_TO_LEFT, type Run } from './font-set.js'
import type { TextStyle } from './theme.js'

/** One line: its runs from left to right, and its width. */
export interface Line {
  runs: Run[]
  width: number
}

/** Breaks a text into lines no wider than `width`; words that do not fit are broken too. Beyond `most` lines an ellipsis ends the last. */
export function wrapText(
  fonts: FontSet,
  text: string,
  style: TextStyle,
  width: number,
  most = Number.POSITIVE_INFINITY,
): Line[] {
  const lines: string[][] = []
  const measure = (part: string) => fonts.width(part, style.face, style.size) + (style.spacing ?? 0) * part.length
  const blank = measure(' ')
  let full = false
  for (const paragraph of text.split('\n')) {
    let line: string[] = []
    let used = 0
    const words = paragraph.split(/[ \t]+/).filter((word) => word !== '')
    for (const piece of words.flatMap((word) => (measure(word) <= width ? [word] : breakWord(word, width, measure)))) {
      const needed = measure(piece)
      if (line.length > 0 && used + blank + needed > width + 0.01) {
        lines.push(line)
        line = []
        used = 0
      }
      used += needed + (line.length > 0 ? blank : 0)
      line.push(piece)
      if (lines.length > most) break
    }
    lines.push(line)
    full = lines.length > most
    if (full) break
  }
  const kept = full ? [...lines.slice(0, most - 1), ellipsis(lines[most - 1] ?? [], width, measure)] : lines
  return kept.map((words) => setLine(fonts, words, style))
}

/** One line, shortened with an ellipsis to fit. */
export function fitLine(fonts: FontSet, text: string, style: TextStyle, width: number): Line {
  return wrapText(fonts, text.replaceAll('\n', ' '), style, width, 1)[0] ?? { runs: [], width: 0 }
}

/** Prefers a place behind punctuation (paths, addresses, package names), else breaks where the line is full. */
function breakWord(word: string, width: number, measure: (part: string) => number): string[] {
  const pieces: string[] = []
  let piece: string[] = []
  let used = 0
  for (const point of Array.from(word)) {
    const needed = measure(point)
    if (piece.length > 0 && used + needed > width * 0.985) {
      const stop = piece.findLastIndex((other) => /[-/_.@:?&=,;|)]/.test(other)) + 1
      const end = stop > piece.length * 0.6 ? stop : piece.length
      pieces.push(piece.slice(0, end).join(''))
      piece = piece.slice(end)
      used = measure(piece.join(''))
    }
    piece.push(point)
    used += needed
  }
  return [...pieces, piece.join('')]
}

function ellipsis(words: string[], width: number, measure: (part: string) => number): string[] {
  let points = Array.from(words.join(' '))
  while (points.length > 0 && measure(`${points.join('')}…`) > width) points = points.slice(0, -1)
  return [`${points.join('').trimEnd()}…`]
}

function setLine(fonts: FontSet, words: readonly string[], style: TextStyle): Line {
  const runs = fonts.runs(inReadingOrder(words).join(' '), style.face, style.size)
  const letters = runs.reduce((sum, run) => sum + run.text.length, 0)
  return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) + (style.spacing ?? 0) * letters }
}

/** The font engine turns letters of a right-to-left word around, not the words of a line: neighbours of that kind swap places here. */
function inReadingOrder(words: readonly string[]): string[] {
  const ordered: string[] = []
  let waiting: string[] = []
  for (const word of words) {
    if (RIGHT_TO_LEFT.test(word)) waiting.unshift(word)
    else {
      ordered.push(...waiting, word)
      waiting = []
    }
  }
  return [...ordered, ...waiting]
}
