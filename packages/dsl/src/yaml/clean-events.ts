import { EVENT_ID, type Event, parseEvents } from 'js-yaml'
import { MAX_DOCUMENT_LEVELS } from './limits.js'

// Blanks, line breaks and controls that one reader could take for a letter and the other not; and halves of surrogate pairs.
const ODD_CHARACTER =
  /[^\n\r\x20-\x7e\u00a1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|\r(?!\n)/u
const DIRECTIVE_OR_END = /^(?:%|\.\.\.)/m
const MARKED_START = /^(?: *(?:#.*)?\r?\n)*---[ \r\n]/

/**
 * What js-yaml, which is many times faster than `yaml`, finds in a text with exactly one document: the events of its
 * content. `undefined` for every other text, for errors, and where the two may not agree.
 */
export function cleanEvents(text: string): readonly Event[] | undefined {
  if (ODD_CHARACTER.test(text) || DIRECTIVE_OR_END.test(text)) return undefined
  let events: Event[]
  try {
    // js-yaml counts a scalar as a level.
    events = parseEvents(text, { maxDepth: MAX_DOCUMENT_LEVELS + 1 })
  } catch {
    return undefined
  }
  const [first] = events
  if (first?.type !== EVENT_ID.DOCUMENT || (first.explicitStart && !MARKED_START.test(text))) return undefined
  if (events.some(({ type }, index) => type === EVENT_ID.DOCUMENT && index > 0)) return undefined
  return events.slice(1, -1)
}
