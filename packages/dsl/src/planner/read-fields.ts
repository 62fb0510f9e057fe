import type { Outline, OutlineStep } from '../document/outline.js'
import { valueAt } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import { isJsonObject } from '../json/json.js'
import type { PathSegment } from '../template/template.js'

/** What is read of a step's outputs. */
interface Reads {
  /** All of them, or nobody can say which. */
  whole: boolean
  readonly fields: Set<string>
}

/**
 * The fields of each working step's outputs that anything in the document reads: later steps, its own checks, and the readers of a step that it stands
 * in for. Steps that are read whole, or perhaps are, do not appear.
 */
export function readFields(outline: Outline): ReadonlyMap<string, readonly string[]> {
  const reads = new Map<string, Reads>(outline.steps.map(({ id }) => [id, { whole: false, fields: new Set() }]))
  for (const step of outline.steps) collect(step, reads)
  passOnToFallbacks(outline, reads)
  readWholeInside(outline, reads)
  if (outline.steps.some(looksAtEverything)) return new Map()
  const found = new Map<string, readonly string[]>()
  for (const { id, definition } of outline.steps) {
    const read = reads.get(id)
    if (definition?.run === 'activity' && read?.whole === false) found.set(id, [...read.fields])
  }
  return found
}

/** Work that has no inputs of its own and looks at what the run has produced so far. */
function looksAtEverything({ definition, step }: OutlineStep): boolean {
  return definition === undefined || (definition.subject === true && !isJsonObject(step.inputs))
}

function collect(step: OutlineStep, reads: ReadonlyMap<string, Reads>): void {
  const { references, errors } = stepReferences(step)
  for (const { path, own } of references) {
    if (own) add(reads.get(step.id), [{ kind: 'field', name: path.root }, ...path.segments])
    else add(reads.get(path.root), path.segments)
  }
  // What cannot be read may be anything.
  if (errors.length > 0) for (const read of reads.values()) read.whole = true
}

/** `a.b` reads the field `a`, or the field `a.b` where there is one: at each map the longest key counts. */
function add(read: Reads | undefined, segments: readonly PathSegment[]): void {
  if (read === undefined) return
  const [first] = segments
  if (first?.kind === 'key') read.fields.add(first.name)
  else if (first?.kind === 'field') {
    let name = ''
    for (const segment of segments) {
      if (segment.kind !== 'field') break
      name = name === '' ? segment.name : `${name}.${segment.name}`
      read.fields.add(name)
    }
  } else read.whole = true
}

/** Who reads a failed step reads the step that stood in for it, which may have been stood in for itself. */
function passOnToFallbacks({ steps }: Outline, reads: ReadonlyMap<string, Reads>): void {
  const fallbacks = steps.flatMap(({ id, step }) => {
    const fallback = valueAt(step, ['on_error', 'fallback_step'])
    const [from, to] = [reads.get(id), typeof fallback === 'string' ? reads.get(fallback) : undefined]
    return from === undefined || to === undefined ? [] : [{ from, to }]
  })
  for (let changed = true; changed; ) {
    changed = false
    for (const { from, to } of fallbacks) {
      const before = to.fields.size
      for (const field of from.fields) to.fields.add(field)
      changed ||= to.fields.size > before || (from.whole && !to.whole)
      to.whole ||= from.whole
    }
  }
}

/** The outputs of a control step hold those of the steps inside it. */
function readWholeInside({ steps }: Outline, reads: ReadonlyMap<string, Reads>): void {
  for (const step of steps) {
    const read = reads.get(step.id)
    if (read === undefined) continue
    for (let around = step.container ?? step.loop; around !== undefined; around = around.container ?? around.loop) {
      const outer = reads.get(around.id)
      if (outer !== undefined && (outer.whole || outer.fields.size > 0)) read.whole = true
    }
  }
}
