import { byText } from './plain-text.ts'
import { factsOf, type ReportInputs } from './report-inputs.ts'

/** One line of the CSV dataset: an installed package with all that was found. */
export interface DatasetRow {
  package: string
  version: string
  declared_by_workspace: boolean
  licence: string
  licence_class: string
  persons: string
  organisations: string
  accounts: string
  persons_count: number
  repository: string
  funding: string
  depended_on_by: number
  dependencies: number
  install_commands: string
  compiled_files: number
  compiled_bytes: number
  size_bytes: number
  files: number
  contact_domains: string
  review_score: number
  review_reasons: string
  path: string
}

/** The dataset: one row for each installed package, by name and version. Lists are joined with `; `. */
export function datasetRows(inputs: ReportInputs): DatasetRow[] {
  const scores = new Map(inputs.risk.scores.map((each) => [each.id, each]))
  return factsOf(inputs)
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
