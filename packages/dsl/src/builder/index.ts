export { type Binding, or, withDefault } from './binding.js'
export {
  both,
  contains,
  count,
  type Expression,
  either,
  eq,
  exists,
  expression,
  gt,
  gte,
  lt,
  lte,
  matches,
  neq,
  not,
} from './expression.js'
export { type ExtendOptions, extend } from './extend.js'
export type { Block, Pipe } from './pipe.js'
export { type PipelineMeta, type PipelineOptions, pipeline } from './pipeline.js'
export { PipelineBuildError } from './pipeline-build-error.js'
export { type PipelineSteps, pipelineSteps, type RootSteps } from './pipeline-steps.js'
export { field, required } from './reference.js'
export { template, verbatim } from './text.js'
export type { EachReference, ListReference, Reference, UntypedReference, Value } from './value.js'
