import type { Node } from 'yaml'
import type { Json } from '../json/json.js'
import { parseTree } from './parse-tree.js'
import { treeToJson } from './tree-to-json.js'
import type { YamlProblems } from './yaml-problem.js'

/** A parsed text: its nodes, the value that they mean as far as it could be read, and what is wrong. */
export interface ReadTree {
  readonly root: Node | undefined
  readonly value: Json | undefined
  readonly problems: YamlProblems
}

/** Parses a text as YAML and turns it into a JSON value. */
export function readTree(text: string, keepSourceTokens = false): ReadTree {
  const { root, problems } = parseTree(text, keepSourceTokens)
  if (root === undefined) return { root, value: undefined, problems }
  const value = treeToJson(root, text, problems)
  // A lone word is what is left of a text that is something else.
  const isRemnant = problems.list.length > 0 && (typeof value !== 'object' || value === null)
  return { root, value: isRemnant ? undefined : value, problems }
}
