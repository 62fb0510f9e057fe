import { cleanEvents } from './clean-events.js'
import { placeEvents } from './place-events.js'
import { placeNodes } from './place-nodes.js'
import type { PlacedNode } from './placed-node.js'
import { readTree } from './read-tree.js'

/** Characters that JSON allows but that `cleanEvents` refuses. None of them changes where something stands. */
const BLANKS = /[\t\r]/g
const LETTERS = /[^\n\x20-\x7e]/g

/** The places of the nodes of a text about which there is nothing to report: JSON, or YAML that `readCleanYaml` took. */
export function placeClean(text: string): PlacedNode | undefined {
  const events = cleanEvents(text) ?? cleanEvents(text.replace(BLANKS, ' ').replace(LETTERS, 'x'))
  return events === undefined ? placeNodes(readTree(text).root, text) : placeEvents(events, text)
}
