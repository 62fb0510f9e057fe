import type { Severity } from '../document/report-document.js'

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 59, right: 59, top: 84, bottom: 70 } as const

/** The width of the text. */
export const MEASURE = PAGE.width - PAGE.left - PAGE.right

/** One accent colour; everything else is grey, except severities and the figures. */
export const INK = {
  text: '#1F2933',
  strong: '#0F1C26',
  muted: '#5B6875',
  faint: '#8A95A0',
  line: '#D6DCE1',
  zebra: '#F5F7F8',
  accent: '#12455C',
  accentTint: '#E8EFF2',
  paper: '#FFFFFF',
} as const

/** Chip colours; the word is always written too, so nothing hangs on colour alone. */
export const SEVERITY: Readonly<Record<Severity, { word: string; ink: string; fill: string }>> = {
  high: { word: 'HIGH', ink: '#FFFFFF', fill: '#A61B2B' },
  medium: { word: 'MEDIUM', ink: '#5C3A00', fill: '#F7D79B' },
  low: { word: 'LOW', ink: '#17435A', fill: '#D5E6EE' },
  info: { word: 'INFO', ink: '#4A5662', fill: '#E7EBEE' },
}

/** The faces of the report; each falls back to others for letters it lacks. */
export type Face = 'text' | 'bold' | 'italic' | 'title'

/** How a text looks. `leading` is the distance of baselines in points. */
export interface TextStyle {
  face: Face
  size: number
  leading: number
  colour: string
  /** Extra space between letters in points. */
  spacing?: number
}

/** The type scale. */
export const STYLE = {
  body: { face: 'text', size: 9.5, leading: 14.6, colour: INK.text },
  lead: { face: 'text', size: 10.5, leading: 16.2, colour: INK.text },
  strong: { face: 'bold', size: 9.5, leading: 14.6, colour: INK.strong },
  small: { face: 'text', size: 8, leading: 11.6, colour: INK.muted },
  caption: { face: 'italic', size: 8, leading: 11.6, colour: INK.muted },
  cell: { face: 'text', size: 8.2, leading: 11.4, colour: INK.text },
  columnHead: { face: 'bold', size: 7.8, leading: 10.8, colour: INK.accent },
  label: { face: 'bold', size: 6.8, leading: 9.6, colour: INK.muted, spacing: 0.5 },
  chip: { face: 'bold', size: 6.3, leading: 8, colour: INK.paper, spacing: 0.4 },
  figureTitle: { face: 'bold', size: 10, leading: 14, colour: INK.strong },
  heading: { face: 'title', size: 17, leading: 22, colour: INK.accent },
  title: { face: 'title', size: 29, leading: 36, colour: INK.strong },
  subtitle: { face: 'text', size: 13, leading: 19, colour: INK.muted },
  running: { face: 'text', size: 7.6, leading: 10, colour: INK.faint },
} as const satisfies Record<string, TextStyle>
