import { z } from 'zod'
import { datasetRow } from './dataset-row.ts'
import { licenseClasses } from './license-class.ts'
import { overview } from './overview.ts'

const severities = ['high', 'medium', 'low', 'info'] as const

const riskFinding = z.object({
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  severity: z.enum(severities),
  packages: z.array(z.string()).describe('name@version, the first forty'),
  package_total: z.number().int(),
  evidence: z.array(z.string()).describe('file, field and what it says'),
})

const installScriptPackage = z.object({
  id: z.string(),
  hook: z.string(),
  command: z.string(),
  runs_file: z.string().optional(),
  mentions: z.array(z.string()),
  blast_radius: z.number().int(),
})

const nativeBinaryPackage = z.object({
  id: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
  kinds: z.array(z.string()),
  largest: z.string(),
})

const packageScore = z.object({
  id: z.string(),
  score: z.number().int().describe('0 to 100: a reading order, not a verdict'),
  reasons: z.array(z.string()),
})

export const assessRiskOutput = z.object({
  findings: z.array(riskFinding),
  licence_counts: z.array(z.object({ class: z.enum(licenseClasses), count: z.number().int() })),
  licences: z.array(z.object({ licence: z.string(), class: z.enum(licenseClasses), count: z.number().int() })),
  install_script_packages: z.array(installScriptPackage),
  native_binary_packages: z.array(nativeBinaryPackage),
  single_person_packages: z
    .array(z.object({ id: z.string(), person: z.string(), blast_radius: z.number().int() }))
    .describe('exactly one person and no organisation is named; the widest blast radius first'),
  private_mail_domains: z.array(z.object({ domain: z.string(), person: z.string(), packages: z.number().int() })),
  scores: z.array(packageScore).describe('highest first'),
  overview,
  dataset: z.array(datasetRow).describe('one row for each installed package, by name and version'),
})

export type RiskFinding = z.infer<typeof riskFinding>
export type RiskAssessment = z.infer<typeof assessRiskOutput>
