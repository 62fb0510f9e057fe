import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { isFlow } from './entry-place.js'
import type { TextStyle } from './new-text.js'
import { columnOf, indentOf } from './text-lines.js'

/** Finds out how a text is written, so that new pieces look like the rest. */
export function textStyle(text: string, root: Node, isJson: boolean): TextStyle {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const found = { step: '', listStep: '', hasList: false, plain: 0, quoted: 0 }

  function visit(node: unknown): void {
    if (isScalar(node) && typeof node.value === 'string') {
      if (node.type === 'QUOTE_DOUBLE') found.quoted++
      else if (node.type === 'PLAIN') found.plain++
    } else if (isSeq(node)) node.items.forEach(visit)
    else if (isMap(node)) node.items.forEach(visitPair)
  }

  function visitPair(pair: Pair): void {
    const { key, value } = pair as Pair<Node, Node | null>
    visit(value)
    if (value === null || isFlow(value) || !(isMap(value) || isSeq(value))) return
    const blanks = columnOf(text, value.range?.[0] ?? 0) - columnOf(text, key.range?.[0] ?? 0)
    if (isMap(value) && blanks > 0) found.step = ' '.repeat(blanks)
    if (isSeq(value) && blanks >= 0) {
      found.listStep = ' '.repeat(blanks)
      found.hasList = true
    }
  }

  visit(root)
  const first = isJson && isMap(root) ? (root.items[0]?.key as Node | undefined)?.range?.[0] : undefined
  const step = first !== undefined && text.slice(0, first).includes('\n') ? indentOf(text, first) : found.step
  return {
    step: step === '' ? '  ' : step,
    listStep: found.hasList ? found.listStep : '  ',
    quoted: found.quoted > found.plain,
    blocks: 'ended',
    json: isJson,
    lineBreak,
  }
}
