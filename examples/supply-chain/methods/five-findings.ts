import type { ReportInputs } from './report-inputs.ts'
import { bytes, counted, firstOf, percent, verb } from './wording.ts'

/**
 * The five most telling sentences about a workspace, for the console and the cover of the report. Fewer when there is less
 * to say; each one states only what the installed files show.
 */
export function fiveFindings(inputs: ReportInputs): string[] {
  return [
    reach(inputs),
    installScripts(inputs),
    onePerson(inputs),
    compiled(inputs),
    licences(inputs),
    nobody(inputs),
    half(inputs),
  ]
    .filter((sentence) => sentence !== null)
    .slice(0, 5)
}

function reach({ graph }: ReportInputs): string | null {
  const who = graph.widest_reach
  if (who === null) return null
  const { packages, direct_packages: direct } = graph.figures
  const ways =
    who.direct_reach > 0 ? `, among them ${who.direct_reach} of the ${direct} that this workspace declares itself` : ''
  return `${who.name} is named in ${counted(who.package_count, 'different package')}; ${who.blast_radius} of ${packages} installed packages (${percent(who.blast_radius, packages)}) are theirs or depend on one of theirs${ways}.`
}

function installScripts({ risk }: ReportInputs): string | null {
  const found = risk.install_script_packages
  if (found.length === 0) return 'No installed package declares a command that runs on installation.'
  const ids = [...new Set(found.map((each) => each.id))]
  const reaching = found.filter((each) =>
    each.mentions.some((word) => word === 'network' || word === 'package manager'),
  )
  const more =
    reaching.length > 0
      ? `; the scripts of ${firstOf([...new Set(reaching.map((each) => each.id))], 3)} mention the network or a package manager`
      : ''
  return `${counted(ids.length, 'package')} ${verb(ids.length, 'declares', 'declare')} a command that runs on installation: ${firstOf(ids, 4)}${more}.`
}

function onePerson(inputs: ReportInputs): string | null {
  const found = inputs.risk.single_person_packages
  const widest = found[0]
  if (widest === undefined) return null
  const all = inputs.graph.figures.packages
  const { persons, packages } = inputs.risk.overview.persons_behind_half
  const concentration =
    packages * 2 >= all
      ? `, and ${counted(persons, 'person', 'persons')} together ${verb(persons, 'is', 'are')} named in half of all packages`
      : ''
  return `${found.length} of ${all} packages (${percent(found.length, all)}) name exactly one person and no organisation${concentration}; the most depended on is ${widest.id} (${widest.person}, needed by ${widest.blast_radius - 1} others).`
}

function compiled(inputs: ReportInputs): string | null {
  const found = inputs.risk.native_binary_packages
  if (found.length === 0) return null
  const total = found.reduce((sum, each) => sum + each.bytes, 0)
  const { size_bytes, nameless_compiled: nameless } = inputs.risk.overview
  const files = found.reduce((sum, each) => sum + each.files, 0)
  return `${percent(total, size_bytes)} of the bytes (${bytes(total)}) are compiled code that cannot be reviewed by reading: ${counted(files, 'file')} in ${counted(found.length, 'package')}${nameless > 0 ? `, ${nameless} of which name nobody` : ''}.`
}

function licences({ risk, graph }: ReportInputs): string | null {
  const count = (name: string) => risk.licence_counts.find((each) => each.class === name)?.count ?? 0
  const parts = [
    ...(count('strong_copyleft') > 0 ? [`${count('strong_copyleft')} under strong copyleft`] : []),
    ...(count('undeclared') > 0
      ? [`${count('undeclared')} that ${verb(count('undeclared'), 'declares', 'declare')} none`]
      : []),
    ...(count('custom') > 0 ? [`${count('custom')} with terms of ${verb(count('custom'), 'its', 'their')} own`] : []),
    ...(count('weak_copyleft') > 0 ? [`${count('weak_copyleft')} under weak copyleft`] : []),
  ]
  if (parts.length === 0) return 'Every installed package declares a permissive licence.'
  const exceptions = risk.findings
    .filter((each) => ['licence_undeclared', 'licence_custom', 'licence_strong_copyleft'].includes(each.id))
    .flatMap((each) => each.packages)
  const names = exceptions.length > 0 ? ` To read first: ${firstOf(exceptions, 4)}.` : ''
  return `${count('permissive')} of ${graph.figures.packages} packages declare a permissive licence; the others are ${firstOf(parts, 4)}.${names}`
}

function nobody({ risk }: ReportInputs): string | null {
  const found = risk.findings.find((each) => each.id === 'nobody_named')
  return found ? `${found.title}: ${firstOf(found.packages, 4)}.` : null
}

function half(inputs: ReportInputs): string | null {
  const { persons, packages } = inputs.risk.overview.persons_behind_half
  return packages > 0
    ? `${counted(persons, 'person', 'persons')} together are named in ${packages} of ${inputs.graph.figures.packages} packages.`
    : null
}
