import type { Block, ReportDocument } from '@odp/worker'
import type { Dossier } from './deep-dive.ts'
import { counted, firstOf, percent, verb } from './wording.ts'

const MOST_ROWS = 25

/** The chapter about the most central person. */
export function dossierSection(dossier: Dossier): ReportDocument['sections'][number] {
  return {
    heading: `In depth: ${dossier.person.name}`,
    blocks: [summary(dossier), facts(dossier), waysIn(dossier), table(dossier), code(dossier)],
  }
}

function summary({
  person,
  packages,
  packages_left_out,
  blast_radius,
  installed_packages,
  direct_reached,
  direct_packages,
  only_person_in,
}: Dossier): Block {
  const direct =
    direct_reached.length > 0
      ? ` Of the ${direct_packages} packages that the workspace declares, ${direct_reached.length} rest on them: ${firstOf(direct_reached, 8)}.`
      : ''
  return {
    kind: 'paragraph',
    text: `${person.name} is named in ${counted(packages.length + packages_left_out, 'installed package')} of ${counted(person.package_count, 'name')}; in ${only_person_in} of them no other person and no organisation is. ${blast_radius} of ${installed_packages} installed packages (${percent(blast_radius, installed_packages)}) are theirs or depend on one of theirs.${direct}`,
  }
}

function facts(dossier: Dossier): Block {
  const { person, co_maintainers, funding, repository_owners } = dossier
  const items = [
    { label: 'Written as', value: firstOf([person.name, ...person.aliases], 6) },
    { label: 'Accounts', value: firstOf(person.accounts, 6) },
    { label: 'Contact', value: firstOf(person.emails, 4) },
    { label: 'Domains', value: firstOf(person.domains, 6) },
    { label: 'Named as', value: person.roles.map((role) => role.replaceAll('_', ' ')).join(', ') },
    {
      label: 'Repositories under',
      value: firstOf(
        repository_owners.map((each) => `${each.owner} (${each.packages})`),
        6,
      ),
    },
    {
      label: 'Named together with',
      value: firstOf(
        co_maintainers.map((each) => `${each.name} (${each.packages.length})`),
        8,
      ),
    },
    { label: 'Funding addresses', value: firstOf(funding, 4) },
    { label: 'Taken for one because', value: firstOf(person.merged_because, 4) },
  ]
  return { kind: 'key_values', items: items.filter((item) => item.value !== '') }
}

function waysIn({ packages }: Dossier): Block {
  const ways = packages.filter((each) => each.way_in.length > 1).slice(0, 3)
  return {
    kind: 'paragraph',
    text:
      ways.length === 0
        ? 'All of these packages are declared by the workspace itself, or nothing here depends on them.'
        : `How they came in, by the shortest way:\n${ways.map((each) => each.way_in.join(' → ')).join('\n')}`,
  }
}

function table({ packages, packages_left_out }: Dossier): Block {
  return {
    kind: 'table',
    caption:
      'Where the name stands. Needed by: other installed packages that depend on it, through any number of steps.',
    columns: [
      { key: 'id', label: 'Package', width: 26 },
      { key: 'roles', label: 'Named as', width: 26 },
      { key: 'evidence', label: 'Evidence', width: 28 },
      { key: 'licence', label: 'Licence' },
      { key: 'dependents', label: 'Needed by', align: 'right' },
    ],
    rows: packages.slice(0, MOST_ROWS).map((each) => ({
      id: each.id,
      roles: each.roles.map((role) => role.replaceAll('_', ' ')).join(', '),
      evidence: each.evidence.join('; '),
      licence: each.licence,
      dependents: each.blast_radius - 1,
    })),
    omitted: Math.max(0, packages.length - MOST_ROWS) + packages_left_out,
  }
}

function code({ packages, abilities, code_files_read, code_complete }: Dossier): Block {
  const scripts = packages.filter((each) => each.install_scripts.length > 0)
  const native = packages.filter((each) => each.native_files > 0)
  const found = abilities.map((each) => `${each.ability}: ${firstOf(each.packages, 5)}`)
  const parts = [
    `The code of these packages (${counted(code_files_read, 'file')}${code_complete ? '' : ', not all of it'}) was read, not run, for what it mentions. ${found.length > 0 ? `Found: ${found.join('; ')}.` : 'It mentions no processes, network, file system, environment variables or evaluated text.'}`,
    scripts.length > 0
      ? `${firstOf(
          scripts.map((each) => each.id),
          4,
        )} ${verb(scripts.length, 'declares', 'declare')} a command that runs on installation.`
      : 'None of them declares a command that runs on installation.',
    native.length > 0
      ? `${firstOf(
          native.map((each) => each.id),
          4,
        )} ${verb(native.length, 'carries', 'carry')} compiled code.`
      : 'None carries compiled code.',
  ]
  return { kind: 'paragraph', text: parts.join(' ') }
}
