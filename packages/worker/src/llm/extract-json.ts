import type { Json } from '@odp/dsl/plan'

/** What the text of a model holds. */
export type Extraction =
  | { readonly kind: 'found'; readonly value: Json }
  /** A value begins and does not end. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'none' }

/** Pieces in braces that are looked at; sentences have few of them. */
const MOST_TRIES = 100

/**
 * Finds the one JSON object that a model was asked for: bare, in a fence, after thoughts or between sentences. Where there are several, it is the first
 * that can be read. The time grows with the length of the text and nothing else.
 */
export function extractJson(text: string): Extraction {
  const whole = parse(text.trim())
  if (whole !== undefined) return { kind: 'found', value: whole }
  const answer = withoutThoughts(text)
  let at = answer.indexOf('{')
  for (let tries = 0; at >= 0 && tries < MOST_TRIES; tries += 1) {
    const end = closing(answer, at)
    if (end === undefined) return { kind: 'truncated' }
    const value = parse(answer.slice(at, end + 1))
    if (value !== undefined) return { kind: 'found', value }
    at = answer.indexOf('{', end + 1)
  }
  return { kind: 'none' }
}

function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>')
  return end < 0 ? text : text.slice(end + '</think>'.length)
}

/** Where the value that opens at `start` closes. */
function closing(text: string, start: number): number | undefined {
  let depth = 0
  let isText = false
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at]
    if (isText) {
      if (letter === '\\') at += 1
      else if (letter === '"') isText = false
    } else if (letter === '"') isText = true
    else if (letter === '{' || letter === '[') depth += 1
    else if (letter === '}' || letter === ']') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return undefined
}

/** Objects only: a bare number, word or list, such as the mark of a footnote, is no answer. */
function parse(text: string): Json | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
