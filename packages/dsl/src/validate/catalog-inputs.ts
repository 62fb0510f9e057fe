import type { CatalogEntry } from '../catalog/catalog-entry.js'
import { portAt, portNames } from '../catalog/ports.js'
import type { OutlineStep } from '../document/outline.js'
import type { DocumentPath, Issue, IssueFix } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { SpellingHelp } from '../issues/spelling-help.js'
import { isJsonObject, type Json } from '../json/json.js'
import { unionSchema } from '../schema/build-schema.js'
import { checkValue } from '../schema/check-value.js'
import type { JsonSchema } from '../schema/json-schema.js'
import { readBinding } from '../template/binding.js'
import type { DocumentTypes } from './catalog-types.js'
import { misfits } from './catalog-values.js'

/** Level 2, inputs: those that the entry needs are given, all that are given exist, and their values can fit. */
export function inputIssues(step: OutlineStep, entry: CatalogEntry, types: DocumentTypes): Issue[] {
  const { inputs } = entry
  if (inputs === undefined) return []
  const given = isJsonObject(step.step.inputs) ? step.step.inputs : {}
  const path = [...step.path, 'inputs']
  const names = portNames(inputs)
  const help = new SpellingHelp()
  const free = names.filter((name) => !Object.hasOwn(given, name))
  const meant = new Set<string>()
  const issues: Issue[] = []
  for (const [name, binding] of Object.entries(given)) {
    const port = portAt(inputs, name)
    if (port.kind === 'missing') {
      const { nearest, available } = help.of(name, free, names)
      if (nearest !== undefined) meant.add(nearest)
      issues.push(unknownInput(step, entry, name, names.length === 0 ? 'it takes none' : available, nearest))
    } else if (port.kind === 'known') issues.push(...valueIssues(step, entry, name, binding, port.schema, types))
  }
  if (readsWhatWasProduced(step, entry)) return issues
  for (const name of free) {
    const port = portAt(inputs, name)
    // A misspelt name is one mistake and one issue.
    if (port.kind !== 'known' || port.optional || meant.has(name)) continue
    const hint = `the inputs of '${entry.id}' are ${names.join(', ')}`
    issues.push(
      makeIssue('missing_input', `'${entry.id}' needs the input '${name}'`, [...path, name], { step: step.id, hint }),
    )
  }
  return issues
}

/** A report without inputs of its own is made of what the run has produced, and so is any other work that looks at that. */
function readsWhatWasProduced(step: OutlineStep, entry: CatalogEntry): boolean {
  return step.step.inputs === undefined && (step.definition?.subject === true || entry.kind === 'report_template')
}

function unknownInput(
  step: OutlineStep,
  entry: CatalogEntry,
  name: string,
  available: string,
  nearest: string | undefined,
): Issue {
  const path = [...step.path, 'inputs', name]
  const fix: IssueFix | undefined =
    nearest === undefined
      ? undefined
      : { title: `rename to '${nearest}'`, safe: true, changes: [{ kind: 'rename_key', path, key: nearest }] }
  return makeIssue('unknown_input', `'${entry.id}' has no input '${name}'; ${available}`, path, {
    step: step.id,
    ...(fix === undefined ? {} : { fix }),
  })
}

function valueIssues(
  step: OutlineStep,
  entry: CatalogEntry,
  name: string,
  written: Json,
  port: JsonSchema,
  types: DocumentTypes,
): Issue[] {
  const binding = readBinding(written)
  const guarded = binding.kind === 'or' || binding.hasDefault
  // Null is passed over where something else can stand in for it.
  const target = guarded ? unionSchema(port, { type: 'null' }) : port
  const values = [
    ...binding.alternatives.map(({ value, at }) => ({ value, at, target })),
    ...(binding.hasDefault ? [{ value: binding.default, at: ['default'], target: port }] : []),
  ]
  return values.flatMap((each) =>
    misfits(step, each.value, each.target, types).map((misfit) => {
      const path = [...step.path, 'inputs', name, ...each.at, ...misfit.at]
      const fix = misfit.at.length === 0 ? coercion(each.value, port, path) : undefined
      const message = `input '${name}' of '${entry.id}'${placeInWords(misfit.at)}: ${misfit.message}`
      return makeIssue('input_type', message, path, {
        step: step.id,
        ...(misfit.hint === undefined ? {} : { hint: misfit.hint }),
        ...(fix === undefined ? {} : { fix }),
      })
    }),
  )
}

function placeInWords(at: readonly (string | number)[]): string {
  return at.length === 0 ? '' : `, at ${at.map((key) => `[${JSON.stringify(key)}]`).join('')}`
}

/** The same value with or without quotes, where that fits. */
function coercion(value: Json, port: JsonSchema, path: DocumentPath): IssueFix | undefined {
  const offer = (changed: Json, title: string): IssueFix | undefined =>
    checkValue(port, changed).length === 0
      ? { title, safe: true, changes: [{ kind: 'set', path, value: changed }] }
      : undefined
  if (typeof value === 'number' || typeof value === 'boolean') return offer(String(value), 'quote it')
  if (typeof value !== 'string' || value.trim() === '') return undefined
  if (Number.isFinite(Number(value))) return offer(Number(value), 'write the number without quotes')
  return value === 'true' || value === 'false' ? offer(value === 'true', `write ${value} without quotes`) : undefined
}
