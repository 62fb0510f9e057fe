import type {
  AgentDefinition,
  Catalog,
  FlowDefinition,
  MethodDefinition,
  ModelDefinition,
  ReportTemplateDefinition,
} from '@odp/dsl'

/** The entries of a catalog by id, with their code. */
export interface InstalledCatalog {
  readonly methods: ReadonlyMap<string, MethodDefinition>
  readonly models: ReadonlyMap<string, ModelDefinition>
  readonly flows: ReadonlyMap<string, FlowDefinition>
  readonly agents: ReadonlyMap<string, AgentDefinition>
  readonly report_templates: ReadonlyMap<string, ReportTemplateDefinition>
}

function byId<Entry extends { readonly id: string }>(
  entries: readonly Entry[] | undefined,
): ReadonlyMap<string, Entry> {
  return new Map((entries ?? []).map((entry) => [entry.id, entry]))
}

/** Makes a catalog ready to be called. */
export function installCatalog(catalog: Catalog | undefined): InstalledCatalog {
  const lists = catalog?.lists ?? {}
  return {
    methods: byId(lists.methods),
    models: byId(lists.models),
    flows: byId(lists.flows),
    agents: byId(lists.agents),
    report_templates: byId(lists.report_templates),
  }
}
