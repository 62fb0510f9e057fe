import { defineCatalog, defineMethod, defineModel, defineReportTemplate, type Json } from '@odp/dsl'
import { z } from 'zod'
import { assessRisk, assessRiskInput, assessRiskOutput } from './methods/assess-risk.ts'
import { datasetRow } from './methods/dataset-row.ts'
import { deepDive, deepDiveInput, deepDiveOutput } from './methods/deep-dive.ts'
import { listPackages, listPackagesInput, listPackagesOutput } from './methods/list-packages.ts'
import { maintainerGraph, maintainerGraphInput, maintainerGraphOutput } from './methods/maintainer-graph.ts'
import { mergePeople, mergePeopleInput, mergePeopleOutput, peopleInput } from './methods/merge-people.ts'
import { readPackage, readPackageInput, readPackageOutput } from './methods/read-package.ts'
import { reportInputs } from './methods/report-inputs.ts'
import { supplyChainReport } from './methods/supply-chain-report.ts'

/**
 * Everything that the investigation is made of: methods that read, methods that think, and templates that tell. What a
 * method returns is parted by reader, since a reference carries all that it names to the step that reads it.
 */
export const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'list_packages',
      step_type: 'crawler',
      summary: 'Finds every package installed in a folder, whichever package manager installed it.',
      synonyms: ['inventory', 'node_modules', 'dependencies'],
      inputs: listPackagesInput,
      outputs: listPackagesOutput,
      estimate: { cost_units: 0, duration_seconds: 1 },
      run: listPackages,
    }),
    defineMethod({
      id: 'read_package',
      step_type: 'crawler',
      summary:
        'Reads one installed package: people, licence, repository, funding, install scripts, compiled code, size.',
      synonyms: ['package.json', 'manifest', 'metadata'],
      inputs: readPackageInput,
      outputs: z.object({ record: readPackageOutput }),
      estimate: { cost_units: 0, duration_seconds: 0.1 },
      run: async (inputs, context) => ({ record: await readPackage(inputs, context) }),
    }),
    defineMethod({
      id: 'merge_people',
      step_type: 'function',
      summary: 'Joins the mentions in all packages into people, organisations and accounts, with the reason for each.',
      synonyms: ['entity resolution', 'deduplicate', 'identities'],
      inputs: mergePeopleInput,
      outputs: z.object({
        people: peopleInput,
        installed: mergePeopleOutput.shape.installed,
        summary: reportInputs.shape.people,
      }),
      estimate: { cost_units: 0, duration_seconds: 1 },
      async run(inputs, context) {
        const { people, package_people, installed, ...summary } = await mergePeople(inputs, context)
        return { people: { people, package_people }, installed, summary }
      },
    }),
    defineMethod({
      id: 'assess_risk',
      step_type: 'function',
      summary: 'Lists what a reader should look at: install scripts, compiled code, licences, packages of one person.',
      synonyms: ['risk', 'licences', 'install scripts', 'review'],
      inputs: assessRiskInput,
      outputs: z.object({ assessment: reportInputs.shape.risk, dataset: assessRiskOutput.shape.dataset }),
      estimate: { cost_units: 0, duration_seconds: 1 },
      async run(inputs, context) {
        const { dataset, ...assessment } = await assessRisk(inputs, context)
        return { assessment, dataset }
      },
    }),
    defineMethod({
      id: 'deep_dive',
      step_type: 'crawler',
      summary:
        'Tells everything the installed files say about one person, and what the code of their packages mentions.',
      synonyms: ['dossier', 'profile', 'maintainer'],
      inputs: deepDiveInput,
      outputs: z.object({ dossier: deepDiveOutput }),
      estimate: { cost_units: 0, duration_seconds: 2 },
      run: async (inputs, context) => ({ dossier: await deepDive(inputs, context) }),
    }),
  ],
  models: [
    defineModel({
      id: 'maintainer_graph',
      summary: 'Measures who is central: PageRank, betweenness, communities, and how much depends on each person.',
      synonyms: ['network', 'centrality', 'pagerank', 'communities'],
      inputs: maintainerGraphInput,
      outputs: z.object({ graph: maintainerGraphOutput.shape.graph, summary: reportInputs.shape.graph }),
      estimate: { cost_units: 0, duration_seconds: 1 },
      async run(inputs, context) {
        const { graph, ...summary } = await maintainerGraph(inputs, context)
        return { graph, summary }
      },
    }),
  ],
  report_templates: [
    defineReportTemplate({
      id: 'supply_chain_report',
      format: 'pdf_report',
      summary: 'Who stands behind the installed packages: findings, people, network, licences, method and limits.',
      inputs: reportInputs,
      // A report document is plain JSON; an interface is just not known to be.
      run: (inputs) => supplyChainReport(inputs) as unknown as Json,
    }),
    defineReportTemplate({
      id: 'package_dataset',
      format: 'csv_dataset',
      summary: 'One row for each installed package.',
      inputs: z.object({ rows: z.array(datasetRow) }),
      run: (inputs) => inputs,
    }),
    defineReportTemplate({
      id: 'people_network',
      format: 'graph_visualization',
      summary: 'Who stands behind the installed packages, and what ties them together',
      inputs: z.object({ graph: maintainerGraphOutput.shape.graph }),
      run: ({ graph }) => graph,
    }),
  ],
})
