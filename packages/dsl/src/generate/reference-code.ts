import { formatPath } from '../template/format-path.js'
import type { Path, PathSegment } from '../template/template.js'
import type { Draft, Reached } from './draft.js'
import { OPAQUE, type Shape, type Typed, UNTYPED } from './shape.js'
import { isIdentifier, propertyAccess, textLiteral } from './text-literal.js'

/** A reference as code. */
export interface ReferenceCode {
  readonly code: string
  readonly typed: Typed
}

/** Names that a reference uses itself, and names that every object has for the compiler. */
function isReserved(name: string): boolean {
  return ['all', 'map', 'at', 'then', 'toJSON'].includes(name) || name in {}
}

/** The path as the builder writes it; a text with another spelling has to stay as it is. */
export function canonicalTemplate(path: Path): string {
  const segments = path.segments.map((segment): PathSegment => {
    if (segment.kind !== 'field' && segment.kind !== 'key') return segment
    const plain = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(segment.name)
    return { kind: plain ? 'field' : 'key', name: segment.name }
  })
  return `{{${formatPath(path.root, segments)}}}`
}

class ReferenceWriter {
  code: string
  typed: Typed
  readonly #draft: Draft
  /** Names that are read with one call of `field`. */
  #pending: string[] = []

  constructor(root: Reached, draft: Draft) {
    this.code = root.code
    this.typed = root.typed
    this.#draft = draft
  }

  name(name: string): void {
    const { shape } = this.typed
    const fields = shape.kind === 'each' ? shape.item : shape
    const known = fields.kind === 'object' && !isReserved(name) ? fields.fields.get(name) : undefined
    if (this.#pending.length > 0 || known === undefined) {
      this.#pending.push(name)
      return
    }
    this.code += propertyAccess(name)
    this.typed =
      shape.kind === 'each'
        ? {
            shape: { kind: 'each', item: known.shape, gaps: shape.gaps || known.missing },
            missing: this.typed.missing,
          }
        : { shape: known.shape, missing: this.typed.missing || known.missing }
  }

  /** `[*]` or `[index]`; false where the type has no such thing. */
  items(segment: PathSegment): boolean {
    this.flush(false)
    const { shape } = this.typed
    if (segment.kind === 'index') {
      if (shape.kind !== 'untyped' && shape.kind !== 'list') return false
      this.code += `.at(${segment.index})`
      if (shape.kind === 'list') this.typed = { shape: shape.item.shape, missing: true }
      return true
    }
    const item = eachItem(shape)
    if (shape.kind !== 'untyped' && item === undefined) return false
    this.code += '.all'
    if (item !== undefined) {
      const gaps = shape.kind === 'list' ? shape.item.missing : shape.kind === 'each' && shape.gaps
      this.typed = { shape: { kind: 'each', item, gaps }, missing: this.typed.missing }
    }
    return true
  }

  /** Writes the names that wait. `loose`: a last name may be read as a property, though its type may be undefined too. */
  flush(loose: boolean): void {
    const names = this.#pending
    const [first] = names
    if (first === undefined) return
    this.#pending = []
    const { shape } = this.typed
    if (loose && names.length === 1 && shape.kind === 'untyped' && isIdentifier(first) && !isReserved(first)) {
      this.code += propertyAccess(first)
      return
    }
    this.code = `${this.#draft.use('field')}(${[this.code, ...names.map(textLiteral)].join(', ')})`
    // One name may have a type, which is not followed; several never have.
    this.typed = names.length > 1 || shape.kind === 'untyped' ? UNTYPED : OPAQUE
  }
}

function eachItem(shape: Shape): Shape | undefined {
  if (shape.kind === 'list') return ofItem(shape.item.shape)
  return shape.kind === 'each' && shape.item.kind === 'list' ? ofItem(shape.item.item.shape) : undefined
}

/** The compiler knows nothing to read from items that have no type. */
function ofItem(shape: Shape): Shape {
  return shape.kind === 'untyped' ? OPAQUE.shape : shape
}

/**
 * A path as property chain, with `field(…)` where no property is known. Undefined where the code cannot say it.
 *
 * @param loose whether a value that is undefined for the compiler may stand there
 */
export function referenceCode(path: Path, draft: Draft, loose: boolean): ReferenceCode | undefined {
  return draft.attempt((trial) => {
    const root = trial.reach(path.root)
    if (root === undefined) return undefined
    if (path.root === 'secrets' && path.segments.length !== 1) return undefined
    const writer = new ReferenceWriter(root, trial)
    for (const segment of path.segments) {
      if (segment.kind === 'field' || segment.kind === 'key') writer.name(segment.name)
      else if (!writer.items(segment)) return undefined
    }
    writer.flush(loose)
    return { code: writer.code, typed: writer.typed }
  })
}
