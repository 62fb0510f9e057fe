import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import type { Json, JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { MAX_DOCUMENT_LEVELS } from './limits.js'
import { tooDeep } from './parse-tree.js'
import { unquotedTemplate } from './unquoted-templates.js'
import type { YamlProblems } from './yaml-problem.js'

/**
 * Turns nodes into the JSON value that they mean. Reports what JSON or a document cannot hold and leaves it out.
 * Answers `undefined` when nothing sensible is left.
 */
export function treeToJson(root: Node, text: string, problems: YamlProblems): Json | undefined {
  let deep = false

  function value(node: unknown, level: number): Json | undefined {
    if (isScalar(node)) return scalarToJson(node, problems)
    if (node === null) return null
    if (isAlias(node) || deep) return undefined
    if (level > MAX_DOCUMENT_LEVELS) {
      deep = true
      problems.add(tooDeep(startOf(node)))
      return undefined
    }
    if (isSeq(node)) return node.items.map((item) => value(item, level + 1) ?? null)
    if (!isMap(node)) return undefined
    if (node.flow === true && text.startsWith('{{', startOf(node))) return template(node)
    const result: JsonObject = {}
    for (const pair of node.items) {
      const key = keyOf(pair.key)
      const content = value(pair.value, level + 1)
      if (key === undefined) continue
      if (Object.hasOwn(result, key)) problems.add(duplicateKey(key, pair.key))
      else if (content !== undefined) setOwn(result, key, content)
    }
    return result
  }

  /** Without quotes a template is a mapping in a mapping. Nobody means that. */
  function template(node: unknown): string {
    const { offset, end } = placeOf(node)
    const source = text.slice(offset, end)
    problems.add({ offset, end, ...unquotedTemplate(`"${source}"`) })
    return source
  }

  function keyOf(node: unknown): string | undefined {
    if (isScalar(node)) {
      if (node.value === '<<' && node.type === 'PLAIN') problems.add(mergeKey(node))
      else if (typeof node.value === 'string') return node.value
      else {
        problems.add(keyIsNoText(node))
        return node.source === '' ? undefined : node.source
      }
    } else if (!isAlias(node)) problems.add(keyIsCollection(node))
    return undefined
  }

  const result = value(root, 1)
  return deep ? undefined : result
}

function scalarToJson(node: Scalar, problems: YamlProblems): Json | undefined {
  const { value } = node
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'number') return undefined
  if (!Number.isFinite(value)) {
    problems.add({
      ...placeOf(node),
      code: 'yaml_number',
      message: `${node.source} is no number of JSON`,
      hint: `Write a finite number, or "${node.source}" if it is text.`,
    })
    return null
  }
  if (!Number.isSafeInteger(value) && losesDigits(node.source, value)) {
    problems.add({
      ...placeOf(node),
      code: 'yaml_number',
      severity: 'warning',
      message: `${node.source} is too long for a number: it is read as ${BigInt(value)}`,
      hint: `If it is an id, write it as text: "${node.source}".`,
    })
  }
  // JSON has one zero.
  return value === 0 ? 0 : value
}

function losesDigits(source: string | undefined, value: number): boolean {
  if (source === undefined || source.length > 400 || !/^[-+]?[0-9]+$/.test(source)) return false
  const digits = BigInt(source.startsWith('+') ? source.slice(1) : source)
  // Either the exact value, or the shortest text that JavaScript itself writes for it.
  return digits !== BigInt(value) && digits.toString() !== String(value)
}

function duplicateKey(key: string, node: unknown) {
  return {
    ...placeOf(node),
    code: 'yaml_duplicate_key',
    message: `The key '${key}' stands twice in the same mapping`,
    hint: 'Remove one of them; the first is used here.',
  } as const
}

function mergeKey(node: Scalar) {
  return {
    ...placeOf(node),
    code: 'yaml_merge_key',
    message: 'The merge key << is refused',
    hint: 'Write the keys out. If the key is text, write "<<".',
  } as const
}

function keyIsNoText(node: Scalar) {
  const source = node.source ?? ''
  const kind = node.value === null ? 'null' : `a ${typeof node.value}`
  return {
    ...placeOf(node),
    code: 'yaml_syntax',
    message: source === '' ? 'A key is missing before the colon' : `A key must be text; ${source} is ${kind}`,
    hint: source === '' ? 'Write a key; the empty text is "".' : `Write "${source}".`,
  } as const
}

function keyIsCollection(node: unknown) {
  return {
    ...placeOf(node),
    code: 'yaml_syntax',
    message: 'A key must be text, not a list or mapping',
    hint: 'Write the key as one text.',
  } as const
}

function startOf(node: unknown): number {
  return placeOf(node).offset
}

function placeOf(node: unknown): { readonly offset: number; readonly end: number } {
  const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined
  return { offset: range?.[0] ?? 0, end: range?.[1] ?? 0 }
}
