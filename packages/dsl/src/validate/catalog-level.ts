import { type CatalogEntry, kindInWords } from '../catalog/catalog-entry.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import { loopVariable, type Outline, type OutlineStep } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { SpellingHelp } from '../issues/spelling-help.js'
import type { JsonObject } from '../json/json.js'
import { documentTypes, EntryFinder, type StepEntries } from './catalog-entries.js'
import { fieldIssues } from './catalog-fields.js'
import { inputIssues } from './catalog-inputs.js'
import { modeIssues, type NamedEntry, nameIssues } from './catalog-names.js'
import { outputIssues } from './catalog-outputs.js'
import { DocumentTypes } from './catalog-types.js'
import { misfits } from './catalog-values.js'

export { checkExpressionTypes } from './catalog-expressions.js'

const MOST_NAMED = 12

/** What level 2 found. */
export interface CatalogLevel {
  readonly issues: Issue[]
  /** For each step whose method name is made at run time: the ids that it may give. Any other one fails the step. */
  readonly methods: Map<string, readonly string[]>
}

/**
 * Level 2: what the steps name exists in the catalog, is for their type, runs in their mode, and takes and returns what they say. Types are followed through
 * the whole document; only what cannot fit is reported. Fields that a template reads and that the catalog does not know are reported too.
 */
export function checkCatalogLevel(document: JsonObject, outline: Outline, catalog: CatalogIndex): CatalogLevel {
  const finder = new EntryFinder(catalog)
  const check = new CatalogCheck(
    catalog,
    documentTypes(document, outline, catalog, finder),
    new DocumentTypes(document, outline),
  )
  for (const step of outline.steps) check.step(step, finder.of(step))
  return check
}

class CatalogCheck implements CatalogLevel {
  readonly issues: Issue[] = []
  readonly methods = new Map<string, readonly string[]>()
  readonly #catalog: CatalogIndex
  readonly #types: DocumentTypes
  readonly #alone: DocumentTypes
  readonly #help = new SpellingHelp()
  readonly #ids = new Map<readonly CatalogEntry[], readonly string[]>()

  constructor(catalog: CatalogIndex, types: DocumentTypes, alone: DocumentTypes) {
    this.#catalog = catalog
    this.#types = types
    this.#alone = alone
  }

  step(step: OutlineStep, { named, ports, others }: StepEntries): void {
    for (const name of named) {
      this.issues.push(...nameIssues(step, name, this.#catalog, this.#help))
      const [entry] = name.candidates
      if (!name.open && entry !== undefined && ports.includes(entry)) {
        this.issues.push(...modeIssues(step, entry, name.at), ...this.#portIssues(step, entry))
      }
    }
    const [only] = named
    if (only?.open === true && ports.length > 0) this.#openName(step, only, ports, others)
    else if (only?.open === true && named.length === 1 && only.candidates.length > 0) {
      this.methods.set(step.id, this.#idsOf(only.candidates))
    }
    this.issues.push(
      ...listIssues(step, this.#types),
      ...fieldIssues(step, stepReferences(step).references, this.#types, this.#alone),
    )
  }

  #idsOf(entries: readonly CatalogEntry[]): readonly string[] {
    const known = this.#ids.get(entries) ?? entries.map(({ id }) => id)
    this.#ids.set(entries, known)
    return known
  }

  #portIssues(step: OutlineStep, entry: CatalogEntry): Issue[] {
    return [...inputIssues(step, entry, this.#types), ...outputIssues(step, entry)]
  }

  /** A name that is made at run time may give those entries that fit the step; that there are others is worth a warning. */
  #openName(
    step: OutlineStep,
    { need, at }: NamedEntry,
    ports: readonly CatalogEntry[],
    others: readonly CatalogEntry[],
  ): void {
    const fitting: string[] = []
    const reasons: string[] = []
    for (const entry of [...ports, ...others]) {
      const [problem] = [...modeIssues(step, entry, at), ...this.#portIssues(step, entry)].filter(
        (issue) => issue.severity === 'error' || others.includes(entry),
      )
      if (problem === undefined) fitting.push(entry.id)
      else reasons.push(problem.message)
    }
    const words = `${kindInWords(need.kind)}s that '${need.id}' can give`
    const shown =
      reasons.slice(0, MOST_NAMED).join('; ') +
      (reasons.length > MOST_NAMED ? `; and ${reasons.length - MOST_NAMED} more` : '')
    if (fitting.length === 0) {
      this.issues.push(
        makeIssue('no_method_fits', `none of the ${reasons.length} ${words} fits this step: ${shown}`, at, {
          step: step.id,
        }),
      )
      return
    }
    this.methods.set(step.id, fitting)
    if (reasons.length === 0) return
    const message = `${reasons.length} of the ${reasons.length + fitting.length} ${words} have other ports: ${shown}`
    const hint = `at run time such a name fails the step; these fit: ${fitting.slice(0, MOST_NAMED).join(', ')}${fitting.length > MOST_NAMED ? ', …' : ''}`
    this.issues.push(makeIssue('method_ports_differ', message, at, { step: step.id, hint }))
  }
}

/** A loop goes over a list. */
function listIssues(step: OutlineStep, types: DocumentTypes): Issue[] {
  const { iterate_over } = step.step
  if (loopVariable(step) === undefined || typeof iterate_over !== 'string') return []
  return misfits(step, iterate_over, { type: 'array' }, types).map(({ message }) =>
    makeIssue('input_type', `a loop goes over a list: ${message}`, [...step.path, 'iterate_over'], { step: step.id }),
  )
}
