/**
 * The ODP pipeline language: documents, templates, expressions, validation, planning and the typed builder.
 *
 * @module
 */

export { approvalRequest } from './approval/approval-request.js'
export type { FieldCode, ListCode, ObjectCode, OptionalCode } from './builder/encoded-schema.js'
export {
  type Binding,
  type Block,
  both,
  contains,
  count,
  type EachReference,
  type Expression,
  type ExtendOptions,
  either,
  eq,
  exists,
  expression,
  extend,
  field,
  gt,
  gte,
  type ListReference,
  lt,
  lte,
  matches,
  neq,
  not,
  or,
  type Pipe,
  PipelineBuildError,
  type PipelineMeta,
  type PipelineOptions,
  type PipelineSteps,
  pipeline,
  pipelineSteps,
  type Reference,
  type RootSteps,
  required,
  template,
  type UntypedReference,
  type Value,
  verbatim,
  withDefault,
} from './builder/index.js'
export type { ConditionalResult, DeclaredNames, ResultsOf, StepEntry } from './builder/step-entry.js'
export { catalogDocument } from './catalog/catalog-document.js'
export { type CatalogEntry, type CatalogIndex, type CatalogKind, indexCatalog } from './catalog/catalog-index.js'
export {
  type AgentDefinition,
  type AssetDefinition,
  type Catalog,
  type CatalogDocument,
  type CatalogDocumentEntry,
  type CatalogEstimate,
  type CatalogLists,
  defineAgent,
  defineCatalog,
  defineFlow,
  defineMethod,
  defineModel,
  defineReportTemplate,
  type FlowDefinition,
  type MethodContext,
  type MethodDefinition,
  type ModelDefinition,
  type ReportTemplateDefinition,
} from './catalog/define-catalog.js'
export type { BatchContext, BatchFailure } from './catalog/method-batch.js'
export type { MethodTraits, RateLimit, ResourceClass } from './catalog/method-traits.js'
export { type ParsedCatalog, parseCatalog } from './catalog/parse-catalog.js'
export {
  type DiffOptions,
  diffPipelines,
  type PipelineChange,
  type PipelineDiff,
  type ValueChange,
} from './diff/diff-pipelines.js'
export type {
  EstimateChange,
  EstimateMove,
  PipelineEstimateChange,
  StepEstimateChange,
} from './diff/estimate-changes.js'
export { renderDiff } from './diff/render-diff.js'
export { renderDiffMermaid } from './diff/render-diff-mermaid.js'
export type { Pipeline, PipelineDocument, RetryPolicyDocument, StepDocument } from './document/pipeline-document.js'
export { stringifyPipeline } from './document/stringify-pipeline.js'
export { applyFixes, type FixedPipeline } from './edit/apply-fixes.js'
export { type EditedPipeline, editPipeline, textEdits } from './edit/edit-pipeline.js'
export { type FormattedPipeline, formatPipeline } from './edit/format-pipeline.js'
export { PipelineEditError } from './edit/pipeline-edit-error.js'
export type { TextEdit } from './edit/text-edit.js'
export {
  type EstimateOptions,
  estimatePipeline,
  type PipelineEstimate,
  type StepContribution,
} from './estimate/estimate-pipeline.js'
export { estimatePlan } from './estimate/estimate-plan.js'
export type { EstimateInterval } from './estimate/interval.js'
export type { EstimateAssumptions } from './estimate/loop-items.js'
export { renderEstimate } from './estimate/render-estimate.js'
export { renderPlan } from './graph/render-plan.js'
export { ISSUE_CODES, type IssueCode } from './issues/codes.js'
export type { DocumentChange, DocumentPath, Issue, IssueFix, IssueLevel, IssueSeverity } from './issues/issue.js'
export type { Json, JsonObject } from './json/json.js'
export { pipelineJsonSchema } from './json-schema/pipeline-json-schema.js'
export { createLanguage, defaultLanguage, type Language } from './language/language.js'
export { documentDigest, type PlanOptions, planPipeline } from './planner/plan-pipeline.js'
export {
  planReplay,
  type ReplayOptions,
  type ReplayPlan,
  type ReplaySource,
  type ReplayStep,
} from './replay/plan-replay.js'
export { renderReplay } from './replay/render-replay.js'
export { ReplayError } from './replay/replay-error.js'
export { estimateReplay, type ReplayEstimate } from './replay/replay-estimate.js'
export type { RunReason } from './replay/replay-graph.js'
export {
  type PipelineSamples,
  type PipelineSamplesOptions,
  pipelineSamples,
  type StepSample,
} from './samples/pipeline-samples.js'
export { sampleValue } from './schema/sample-value.js'
export {
  type ConnectorNeed,
  defineStep,
  type Requirement,
  type StepBlock,
  type StepDefinition,
  type StringKind,
} from './steps/define-step.js'
export { type ActivityStepType, STEP_DEFINITIONS, type StepType } from './steps/index.js'
export { STEP_MODES, type StepMode } from './steps/step-mode.js'
export { checkInput } from './validate/check-input.js'
export type { Installation } from './validate/installation.js'
export { type ParsedResources, resourcesFromDocument } from './validate/resources-document.js'
export type {
  Access,
  Availability,
  Quota,
  QuotaLimits,
  ResourceAmount,
  ResourceName,
  Resources,
} from './validate/resources-ports.js'
export {
  type CheckedPipeline,
  checkPipeline,
  type ParsedPipeline,
  parsePipeline,
  type ValidateOptions,
  type ValidationReport,
  validatePipeline,
} from './validate/validate-pipeline.js'
export { readYaml, type YamlReading } from './yaml/read-yaml.js'
