import { z } from 'zod'
import { licenseClasses } from './license-class.ts'

/** One line of the CSV dataset: an installed package with all that was found. Lists are joined with `; `. */
export const datasetRow = z.object({
  package: z.string(),
  version: z.string(),
  declared_by_workspace: z.boolean(),
  licence: z.string(),
  licence_class: z.enum(licenseClasses),
  persons: z.string(),
  organisations: z.string(),
  accounts: z.string(),
  persons_count: z.number().int(),
  repository: z.string(),
  funding: z.string(),
  depended_on_by: z.number().int(),
  dependencies: z.number().int(),
  install_commands: z.string(),
  compiled_files: z.number().int(),
  compiled_bytes: z.number().int(),
  size_bytes: z.number().int(),
  files: z.number().int(),
  contact_domains: z.string(),
  review_score: z.number().int(),
  review_reasons: z.string(),
  path: z.string(),
})

export type DatasetRow = z.infer<typeof datasetRow>
