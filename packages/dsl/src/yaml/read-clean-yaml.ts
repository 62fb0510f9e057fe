import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import type { Json, JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { cleanEvents } from './clean-events.js'
import { cleanScalar } from './clean-scalar.js'
import { MAX_DOCUMENT_LEVELS } from './limits.js'

/** The strict reader refuses a key of more than 1,024 characters, blanks before the colon included. */
const LONGEST_KEY = 900
const LONGEST_GAP = 100

/**
 * Reads a text that is YAML without anything special, which is several times faster than reading it strictly. Answers
 * `undefined` for every text about which there is something to report, or could be: those are read strictly.
 */
export function readCleanYaml(text: string): Json | undefined {
  const events = cleanEvents(text)
  if (events === undefined) return undefined
  let next = 0

  function value(level: number): Json | undefined {
    const event = events?.[next++]
    if (event === undefined || !isBare(event)) return undefined
    if (event.type === EVENT_ID.SCALAR) return scalar(event)
    if (level > MAX_DOCUMENT_LEVELS) return undefined
    if (event.type === EVENT_ID.SEQUENCE) return list(level)
    return event.type === EVENT_ID.MAPPING ? mapping(level) : undefined
  }

  function scalar(event: ScalarEvent): Json | undefined {
    // Nothing at all is null, but no document.
    if (event.valueStart === -1) return events?.length === 1 ? undefined : null
    if (isBlock(event) && hasWidth(text, event.valueStart)) return undefined
    const content = getScalarValue(text, event)
    return event.style === SCALAR_STYLE.PLAIN ? cleanScalar(content) : content
  }

  function list(level: number): Json[] | undefined {
    const items: Json[] = []
    while (events?.[next]?.type !== EVENT_ID.POP) {
      const item = value(level + 1)
      if (item === undefined) return undefined
      items.push(item)
    }
    next++
    return items
  }

  function mapping(level: number): JsonObject | undefined {
    const result: JsonObject = {}
    for (let event = events?.[next]; event?.type !== EVENT_ID.POP; event = events?.[next]) {
      const name = event === undefined ? undefined : key(event)
      if (name === undefined || Object.hasOwn(result, name)) return undefined
      next++
      const content = value(level + 1)
      if (content === undefined) return undefined
      setOwn(result, name, content)
    }
    next++
    return result
  }

  function key(event: Event): string | undefined {
    if (event.type !== EVENT_ID.SCALAR || !isBare(event) || event.valueStart === -1 || isBlock(event)) return undefined
    const isPlain = event.style === SCALAR_STYLE.PLAIN
    const source = text.slice(event.valueStart, event.valueEnd)
    if (source.length > LONGEST_KEY || (!event.fast && /[\r\n]/.test(source))) return undefined
    if (!isColonNear(text, event.valueEnd + (isPlain ? 0 : 1))) return undefined
    const name = event.fast ? source : getScalarValue(text, event)
    return isPlain && (name === '<<' || cleanScalar(name) !== name) ? undefined : name
  }

  return value(1)
}

/** Whether a node has neither an anchor nor a tag. */
function isBare(event: Event): boolean {
  return 'tagStart' in event && event.tagStart === -1 && event.anchorStart === -1
}

function isBlock({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
}

/** Whether the line above a block may say how far it is indented, which the two readers count differently. */
function hasWidth(text: string, start: number): boolean {
  return /[|>][-+]?[0-9]/.test(text.slice(text.lastIndexOf('\n', start - 2) + 1, start))
}

/** Whether a key's colon follows on its line. A key that is written with `?`, or has no colon, is not for us. */
function isColonNear(text: string, from: number): boolean {
  let at = from
  while (text.charCodeAt(at) === 0x20 && at < from + LONGEST_GAP) at++
  return text.charCodeAt(at) === 0x3a
}
