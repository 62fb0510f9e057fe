import type { IssueLevel, IssueSeverity } from './issue.js'

interface CodeEntry {
  readonly level: IssueLevel
  readonly severity: IssueSeverity
  /** What it means and what to do, for the error reference. */
  readonly meaning: string
}

/**
 * Every code that validation can report, in one table. The error reference in `docs/errors.md` is printed from it,
 * and `IssueCode` is its keys, so that code, docs and types cannot differ.
 *
 * @example
 * ```ts
 * import { ISSUE_CODES } from '@odp/dsl'
 *
 * ISSUE_CODES.yaml_alias.level // 1
 * ```
 */
export const ISSUE_CODES = {
  yaml_syntax: {
    level: 1,
    severity: 'error',
    meaning: 'The text is not YAML 1.2 (or JSON). Everything that could be read is still checked.',
  },
  yaml_duplicate_key: { level: 1, severity: 'error', meaning: 'A mapping has the same key twice. Remove one of them.' },
  yaml_alias: {
    level: 1,
    severity: 'error',
    meaning:
      'Anchors and aliases are refused, since they can blow a small text up. Write the value out. A warning for an anchor that nothing uses.',
  },
  yaml_tag: {
    level: 1,
    severity: 'error',
    meaning: 'Tags such as `!!python/object` are refused. Write a plain value.',
  },
  yaml_merge_key: { level: 1, severity: 'error', meaning: 'The merge key `<<` is refused. Write the keys out.' },
  yaml_directive: {
    level: 1,
    severity: 'error',
    meaning: 'Directives such as `%YAML 1.1` are refused: a document is always YAML 1.2.',
  },
  yaml_several_documents: {
    level: 1,
    severity: 'error',
    meaning: 'One text holds one document. Put the others into files of their own.',
  },
  yaml_number: {
    level: 1,
    severity: 'error',
    meaning:
      '`.inf` and `.nan` have no JSON value. A warning where a whole number is so long that it would lose digits.',
  },
  document_too_large: {
    level: 1,
    severity: 'error',
    meaning:
      'A document has at most 5 MB. One with errors, tabs, anchors or tags has at most 350,000 tokens of YAML, and half a token for each character beyond a million.',
  },
  document_too_deep: { level: 1, severity: 'error', meaning: 'A document has at most 100 levels of nesting.' },
  check_spelling: {
    level: 1,
    severity: 'warning',
    meaning: 'The old spelling of `check` is not YAML. It is understood; `odp fmt` rewrites it as a list.',
  },
  too_many_issues: {
    level: 1,
    severity: 'error',
    meaning:
      'There are more than 1,000 findings. The first ones are told, errors before warnings; correct them and check again. A warning where only warnings are left out.',
  },
  not_a_mapping: {
    level: 1,
    severity: 'error',
    meaning: 'A pipeline document is a mapping with the keys version, pipeline_id, workspace_id, project_id and steps.',
  },
  unknown_key: {
    level: 1,
    severity: 'error',
    meaning: 'The key does not exist here. Keys that start with `x-` are free.',
  },
  missing_key: { level: 1, severity: 'error', meaning: 'A required key is not there.' },
  wrong_type: { level: 1, severity: 'error', meaning: 'The value has another type than the key asks for.' },
  wrong_value: {
    level: 1,
    severity: 'error',
    meaning: 'The value is not one of those allowed, out of bounds, or badly formed.',
  },
  unknown_step_type: { level: 1, severity: 'error', meaning: 'The step type does not exist.' },
  duplicate_id: {
    level: 1,
    severity: 'error',
    meaning: 'A step id is used twice. Ids are unique in the whole document, nested steps included.',
  },
  reserved_id: {
    level: 1,
    severity: 'error',
    meaning: '`input`, `run` and `secrets` are names of the language and cannot be step ids or loop variables.',
  },
  missing_name: {
    level: 1,
    severity: 'warning',
    meaning: 'The pipeline has no `name`; its `pipeline_id` is shown instead.',
  },
  template_syntax: {
    level: 1,
    severity: 'error',
    meaning: 'A template cannot be read. Write `\\{{` for two literal braces.',
  },
  expression_syntax: { level: 1, severity: 'error', meaning: 'An expression cannot be read.' },
  schema_invalid: {
    level: 1,
    severity: 'error',
    meaning: '`input_schema` or `output_schema` is not a JSON Schema that is understood.',
  },
  secret_not_allowed: {
    level: 1,
    severity: 'error',
    meaning: 'A secret may only stand in `inputs`, or in a key that only the step itself reads.',
  },
  input_missing: {
    level: 1,
    severity: 'error',
    meaning: 'The run needs an input that was not given. Nothing was started.',
  },
  input_invalid: { level: 1, severity: 'error', meaning: 'An input does not fit `input_schema`. Nothing was started.' },
  unknown_method: {
    level: 2,
    severity: 'error',
    meaning: 'The catalog has no such method, model, flow, agent, asset or report template.',
  },
  wrong_step_type: { level: 2, severity: 'error', meaning: 'The catalog entry belongs to another step type.' },
  unsupported_mode: { level: 2, severity: 'error', meaning: 'The catalog entry does not run in this execution mode.' },
  missing_input: { level: 2, severity: 'error', meaning: 'The method needs an input that the step does not give.' },
  unknown_input: { level: 2, severity: 'error', meaning: 'The method has no such input.' },
  input_type: { level: 2, severity: 'error', meaning: 'A value cannot fit the input that it is given to.' },
  output_type: { level: 2, severity: 'error', meaning: 'A declared output cannot fit what the method returns.' },
  unknown_output: { level: 2, severity: 'error', meaning: 'The method does not return this output.' },
  no_method_fits: {
    level: 2,
    severity: 'error',
    meaning: 'No entry of the catalog fits a method name that is made at run time.',
  },
  method_ports_differ: {
    level: 2,
    severity: 'warning',
    meaning: 'Some entries that fit a method name made at run time have other inputs or outputs.',
  },
  expression_type: {
    level: 2,
    severity: 'error',
    meaning: 'The types in an expression do not go together; it would fail when it is evaluated.',
  },
  unknown_reference: {
    level: 3,
    severity: 'error',
    meaning:
      'A template, `depends_on`, `run` or `fallback_step` names something that does not exist or cannot be seen from here.',
  },
  unknown_field: {
    level: 3,
    severity: 'error',
    meaning: 'A template reads a field that the step does not declare or return.',
  },
  splat_on_non_list: { level: 3, severity: 'error', meaning: '`[*]` stands on something that is no list.' },
  cycle: { level: 3, severity: 'error', meaning: 'Steps wait for each other in a circle.' },
  never_satisfiable: {
    level: 3,
    severity: 'error',
    meaning: 'The step can never run: it reads steps of which one is always skipped when the other runs.',
  },
  child_not_activated: {
    level: 3,
    severity: 'error',
    meaning: 'A child step (`is_child: true`) is named by no check, fallback or route, so it could never run.',
  },
  wrong_target: {
    level: 3,
    severity: 'error',
    meaning: 'A check, a fallback or a route names a step that it cannot activate.',
  },
  may_be_skipped: {
    level: 3,
    severity: 'warning',
    meaning: 'The step that is read may be skipped; then its reader is skipped too. Use `or:` or `default:`.',
  },
  may_fail: {
    level: 3,
    severity: 'warning',
    meaning: 'The step that is read may fail and the run goes on; then its reader is skipped. Use `or:` or `default:`.',
  },
  fallback_not_child: {
    level: 3,
    severity: 'warning',
    meaning: 'A fallback step is treated as a child: it runs only when it is called. Say so with `is_child: true`.',
  },
  loop_variable_clash: {
    level: 3,
    severity: 'error',
    meaning: 'A loop variable has the name of a step, of a root, or of an enclosing loop variable.',
  },
  unknown_replay_step: { level: 3, severity: 'error', meaning: '`replay_from_step` names a step that does not exist.' },
  connector_missing: {
    level: 4,
    severity: 'error',
    meaning: 'The step needs an outside system that this installation has no connector for.',
  },
  method_not_runnable: {
    level: 4,
    severity: 'error',
    meaning: 'The catalog describes the method, but this installation has no code for it.',
  },
  resource_request: {
    level: 4,
    severity: 'warning',
    meaning: 'The step asks for a resource, and there is enough of it: what it asks for and what is free.',
  },
  resource_unavailable: {
    level: 4,
    severity: 'error',
    meaning: 'The step asks for more of a resource than is free, or than there is.',
  },
  resource_peak: {
    level: 4,
    severity: 'warning',
    meaning:
      'Steps that may run at once ask together for more of a resource than is free, so some may have to wait. Set `max_parallel`.',
  },
  over_quota: {
    level: 4,
    severity: 'error',
    meaning: 'The document asks for more than its workspace may use. A warning where it only may come to that.',
  },
  access_denied: {
    level: 4,
    severity: 'error',
    meaning: 'The workspace has no access to the project, or one of them does not exist.',
  },
  over_budget: {
    level: 4,
    severity: 'error',
    meaning:
      'The run is expected to cost more than `execution.budget_units`. A warning in brave mode, and where only the most that it can cost is over the budget.',
  },
  estimate_differs: {
    level: 4,
    severity: 'warning',
    meaning: 'The document estimates a cost or a duration that what the catalog says of its steps does not allow.',
  },
  estimate_unbounded: {
    level: 4,
    severity: 'warning',
    meaning: 'Nothing bounds how many items a loop has, so cost and duration have no upper bound.',
  },
} as const satisfies Record<string, CodeEntry>

/**
 * Code of an issue; stable across versions.
 *
 * @example
 * ```ts
 * import { ISSUE_CODES, type IssueCode } from '@odp/dsl'
 *
 * const meaning = (code: IssueCode): string => ISSUE_CODES[code].meaning
 * ```
 */
export type IssueCode = keyof typeof ISSUE_CODES
