import type { Block, ReportDocument } from '@odp/worker'
import { fiveFindings } from './five-findings.ts'
import { dossierSection } from './report-dossier.ts'
import type { ReportInputs } from './report-inputs.ts'
import { bytes, counted, firstOf, percent, verb } from './wording.ts'

const MOST_PEOPLE = 15
const KINDS = { person: 'person', organisation: 'organisation', account: 'account' }
const LICENCE_CLASSES = {
  permissive: 'permissive',
  weak_copyleft: 'weak copyleft',
  strong_copyleft: 'strong copyleft',
  custom: 'terms of its own',
  undeclared: 'none declared',
}

/** The client's report: who stands behind the installed packages, what that means, and how far the files can tell. */
export function supplyChainReport(inputs: ReportInputs): ReportDocument {
  const { listed, people, graph } = inputs
  const name = listed.workspace.name ?? listed.workspace.folder.split('/').at(-1) ?? 'workspace'
  return {
    title: 'Who stands behind the installed packages?',
    subtitle: `Supply chain of ${name}`,
    facts: [
      { label: 'Workspace', value: name },
      {
        label: 'Installed packages',
        value: `${graph.figures.packages}, of which ${graph.figures.direct_packages} are declared by the workspace`,
      },
      { label: 'Installed size', value: bytes(inputs.risk.overview.size_bytes) },
      {
        label: 'Named in them',
        value: `${counted(people.counts.persons, 'person', 'persons')}, ${counted(people.counts.organisations, 'organisation')}, ${counted(people.counts.accounts, 'account')}`,
      },
      { label: 'Method', value: 'Reading the installed files. No network, nothing was run.' },
    ],
    summary: fiveFindings(inputs),
    sections: [
      { heading: 'Findings', blocks: findings(inputs) },
      { heading: 'The people', blocks: peopleBlocks(inputs) },
      { heading: 'The network', blocks: networkBlocks(inputs) },
      ...(inputs.dossier ? [dossierSection(inputs.dossier)] : []),
      { heading: 'Commands and compiled code', blocks: codeBlocks(inputs) },
      { heading: 'Licences', blocks: licenceBlocks(inputs) },
      { heading: 'What to review first', blocks: reviewBlocks(inputs) },
      { heading: 'How this was made, and what it cannot tell', blocks: limits(inputs) },
    ],
    sources: [
      `package.json of ${counted(graph.figures.packages, 'installed package')} of ${name}`,
      'Licence, AUTHORS, CONTRIBUTORS and MAINTAINERS files in those packages',
      'First bytes and sizes of all files in those packages',
      ...(inputs.dossier
        ? [
            `Code of ${counted(inputs.dossier.packages.length, 'package')} that ${verb(inputs.dossier.packages.length, 'names', 'name')} ${inputs.dossier.person.name}`,
          ]
        : []),
    ],
    ...(inputs.generated_at ? { generated_at: inputs.generated_at } : {}),
  }
}

function findings({ risk }: ReportInputs): Block[] {
  return [
    {
      kind: 'paragraph',
      text: 'A finding is a reason to look, not an accusation: each states what the installed files show.',
    },
    { kind: 'findings', items: risk.findings.map(({ title, detail, severity }) => ({ title, detail, severity })) },
  ]
}

function peopleBlocks({ graph, people }: ReportInputs): Block[] {
  const widest = [...graph.people]
    .filter((each) => each.kind === 'person')
    .sort((left, right) => right.blast_radius - left.blast_radius)
  const central = graph.people.slice(0, MOST_PEOPLE)
  return [
    {
      kind: 'paragraph',
      text: `The files name ${people.counts.persons} persons, ${people.counts.organisations} organisations and ${people.counts.accounts} accounts of which they do not tell who is behind. The blast radius of a person is the number of installed packages that are theirs or depend on one of theirs, through any number of steps: what a mistake, or a stolen account, could touch.\nPageRank follows the dependencies, from those who rely to those who are relied on. Declared: packages in the blast radius that the workspace itself declares. Between: share of the shortest ways through the network that pass here.`,
    },
    {
      kind: 'bar_chart',
      title: 'Persons with the widest blast radius',
      unit: 'packages',
      bars: widest
        .slice(0, 12)
        .map((each) => ({ label: each.name, value: each.blast_radius, note: `named in ${each.package_count}` })),
    },
    {
      kind: 'table',
      caption: 'The fifteen most central',
      columns: [
        { key: 'name', label: 'Name', width: 26 },
        { key: 'kind', label: 'Kind' },
        { key: 'packages', label: 'Packages', align: 'right' },
        { key: 'blast', label: 'Blast radius', align: 'right' },
        { key: 'declared', label: 'Declared', align: 'right' },
        { key: 'rank', label: 'PageRank', align: 'right' },
        { key: 'between', label: 'Between', align: 'right' },
      ],
      rows: central.map((each) => ({
        name: each.name,
        kind: KINDS[each.kind],
        packages: each.package_count,
        blast: each.blast_radius,
        declared: each.direct_reach,
        rank: `${(100 * each.pagerank).toFixed(2)} %`,
        between: `${(100 * each.betweenness).toFixed(1)} %`,
      })),
    },
  ]
}

function networkBlocks({ graph }: ReportInputs): Block[] {
  const { figures } = graph
  return [
    {
      kind: 'paragraph',
      text: `Two are linked when one package names both, or when a package of one needs a package of the other. ${counted(figures.nodes, 'node')} and ${counted(figures.edges, 'link')}; ${figures.largest_component} of them hang together in one piece, ${figures.isolated} stand alone.`,
    },
    {
      kind: 'graph',
      title: 'The most central people and what ties them together',
      graph: graph.picture,
      caption:
        'Size: blast radius. Colour: community. Shape: person, organisation or account. The whole network is in the GEXF file.',
    },
    {
      kind: 'table',
      caption: `The largest of ${counted(figures.communities, 'community', 'communities')} (Louvain, modularity ${figures.modularity.toFixed(2)})`,
      columns: [
        { key: 'leading', label: 'Led by', width: 70 },
        { key: 'size', label: 'Members', align: 'right' },
        { key: 'packages', label: 'Packages', align: 'right' },
      ],
      rows: graph.communities
        .slice(0, 10)
        .map((each) => ({ leading: each.leading.join(', '), size: each.size, packages: each.packages })),
    },
  ]
}

function codeBlocks({ risk }: ReportInputs): Block[] {
  const scripts = risk.install_script_packages
  const native = risk.native_binary_packages
  return [
    {
      kind: 'paragraph',
      text: 'A command that a package declares for its installation runs with the rights of whoever installs, unless the package manager is told to skip it. Mentions: words in the command and in the script it starts. Compiled code is recognised by the first bytes of each file: ELF, Mach-O, PE, WebAssembly (wasm); node is an add-on for Node.js.',
    },
    scripts.length === 0
      ? { kind: 'paragraph', text: 'No installed package declares a command that runs on installation.' }
      : {
          kind: 'table',
          caption: 'Commands that run on installation',
          columns: [
            { key: 'id', label: 'Package' },
            { key: 'command', label: 'Command' },
            { key: 'mentions', label: 'Mentions', width: 34 },
            { key: 'dependents', label: 'Needed by', align: 'right' },
          ],
          rows: scripts.slice(0, 40).map((each) => ({
            id: each.id,
            command: `${each.hook}: ${each.command}`,
            mentions: each.mentions.join(', '),
            dependents: each.blast_radius - 1,
          })),
          omitted: Math.max(0, scripts.length - 40),
        },
    ...(native.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: 'Compiled code',
            columns: [
              { key: 'id', label: 'Package' },
              { key: 'largest', label: 'Largest file', width: 36 },
              { key: 'kinds', label: 'Kind' },
              { key: 'files', label: 'Files', align: 'right' as const },
              { key: 'size', label: 'Size', align: 'right' as const },
            ],
            rows: native.slice(0, 25).map((each) => ({
              id: each.id,
              largest: each.largest,
              kinds: each.kinds.join(', '),
              files: each.files,
              size: bytes(each.bytes),
            })),
            omitted: Math.max(0, native.length - 25),
          },
        ]),
  ]
}

function licenceBlocks({ risk }: ReportInputs): Block[] {
  const listed = risk.licences.filter((each) => each.class !== 'permissive')
  return [
    {
      kind: 'bar_chart',
      title: 'Declared licences',
      unit: 'packages',
      bars: risk.licences
        .slice(0, 12)
        .map((each) => ({ label: each.licence, value: each.count, note: LICENCE_CLASSES[each.class] })),
      omitted: Math.max(0, risk.licences.length - 12),
    },
    {
      kind: 'paragraph',
      text:
        listed.length === 0
          ? 'Every installed package declares a permissive licence.'
          : `Not permissive, or to be read: ${firstOf(
              listed.map((each) => `${each.licence} (${counted(each.count, 'package')})`),
              8,
            )}. The classes are a first sorting, no legal advice.`,
    },
  ]
}

function reviewBlocks({ risk }: ReportInputs): Block[] {
  const first = risk.scores.filter((each) => each.score >= 20)
  return [
    {
      kind: 'paragraph',
      text: 'The score adds up points for what a reviewer would open first. It is a reading order, not a verdict.',
    },
    {
      kind: 'table',
      columns: [
        { key: 'id', label: 'Package', width: 32 },
        { key: 'score', label: 'Score', align: 'right' },
        { key: 'reasons', label: 'Because', width: 56 },
      ],
      rows: first.slice(0, 20).map((each) => ({ id: each.id, score: each.score, reasons: each.reasons.join('; ') })),
      omitted: Math.max(0, first.length - 20),
    },
  ]
}

function limits({ people, graph, listed, quality }: ReportInputs): Block[] {
  const onNameAlone = people.joined_on_name_alone
  return [
    {
      kind: 'paragraph',
      text: 'Installed files say who wrote, maintains, owns or is paid for a package as its makers put it; they do not say who may publish it. Registries, mail domains and accounts were not looked up. Contributors are linked in the network but do not count as standing behind a package.',
    },
    {
      kind: 'paragraph',
      text: `Mentions were taken for one person only with a shared address, account, or name with something else in common. ${
        onNameAlone.length > 0
          ? `For ${counted(onNameAlone.length, 'name')} the full name alone was taken as enough: ${firstOf(onNameAlone, 12)}.`
          : 'Nobody was joined on the name alone.'
      }`,
    },
    ...(graph.figures.capped_packages.length > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: `These packages name more than eight people, of whom only the eight with the strongest roles are linked: ${firstOf(graph.figures.capped_packages, 12)}.`,
          },
        ]
      : []),
    {
      kind: 'key_values',
      items: [
        { label: 'Packages found', value: String(listed.count) },
        { label: 'Packages read', value: String(people.counts.packages) },
        { label: 'Unreadable', value: String(listed.unreadable.length + people.counts.unread) },
        { label: 'Own packages, not examined', value: firstOf(listed.own_packages, 8) || 'none' },
        { label: 'Mentions of people', value: String(people.counts.mentions) },
        ...scores(quality),
      ],
    },
  ]
}

/** What the validation step measured about the dataset, and what it found below its thresholds. */
function scores(quality: ReportInputs['quality']): { label: string; value: string }[] {
  const { relevance, completeness } = quality?.scores ?? {}
  return [
    ...(completeness === undefined
      ? []
      : [{ label: 'Completeness', value: `${percent(completeness, 1)} of the fields that were asked for are filled` }]),
    ...(relevance === undefined
      ? []
      : [
          {
            label: 'Relevance',
            value: `${percent(relevance, 1)} of the addresses, counts and versions are written as such`,
          },
        ]),
    ...(quality?.problems ?? []).map((problem) => ({ label: 'Below the threshold', value: problem })),
  ]
}
