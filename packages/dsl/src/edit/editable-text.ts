import { isCollection, type Node } from 'yaml'
import type { DocumentPath, Issue } from '../issues/issue.js'
import type { CheckBlock } from '../yaml/check-blocks.js'
import type { InsertedText } from '../yaml/insertions.js'
import { MAX_DOCUMENT_BYTES } from '../yaml/limits.js'
import { pathAt } from '../yaml/node-lookup.js'
import { rangeFinder } from '../yaml/position-index.js'
import { readJsonText } from '../yaml/read-json-text.js'
import { readTree } from '../yaml/read-tree.js'
import { readYaml } from '../yaml/read-yaml.js'
import { repairText } from '../yaml/repair.js'
import { exceedsUtf8Size } from '../yaml/utf8-size.js'
import { yamlIssues } from '../yaml/yaml-issues.js'
import { type CollectionNode, type Draft, draftOfNode } from './draft.js'
import type { TextStyle } from './new-text.js'
import { textStyle } from './text-style.js'

/** A text that was read without errors, ready to be edited. */
export interface EditableText {
  readonly text: string
  /** Length of the byte order mark, which the parsed text lacks. */
  readonly shift: number
  /** The text that was parsed, in which every `check` of the old spelling is a list. */
  readonly parsed: InsertedText
  readonly root: Node
  readonly draft: Draft
  readonly style: TextStyle
  /** The lists that stand in the text in the old spelling. */
  readonly oldChecks: ReadonlyMap<CollectionNode, CheckBlock>
}

/** Reads a text for editing; with errors in it, the issues. */
export function readEditableText(text: string): EditableText | { readonly issues: readonly Issue[] } {
  if (exceedsUtf8Size(text, MAX_DOCUMENT_BYTES)) return { issues: readYaml(text).issues }
  const shift = text.startsWith('\uFEFF') ? 1 : 0
  const given = text.slice(shift)
  const repair = repairText(given, readTree(given, true))
  const issues = yamlIssues(repair, rangeFinder(given, shift))
  const { parsed, checks } = repair
  const { root } = checks.length === 0 ? repair.tree : readTree(parsed.text, true)
  if (root === undefined || issues.some(({ severity }) => severity === 'error')) return { issues }

  const draft = draftOfNode(root)
  const oldChecks = new Map<CollectionNode, CheckBlock>()
  for (const block of checks) {
    const node = nodeAt(draft, pathAt(root, parsed.fromOriginal(block.offset)))
    if (isCollection(node)) oldChecks.set(node as CollectionNode, block)
  }
  const style = textStyle(parsed.text, root, readJsonText(given) !== undefined)
  return { text, shift, parsed, root, draft, style, oldChecks }
}

function nodeAt(draft: Draft, path: DocumentPath): Node | undefined {
  let current: Draft | undefined = draft
  for (const key of path) {
    if (current === undefined || current.kind === 'scalar') return undefined
    const { kind, entries }: Exclude<Draft, { kind: 'scalar' }> = current
    current = (kind === 'list' ? entries[Number(key)] : entries.find((entry) => entry.key === key))?.value
  }
  return current?.node
}
