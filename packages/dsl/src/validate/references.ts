import { isVisible, loopsAround, loopVariable, type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import { outputSchema } from '../document/output-schema.js'
import { type StepReference, stepReferences } from '../document/step-references.js'
import type { DocumentPath, Issue } from '../issues/issue.js'
import { IssueList } from '../issues/issue-list.js'
import { makeIssue } from '../issues/make-issue.js'
import { SpellingHelp } from '../issues/spelling-help.js'
import { isJsonObject, type JsonObject } from '../json/json.js'
import { SchemaReader } from '../schema/schema-reader.js'
import { RESERVED_IDS } from './shape.js'
import { siblingOf, VisibleNames } from './visible-names.js'
import type { WaitGraph } from './wait-graph.js'

const RUN_SCHEMA: JsonObject = {
  type: 'object',
  properties: Object.fromEntries(
    ['id', 'pipeline_id', 'workspace_id', 'project_id', 'started_at'].map((name) => [name, { type: 'string' }]),
  ),
  required: ['id', 'pipeline_id', 'workspace_id', 'project_id', 'started_at'],
}

/** Level 3, references: every name that a step reads or waits for exists, can be seen from there, and has the field. */
export function checkReferences(document: JsonObject, outline: Outline, waits: WaitGraph): Issue[] {
  const check = new ReferenceCheck(document, outline, waits)
  for (const step of outline.steps) {
    if (check.found.isFull) break
    check.step(step)
  }
  return check.found.issues
}

class ReferenceCheck {
  readonly found = new IssueList()
  readonly #outline: Outline
  readonly #waits: WaitGraph
  readonly #names: VisibleNames
  readonly #help = new SpellingHelp()
  readonly #outputs = new Map<OutlineStep, SchemaReader>()
  readonly #run = new SchemaReader(RUN_SCHEMA)
  readonly #input: SchemaReader | undefined

  constructor(document: JsonObject, outline: Outline, waits: WaitGraph) {
    this.#outline = outline
    this.#waits = waits
    this.#names = new VisibleNames(outline)
    this.#input = isJsonObject(document.input_schema) ? new SchemaReader(document.input_schema) : undefined
  }

  step(step: OutlineStep): void {
    for (const reference of stepReferences(step).references) {
      if (this.found.isFull) return
      this.#add(this.#referenceIssue(step, reference))
    }
    const dependsOn = Array.isArray(step.step.depends_on) ? step.step.depends_on : []
    for (const [index, id] of dependsOn.entries()) {
      if (this.found.isFull) return
      if (typeof id === 'string') this.#add(this.#nameIssue(step, id, [...step.path, 'depends_on', index]))
    }
    this.found.addAll(loopVariableIssues(step, this.#outline))
  }

  #add(issue: Issue | undefined): void {
    if (issue !== undefined) this.found.add(issue)
  }

  #referenceIssue(step: OutlineStep, reference: StepReference): Issue | undefined {
    if (!reference.own) return this.#rootIssue(step, reference) ?? this.#targetFieldIssue(step, reference)
    const { root, segments } = reference.path
    return this.#fieldIssue(step, reference, this.#outputsOf(step), [{ kind: 'field', name: root }, ...segments])
  }

  #outputsOf(step: OutlineStep): SchemaReader {
    const known = this.#outputs.get(step) ?? new SchemaReader(outputSchema(step, this.#outline))
    this.#outputs.set(step, known)
    return known
  }

  #rootIssue(step: OutlineStep, reference: StepReference): Issue | undefined {
    const { root } = reference.path
    if ((RESERVED_IDS as readonly string[]).includes(root)) return undefined
    if (loopsAround(step).some((loop) => loopVariable(loop) === root)) return undefined
    // Checks and routes are evaluated when the step has its outputs.
    if (root === step.id && (reference.use === 'check' || reference.use === 'route')) return undefined
    return this.#nameIssue(step, root, reference.at, (name) => this.#renamed(step, reference, name))
  }

  /** The string that holds the reference, with the root corrected; undefined where the step so named has no such field. */
  #renamed(step: OutlineStep, reference: StepReference, name: string): string | undefined {
    const { root, text: written } = reference.path
    const text = valueAt(step.step, reference.at.slice(step.path.length))
    const source = this.#sourceOf(step, name)
    if (typeof text !== 'string' || source?.at(reference.path.segments).kind === 'missing') return undefined
    this.#help.spend(text.length)
    return withPath(text, written, name + written.slice(root.length))
  }

  #nameIssue(
    step: OutlineStep,
    id: string,
    at: DocumentPath,
    repaired?: (name: string) => string | undefined,
  ): Issue | undefined {
    const target = this.#outline.byId.get(id)
    if (target !== undefined) return placeIssue(step, target, at)
    const isRough = this.#help.spent
    const names = this.#names.of(step, isRough)
    // Only steps can be waited for, and not what the language calls `input` and `run`.
    const possible = repaired !== undefined || isRough ? names : names.filter((name) => this.#outline.byId.has(name))
    const { available, nearest } = this.#help.of(id, possible)
    const isMeant = nearest !== undefined && !this.#wouldWaitForItself(step, nearest)
    const value = !isMeant || repaired === undefined ? (isMeant ? nearest : undefined) : repaired(nearest)
    return makeIssue('unknown_reference', `Step '${id}' not found; ${available}`, at, {
      step: step.id,
      ...(value === undefined
        ? {}
        : {
            fix: { title: `change to '${nearest}'`, safe: true, changes: [{ kind: 'set' as const, path: at, value }] },
          }),
    })
  }

  /** A name that the step may not read, because whatever has it waits for the step. */
  #wouldWaitForItself(step: OutlineStep, name: string): boolean {
    const target = this.#outline.byId.get(name)
    if (target === undefined) return false
    this.#help.spend(this.#waits.size)
    return this.#waits.reaches({ step: target, moment: 'settled' }, { step, moment: 'start' })
  }

  #targetFieldIssue(step: OutlineStep, reference: StepReference): Issue | undefined {
    const { root, segments } = reference.path
    const source = this.#sourceOf(step, root)
    return source === undefined ? undefined : this.#fieldIssue(step, reference, source, segments)
  }

  #fieldIssue(
    step: OutlineStep,
    reference: StepReference,
    source: SchemaReader,
    segments: StepReference['path']['segments'],
  ): Issue | undefined {
    const found = source.at(segments, this.#help)
    if (found.kind !== 'missing') return undefined
    const code = found.reason === 'splat' ? 'splat_on_non_list' : 'unknown_field'
    const message = `${found.message} (in {{${reference.path.text}}})`
    const value = respelled(step, reference, segments[found.at], found.nearest)
    const fix =
      value === undefined
        ? {}
        : {
            fix: {
              title: `change to ${value}`,
              safe: true,
              changes: [{ kind: 'set' as const, path: reference.at, value }],
            },
          }
    return makeIssue(code, message, reference.at, { step: step.id, ...fix })
  }

  /** What is known of the value that a root stands for. */
  #sourceOf(step: OutlineStep, root: string): SchemaReader | undefined {
    if (root === 'secrets' || loopsAround(step).some((loop) => loopVariable(loop) === root)) return undefined
    if (root === 'run') return this.#run
    if (root === 'input') return this.#input
    const target = this.#outline.byId.get(root)
    return target === undefined ? undefined : this.#outputsOf(target)
  }
}

/** A step that exists and still cannot be read from where the reference stands. */
function placeIssue(step: OutlineStep, target: OutlineStep, at: DocumentPath): Issue | undefined {
  const about = { step: step.id }
  const { id } = target
  if (!isVisible(target, step)) {
    const loop = target.loop?.id ?? ''
    const hint = `outside of the loop read {{${loop}.items[*].outputs.${id}}}`
    return makeIssue(
      'unknown_reference',
      `Step '${id}' not found here: it stands inside the loop '${loop}', which hides its steps`,
      at,
      { ...about, hint },
    )
  }
  if (target === step) return makeIssue('cycle', `'${id}' waits for itself`, at, about)
  const sibling = siblingOf(target, step)
  if (target.loop !== undefined && target.order > sibling.order) {
    const hint = `move '${id}' before '${sibling.id}'`
    return makeIssue(
      'unknown_reference',
      `Step '${id}' not found here: inside a loop only earlier steps can be read`,
      at,
      { ...about, hint },
    )
  }
  return undefined
}

/** A text with one path in place of another, wherever that stands as a whole. */
function withPath(text: string, written: string, path: string): string {
  return text.split(written).join(path)
}

/** The string that holds the reference, with the nearest field in place of the one that is not there. */
function respelled(
  step: OutlineStep,
  reference: StepReference,
  segment: StepReference['path']['segments'][number] | undefined,
  nearest: string | undefined,
): string | undefined {
  if (segment?.kind !== 'field') return undefined
  const text = valueAt(step.step, reference.at.slice(step.path.length))
  const { text: path } = reference.path
  // Only where the field stands once can it not be another one that is meant.
  const places = path.split('.').filter((part) => part.replace(/\[.*$/, '') === segment.name)
  if (nearest === undefined || typeof text !== 'string' || places.length !== 1) return undefined
  const corrected = path
    .split('.')
    .map((part) => (part.replace(/\[.*$/, '') === segment.name ? nearest + part.slice(segment.name.length) : part))
  return text.split(path).join(corrected.join('.'))
}

function loopVariableIssues(step: OutlineStep, outline: Outline): Issue[] {
  const variable = loopVariable(step)
  if (variable === undefined) return []
  const clash = (what: string) => [
    makeIssue(
      'loop_variable_clash',
      `the loop variable '${variable}' has the name of ${what}; choose another name`,
      [...step.path, 'loop_variable'],
      { step: step.id },
    ),
  ]
  if ((RESERVED_IDS as readonly string[]).includes(variable)) return clash('a root of the language')
  if (outline.byId.has(variable)) return clash('a step')
  return loopsAround(step).some((loop) => loopVariable(loop) === variable)
    ? clash('the variable of an enclosing loop')
    : []
}
