import { pipeline, required, withDefault } from '@odp/dsl'
import { z } from 'zod'
import { catalog } from './catalog.ts'

/** Who stands behind the packages installed in a folder? The same document as pipeline.yaml. */
export const supplyChain = pipeline(
  {
    pipeline_id: 'supply-chain',
    name: 'Who stands behind the installed packages?',
    workspace_id: 'examples',
    project_id: 'open-source',
  },
  { catalog },
)
  .input(z.object({ folder: z.string().min(1).describe('The folder that holds node_modules.') }))
  .execution({ timeout_minutes: 15 })
  .crawler('list_packages', {
    method: 'list_packages',
    execution_mode: 'direct',
    retry_policy: { max_attempts: 1 },
    inputs: ({ input }) => ({ folder: input.folder }),
  })
  .loop(
    'each_package',
    { iterate_over: ({ list_packages }) => list_packages.packages, loop_variable: 'installed', max_parallel: 16 },
    (each) =>
      each.crawler('read', {
        method: 'read_package',
        execution_mode: 'direct',
        retry_policy: { max_attempts: 2 },
        on_error: { continue_on_failure: true },
        inputs: ({ installed, list_packages }) => ({
          folder: list_packages.workspace.folder,
          path: installed.path,
          direct: installed.direct,
        }),
      }),
  )
  .function('merge_people', {
    method: 'merge_people',
    inputs: ({ each_package }) => ({ packages: each_package.items.all.outputs.read.record }),
  })
  .parallelGroup('measure', {}, (group) =>
    group
      .mlModel('maintainers', {
        model: 'maintainer_graph',
        execution_mode: 'direct',
        inputs: ({ merge_people }) => ({
          installed: merge_people.installed,
          people: merge_people.people,
        }),
      })
      .function('risks', {
        method: 'assess_risk',
        inputs: ({ each_package, merge_people }) => ({
          packages: each_package.items.all.outputs.read.record,
          people: merge_people.people,
        }),
      }),
  )
  .when(
    'somebody_central',
    'exists({{maintainers.summary.most_central}}) && {{maintainers.summary.most_central.blast_radius}} * 20 >= {{maintainers.summary.figures.packages}}',
    (then) =>
      then.crawler('deep_dive', {
        method: 'deep_dive',
        execution_mode: 'direct',
        inputs: ({ list_packages, each_package, merge_people, maintainers }) => ({
          folder: list_packages.workspace.folder,
          person_id: required(maintainers.summary.most_central.id),
          packages: each_package.items.all.outputs.read.record,
          people: merge_people.people,
        }),
      }),
  )
  .validation('quality', {
    checks: { relevance: { threshold: 0.8 }, completeness: { threshold: 0.7 } },
    on_below: 'continue',
    inputs: ({ risks, merge_people }) => ({
      version: risks.dataset.all.version,
      licence: risks.dataset.all.licence,
      repository_url: risks.dataset.all.repository,
      persons: risks.dataset.all.persons,
      size_bytes: risks.dataset.all.size_bytes,
      packages_count: merge_people.summary.counts.packages,
    }),
  })
  .output('report', {
    format: 'pdf_report',
    template: 'supply_chain_report',
    inputs: ({ list_packages, merge_people, maintainers, risks, deep_dive, quality, run }) => ({
      listed: {
        workspace: list_packages.workspace,
        count: list_packages.count,
        own_packages: list_packages.own_packages,
        unreadable: list_packages.unreadable,
        capped: list_packages.capped,
      },
      people: merge_people.summary,
      graph: maintainers.summary,
      risk: risks.assessment,
      dossier: withDefault(deep_dive.dossier, null),
      quality: { scores: quality.scores, problems: quality.problems },
      generated_at: run.started_at,
    }),
  })
  .output('dataset', {
    format: 'csv_dataset',
    template: 'package_dataset',
    inputs: ({ risks }) => ({ rows: risks.dataset }),
  })
  .output('network', {
    format: 'graph_visualization',
    template: 'people_network',
    inputs: ({ maintainers }) => ({ graph: maintainers.graph }),
  })
  .build()
