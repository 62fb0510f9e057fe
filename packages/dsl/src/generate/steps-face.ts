import { methodName } from '../builder/pipeline.js'
import type { DocumentPath } from '../issues/issue.js'
import type { JsonObject } from '../json/json.js'
import { conditionCode } from './condition-code.js'
import { Draft, type Reach } from './draft.js'
import { type FaceSource, fixedRoot } from './face-source.js'
import { itemType } from './item-type.js'
import { jsonLiteral, member } from './json-literal.js'
import { bracketed, call, callWithBodies, hardline, indent, join, type Layout } from './layout.js'
import type { MetaCode } from './meta-code.js'
import { maybe, OPAQUE, type Typed, UNTYPED } from './shape.js'
import { hasNoRoutes, stepParts } from './step-blocks.js'
import { optionsCode, rawStepCode, type Wrapping, withComments } from './step-code.js'
import { controlResult, mayBeMissing } from './step-result.js'
import { textLiteral } from './text-literal.js'

/** A constant that holds the outputs of a step, or the item of a loop. */
interface Constant {
  readonly name: string
  readonly typed: Typed
  used: boolean
}

type Constants = Map<string, Constant>

/** Writes steps as statements, each with a constant that later ones read. */
export class StepsFace {
  readonly imports = new Set<string>(['pipelineSteps'])
  readonly #source: FaceSource

  constructor(source: FaceSource) {
    this.#source = source
  }

  /** The statements that make `steps`. */
  write({ meta, input }: MetaCode, steps: readonly JsonObject[]): Layout {
    const options = [
      ...(this.#source.ports === undefined ? [] : ['catalog']),
      ...(input === undefined ? [] : [member('input', input)]),
    ]
    const parameters = options.length === 0 ? [meta] : [meta, bracketed('{', options)]
    const statements = this.#block(steps, ['steps'], new Map(), 'steps')
    return [
      call('const steps = pipelineSteps', parameters),
      hardline,
      hardline,
      ...join(statements, [hardline, hardline]),
    ]
  }

  /** The statements of a block, put together when it is known which constants are read. */
  #block(steps: readonly JsonObject[], path: DocumentPath, outside: Constants, block: string): Layout[] {
    const constants: Constants = new Map(outside)
    const written = steps.map((step, index) => this.#step(step, [...path, index], constants, block))
    return written.flatMap(({ comments, statement, constant, routes }) => {
      const start = constant.used ? `const ${constant.name} = ` : ''
      return [withComments(comments, [start, statement]), ...routes]
    })
  }

  #step(step: JsonObject, path: DocumentPath, constants: Constants, block: string) {
    const id = String(step.id)
    const parts = stepParts(step)
    const comments = this.#source.comments.before(
      path,
      parts === undefined ? Object.keys(step) : ['id', 'type', 'on_success', 'steps', 'branches'],
    )
    const { statement, typed } = this.#statement(step, path, constants, block)
    const constant: Constant = {
      name: this.#source.names.get(id) ?? '',
      typed: maybe(typed, mayBeMissing(step)),
      used: false,
    }
    constants.set(id, constant)
    const routes = (parts?.routes ?? []).map((route, index) => {
      const match = conditionCode(route.match, new Draft(this.#reach(constants), this.imports))
      const [first] = route.steps
      const at = [...path, 'on_success', 'routes', index, 'steps']
      const body =
        typeof first === 'object'
          ? this.#body('route', route.steps as JsonObject[], at, constants)
          : jsonLiteral([...route.steps] as string[])
      return callWithBodies(`${block}.onSuccess`, [bracketed('{', [member('match', match)])], [body])
    })
    return { comments, statement, constant, routes }
  }

  #statement(
    step: JsonObject,
    path: DocumentPath,
    constants: Constants,
    block: string,
  ): { statement: Layout; typed: Typed } {
    const id = textLiteral(String(step.id))
    const parts = stepParts(step)
    if (parts === undefined) return { statement: call(`${block}.step`, [id, rawStepCode(step)]), typed: UNTYPED }
    const skip = ['id', 'type', ...(hasNoRoutes(step) ? [] : ['on_success'])]
    const method = `${block}.${methodName(String(step.type))}`
    const reach = this.#reach(constants)
    const wrapping: Wrapping = {
      reach,
      wrap: (code) => code,
      everywhere: true,
      ports: this.#source.ports ?? new Map(),
      imports: this.imports,
    }
    const at = this.#source.comments.at(path)
    if (parts.blocks.length === 0) {
      const { members, result } = optionsCode(step, skip, wrapping, at)
      return { statement: call(method, [id, bracketed('{', members)]), typed: result }
    }
    const { blocks, isBranching, isLoop, blockKeys } = parts
    const without = [...skip, ...blockKeys, ...(isBranching ? ['condition'] : [])]
    const { members, condition } = optionsCode(step, without, wrapping, at)
    const variable = isLoop ? { id: String(step.loop_variable), typed: itemType(step.iterate_over, reach) } : undefined
    const bodies = blocks.map((block) =>
      this.#body(block.parameter, block.steps, [...path, ...block.path], constants, variable),
    )
    const options = condition === undefined ? members : [member('condition', condition), ...members]
    const isShort = condition !== undefined && members.length === 0
    return {
      statement: callWithBodies(
        isShort ? `${block}.when` : method,
        [id, isShort ? condition : bracketed('{', options)],
        bodies,
      ),
      typed: controlResult(step, isLoop ? OPAQUE : UNTYPED),
    }
  }

  #body(
    name: string,
    steps: readonly JsonObject[],
    path: DocumentPath,
    outside: Constants,
    variable?: { readonly id: string; readonly typed: Typed },
  ): Layout {
    const constants: Constants = new Map(outside)
    const item: Constant | undefined = variable && {
      name: this.#source.names.get(variable.id) ?? '',
      typed: variable.typed,
      used: false,
    }
    if (variable !== undefined && item !== undefined) constants.set(variable.id, item)
    const statements = this.#block(steps, path, constants, name)
    const parameters = item?.used ? `${name}, ${item.name}` : name
    return [`(${parameters}) => {`, indent([hardline, ...join(statements, hardline)]), hardline, '}']
  }

  #reach(constants: Constants): Reach {
    return (root) => {
      const fixed = fixedRoot(root, this.#source, 'steps.')
      if (fixed !== undefined) return fixed
      const constant = constants.get(root)
      if (constant === undefined) return undefined
      constant.used = true
      return { code: constant.name, typed: constant.typed }
    }
  }
}
