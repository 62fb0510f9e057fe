import { distance } from 'fastest-levenshtein'
import { CATALOG_KINDS, type CatalogEntry, kindInWords } from '../catalog/catalog-entry.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import { type OutlineStep, valueAt } from '../document/outline.js'
import type { DocumentPath, Issue, IssueFix } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { SpellingHelp } from '../issues/spelling-help.js'
import type { Requirement } from '../steps/define-step.js'
import { hasTemplate } from '../template/parse-template.js'
import { readTemplateText } from './catalog-types.js'

/** Comparing a word with more names than this would take noticeable time in a document with many wrong words. */
const MOST_COMPARED = 1000
const LONGEST_COMPARED = 100

/** Something of the catalog that a step names, with the entries that can be meant. */
export interface NamedEntry {
  readonly need: Requirement
  readonly at: DocumentPath
  /** Whether the name is made at run time. */
  readonly open: boolean
  readonly candidates: readonly CatalogEntry[]
}

/** What a step names of those kinds that the catalog lists. */
export function namedEntries(step: OutlineStep, catalog: CatalogIndex): NamedEntry[] {
  const named: NamedEntry[] = []
  for (const need of step.definition?.requires?.(step.step) ?? []) {
    const { kind, id, path } = need
    if (catalog.entries(kind) === undefined || typeof valueAt(step.step, path) !== 'string') continue
    const template = hasTemplate(id) ? readTemplateText(id) : { parts: [id] }
    if (template === undefined) continue
    const open = template.parts.some((part) => typeof part !== 'string')
    const at = [...step.path, ...path]
    if (open)
      named.push({
        need,
        at,
        open,
        candidates: candidatesFor(step, catalog.fitting(kind, id)),
      })
    else {
      const entry = catalog.find(kind, template.parts.join(''))
      named.push({ need, at, open, candidates: entry === undefined ? [] : [entry] })
    }
  }
  return named
}

/** Names of the entries that the step could use; once no more are compared, of all entries. */
function namesFor(
  step: OutlineStep,
  kind: Requirement['kind'],
  catalog: CatalogIndex,
  help: SpellingHelp,
): readonly string[] {
  if (help.spent) return catalog.names(kind).slice(0, MOST_COMPARED)
  const entries = [...(catalog.entries(kind)?.values() ?? [])]
  return entries.filter((other) => !isForOtherType(other, step)).map((other) => other.id)
}

const candidatesByType = new WeakMap<readonly CatalogEntry[], Map<string, readonly CatalogEntry[]>>()

/** Those entries that a step of this type may use; the same list for all of them. */
function candidatesFor(step: OutlineStep, entries: readonly CatalogEntry[]): readonly CatalogEntry[] {
  const byType = candidatesByType.get(entries) ?? new Map<string, readonly CatalogEntry[]>()
  candidatesByType.set(entries, byType)
  const known = byType.get(step.type) ?? entries.filter((entry) => !isForOtherType(entry, step))
  byType.set(step.type, known)
  return known
}

/** An asset can be waited for and materialised alike, whatever the catalog lists it for. */
function isForOtherType(entry: CatalogEntry, step: OutlineStep): boolean {
  return entry.kind !== 'asset' && entry.step_type !== undefined && entry.step_type !== step.type
}

/** Level 2, names: the entry exists and belongs to this type of step. */
export function nameIssues(
  step: OutlineStep,
  { need, at, open, candidates }: NamedEntry,
  catalog: CatalogIndex,
  help: SpellingHelp,
): Issue[] {
  const about = { step: step.id }
  const word = kindInWords(need.kind)
  const [entry] = candidates
  if (entry === undefined) {
    const names = namesFor(step, need.kind, catalog, help)
    const { available, nearest } = help.of(need.id, names, help.spent ? names : nearestFirst(need.id, names))
    if (open)
      return [
        makeIssue(
          'no_method_fits',
          `no ${word} of the catalog has a name that '${need.id}' can give; ${available}`,
          at,
          about,
        ),
      ]
    const fix = nearest === undefined ? {} : { fix: setFix(at, nearest) }
    return [
      makeIssue('unknown_method', `the catalog has no ${word} '${need.id}'; ${available}`, at, {
        ...about,
        ...fix,
        ...otherKindHint(need, catalog),
      }),
    ]
  }
  if (open || !isForOtherType(entry, step)) return []
  const type = entry.step_type ?? ''
  const message = `'${entry.id}' is for steps of type ${type}, and '${step.id}' is a ${step.type}`
  const fix: IssueFix = {
    title: `change the type to '${type}'`,
    safe: false,
    changes: [{ kind: 'set', path: [...step.path, 'type'], value: type }],
  }
  return [makeIssue('wrong_step_type', message, at, { ...about, fix })]
}

/** Level 2, modes: the entry runs in the mode of the step. */
export function modeIssues(step: OutlineStep, entry: CatalogEntry, at: DocumentPath): Issue[] {
  const { definition, step: source } = step
  if (definition === undefined || entry.modes === undefined || entry.modes.length === 0) return []
  const given = source.execution_mode
  const mode = given === undefined ? definition.modes[0] : given
  // A mode that the type does not have is reported as a wrong value.
  if (typeof mode !== 'string' || !definition.modes.some((known) => known === mode) || entry.modes.includes(mode))
    return []
  const possible = entry.modes.filter((known) => definition.modes.some((other) => other === known))
  const message = `'${entry.id}' does not run in mode ${mode}${given === undefined ? `, the default of a ${step.type} step` : ''}; it runs in ${entry.modes.join(', ')}`
  const path = [...step.path, 'execution_mode']
  const [first] = possible
  const fix: IssueFix | undefined =
    first === undefined
      ? undefined
      : {
          title: `set execution_mode to ${first}`,
          safe: given === undefined && possible.length === 1,
          changes: [{ kind: 'set', path, value: first }],
        }
  return [
    makeIssue('unsupported_mode', message, given === undefined ? at : path, {
      step: step.id,
      ...(fix === undefined ? {} : { fix }),
    }),
  ]
}

function setFix(path: DocumentPath, value: string): IssueFix {
  return { title: `change to '${value}'`, safe: true, changes: [{ kind: 'set', path, value }] }
}

function otherKindHint(need: Requirement, catalog: CatalogIndex): { readonly hint?: string } {
  const other = CATALOG_KINDS.find((kind) => kind !== need.kind && catalog.find(kind, need.id) !== undefined)
  return other === undefined ? {} : { hint: `'${need.id}' is a ${kindInWords(other)} of the catalog` }
}

/** The names, those with the nearest spelling first. */
function nearestFirst(word: string, names: readonly string[]): readonly string[] {
  if (names.length > MOST_COMPARED || word.length > LONGEST_COMPARED) return names
  const far = new Map(names.map((name) => [name, distance(word, name.slice(0, LONGEST_COMPARED))]))
  return names.toSorted((left, right) => (far.get(left) ?? 0) - (far.get(right) ?? 0))
}
