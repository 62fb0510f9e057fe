import type { DatasetRow } from './dataset-row.ts'
import type { PackageFacts } from './package-facts.ts'
import { byText } from './plain-text.ts'
import type { RiskAssessment } from './risk-records.ts'

/** The dataset: one row for each installed package, by name and version. */
export function datasetRows(facts: PackageFacts[], given: RiskAssessment['scores']): DatasetRow[] {
  const scores = new Map(given.map((each) => [each.id, each]))
  return [...facts]
    .sort((left, right) => byText(left.record.id, right.record.id))
    .map(({ record, persons, organisations, accounts, blast, license }) => ({
      package: record.name,
      version: record.version,
      declared_by_workspace: record.direct,
      licence: record.license.expression ?? record.license.declared ?? '',
      licence_class: license,
      persons: persons.map((each) => each.name).join('; '),
      organisations: organisations.map((each) => each.name).join('; '),
      accounts: accounts.map((each) => each.id).join('; '),
      persons_count: persons.length,
      repository: record.repository?.url ?? '',
      funding: record.funding.join('; '),
      depended_on_by: blast - 1,
      dependencies: record.dependencies.length,
      install_commands: Object.entries(record.install_scripts)
        .map(([hook, script]) => `${hook}: ${script.command}`)
        .join('; '),
      compiled_files: record.native_count,
      compiled_bytes: record.native_bytes,
      size_bytes: record.size_bytes,
      files: record.file_count,
      contact_domains: record.contact_domains.join('; '),
      review_score: scores.get(record.id)?.score ?? 0,
      review_reasons: scores.get(record.id)?.reasons.join('; ') ?? '',
      path: record.path,
    }))
}
