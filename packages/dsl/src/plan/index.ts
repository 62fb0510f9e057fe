/**
 * All that workflow code may import: plan types, templates, expressions, schema checks. Free of zod and yaml.
 *
 * @module
 */
export { evaluateCondition, evaluateExpression } from '../expression/evaluate-expression.js'
export type { ExpressionOutcome } from '../expression/expression-outcome.js'
export { parseExpression } from '../expression/parse-expression.js'
export { describeAlternatives, nearestSpelling } from '../issues/nearest.js'
export { isJsonObject, type Json, type JsonObject } from '../json/json.js'
export { checkValue } from '../schema/check-value.js'
export type { JsonSchema } from '../schema/json-schema.js'
export { parsePath } from '../template/parse-path.js'
export { resolveInputs } from '../template/resolve-binding.js'
export { resolveOwnPath, resolvePath } from '../template/resolve-path.js'
export { resolveValue } from '../template/resolve-value.js'
export { fillSecrets, MissingSecretError, type SecretHole } from '../template/secret-hole.js'
export type { Path, PathOutcome, PathSegment, RootValue, Scope } from '../template/template.js'
export type {
  ApprovalRequest,
  ExecutionEstimate,
  ExecutionEvent,
  ExecutionEventType,
  ExecutionInput,
  ExecutionResult,
  ExecutionState,
  ExecutionStatus,
  FinalStatus,
  RunContext,
  StepState,
  StepStatus,
} from './execution.js'
export { FAILURE_CODES, type FailureCode, type StepFailure } from './failure.js'
export {
  type AuditEntry,
  type Operation,
  type OperationArguments,
  type OperationAuthor,
  type OperationName,
  type OperationResult,
  REFUSAL_CODES,
  type Refusal,
  type RefusalCode,
} from './operation.js'
export {
  DEFAULT_RETRY,
  PLAN_VERSION,
  type Plan,
  type PlanCache,
  type PlanCheck,
  type PlanNode,
  type PlanRetry,
  type PlanRoute,
  type PlanTypeDefaults,
} from './plan.js'
export type { BatchItem, StepRequest } from './step-request.js'
export type { Answer, BatchResult, StepQuestion, StepResult } from './step-result.js'
