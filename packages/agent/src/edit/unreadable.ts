import type { Issue } from '@odp/dsl'

/** Why a text is no pipeline: where its YAML is broken, all that is missing only follows from that. */
export function unreadable(issues: readonly Issue[]): string {
  const issue =
    issues.find(({ code }) => code === 'yaml_syntax') ??
    issues.find(({ severity }) => severity === 'error') ??
    issues[0]
  const at = issue?.line === undefined ? '' : ` (line ${issue.line})`
  return `the pipeline to edit cannot be read: ${issue?.message ?? ''}${at}`
}
