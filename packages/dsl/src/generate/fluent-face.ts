import { methodName } from '../builder/pipeline.js'
import type { DocumentPath } from '../issues/issue.js'
import type { JsonObject } from '../json/json.js'
import { conditionCode } from './condition-code.js'
import { Draft, type Reach } from './draft.js'
import { type FaceSource, FIXED_ROOTS, fixedRoot } from './face-source.js'
import { itemType } from './item-type.js'
import { jsonLiteral, member } from './json-literal.js'
import { blankline, bracketed, call, callWithBodies, hardline, indent, join, type Layout, startOf } from './layout.js'
import type { MetaCode } from './meta-code.js'
import { maybe, objectOf, type Typed, UNTYPED } from './shape.js'
import { hasNoRoutes, type StepParts, stepParts } from './step-blocks.js'
import { optionsCode, rawStepCode, type Wrapping, withComments } from './step-code.js'
import { controlResult, mayBeMissing } from './step-result.js'
import { propertyName, textLiteral } from './text-literal.js'

type Visible = ReadonlyMap<string, Typed>

const NOT_OPTIONS = ['id', 'type', 'on_success']

/** Writes steps as a chain of method calls. */
export class FluentFace {
  /** Whether the chain can say the document: it checks ids by types, in the order of the steps. */
  possible = true
  readonly imports = new Set<string>(['pipeline'])
  readonly #source: FaceSource

  constructor(source: FaceSource) {
    this.#source = source
  }

  /** The whole expression, `build()` included. */
  write({ meta, input }: MetaCode, steps: readonly JsonObject[]): Layout {
    const { links } = this.#block(steps, ['steps'], new Map())
    const start = input === undefined ? [] : [['.input(', input, ')']]
    const parameters = this.#source.ports === undefined ? [meta] : [meta, '{ catalog }']
    return [call('pipeline', parameters), indent([hardline, ...join([...start, ...links, '.build()'], hardline)])]
  }

  #block(steps: readonly JsonObject[], path: DocumentPath, outside: Visible) {
    const visible = new Map(outside)
    const added = new Map<string, Typed>()
    const links: Layout[] = []
    for (const [index, step] of steps.entries()) {
      const written = this.#step(step, [...path, index], visible)
      links.push(...written.links)
      for (const [id, typed] of written.added) {
        visible.set(id, typed)
        added.set(id, typed)
      }
    }
    return { links, added }
  }

  #step(step: JsonObject, path: DocumentPath, visible: Visible) {
    const id = String(step.id)
    this.#needs(this.#isFree(id, visible) && dependsOn(step).every((other) => visible.has(other)))
    const parts = stepParts(step)
    const added = new Map<string, Typed>()
    if (parts === undefined) {
      const comments = this.#source.comments.before(path, Object.keys(step))
      added.set(id, UNTYPED)
      return { links: [withComments(comments, call('.step', [textLiteral(id), rawStepCode(step)]))], added }
    }
    const link =
      parts.blocks.length === 0
        ? this.#work(step, path, visible, added)
        : this.#control(step, parts, path, visible, added)
    const links = [link]
    const after = parts.routes.length === 0 ? visible : new Map([...visible, ...added])
    for (const [index, route] of parts.routes.entries()) {
      const draft = new Draft(this.#reach(after), this.imports)
      const match = this.#wrapped(conditionCode(route.match, draft), draft)
      const [first] = route.steps
      const isIds = typeof first !== 'object'
      const inner = isIds
        ? undefined
        : this.#block(route.steps as JsonObject[], [...path, 'on_success', 'routes', index, 'steps'], after)
      const body = inner === undefined ? jsonLiteral([...route.steps] as string[]) : bodyCode('route', inner.links)
      links.push(callWithBodies('.onSuccess', [bracketed('{', [member('match', match)])], [body]))
      for (const [name, typed] of inner?.added ?? []) added.set(name, maybe(typed))
    }
    return { links, added }
  }

  #work(step: JsonObject, path: DocumentPath, visible: Visible, added: Map<string, Typed>): Layout {
    const comments = this.#source.comments.before(path, NOT_OPTIONS)
    const skip = hasNoRoutes(step) ? ['id', 'type'] : NOT_OPTIONS
    const { members, result } = optionsCode(step, skip, this.#wrapping(visible), this.#source.comments.at(path))
    added.set(String(step.id), maybe(result, mayBeMissing(step)))
    const name = `.${methodName(String(step.type))}`
    return withComments(comments, call(name, [textLiteral(String(step.id)), bracketed('{', members)]))
  }

  #control(
    step: JsonObject,
    parts: StepParts,
    path: DocumentPath,
    visible: Visible,
    added: Map<string, Typed>,
  ): Layout {
    const id = String(step.id)
    const missing = mayBeMissing(step)
    const { blocks, isBranching, isLoop, blockKeys } = parts
    const skip = [
      ...(hasNoRoutes(step) ? ['id', 'type'] : NOT_OPTIONS),
      ...blockKeys,
      ...(isBranching ? ['condition'] : []),
    ]
    const comments = this.#source.comments.before(path, skip)
    const { members, condition } = optionsCode(step, skip, this.#wrapping(visible), this.#source.comments.at(path))
    const inside = new Map(visible)
    if (isLoop) {
      this.#needs(this.#isFree(String(step.loop_variable), visible))
      inside.set(String(step.loop_variable), itemType(step.iterate_over, this.#reach(visible)))
    }
    const fields = new Map<string, Typed>()
    const bodies = blocks.map((block) => {
      const inner = this.#block(block.steps, [...path, ...block.path], inside)
      for (const [name, typed] of inner.added) {
        fields.set(name, typed)
        if (!isLoop) added.set(name, maybe(typed, missing || isBranching))
      }
      return bodyCode(block.parameter, inner.links)
    })
    added.set(id, maybe(controlResult(step, objectOf(Object.fromEntries(fields))), missing))
    const name = `.${methodName(String(step.type))}`
    const options = condition === undefined ? members : [member('condition', condition), ...members]
    const isShort = condition !== undefined && members.length === 0
    return withComments(
      comments,
      callWithBodies(
        isShort ? '.when' : name,
        [textLiteral(id), isShort ? condition : bracketed('{', options)],
        bodies,
      ),
    )
  }

  #needs(holds: boolean): void {
    this.possible &&= holds
  }

  #isFree(id: string, visible: Visible): boolean {
    return !visible.has(id) && !FIXED_ROOTS.includes(id)
  }

  #reach(visible: Visible): Reach {
    return (root) => {
      const fixed = fixedRoot(root, this.#source)
      if (fixed !== undefined) return fixed
      const [typed, code] = [visible.get(root), this.#source.names.get(root)]
      return typed === undefined || code === undefined || root in {} ? undefined : { code, typed }
    }
  }

  #wrapping(visible: Visible): Wrapping {
    const wrap = (code: Layout, draft: Draft) => this.#callback(code, draft)
    return {
      reach: this.#reach(visible),
      wrap,
      everywhere: false,
      ports: this.#source.ports ?? new Map(),
      imports: this.imports,
    }
  }

  #wrapped(code: Layout, draft: Draft): Layout {
    return draft.roots.size === 0 ? code : this.#callback(code, draft)
  }

  #callback(code: Layout, draft: Draft): Layout {
    const names = [...draft.roots].map((root) => {
      const name = this.#source.names.get(root) ?? root
      return name === root ? name : `${propertyName(root)}: ${name}`
    })
    const parameters = names.length === 0 ? '()' : `({ ${names.join(', ')} })`
    return [parameters, ' => ', ...(startOf(code).startsWith('{') ? ['(', code, ')'] : [code])]
  }
}

function dependsOn(step: JsonObject): string[] {
  return Array.isArray(step.depends_on) ? step.depends_on.map(String) : []
}

function bodyCode(parameter: string, links: readonly Layout[]): Layout {
  const isOne = links.length === 1
  const chain: Layout = isOne ? [parameter, ...links] : [parameter, indent([hardline, ...join(links, hardline)])]
  return [`(${parameter}) =>`, indent([blankline, chain])]
}
