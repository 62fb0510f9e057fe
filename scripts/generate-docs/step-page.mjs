import { connectorKeys, connectors, missing, settingOf, workingModes } from './in-this-version.mjs'
import { keyTable } from './key-table.mjs'
import { codes, page, table, yamlBlock } from './markdown.mjs'
import { valueText } from './value-text.mjs'

/** The page of one step type. */
export function stepPage(definition, { schema, toYaml }) {
  const { type, summary, example } = definition
  const keys = schema.$defs[`step_${type}`]
  const own = Object.keys(keys.properties).filter((name) => schema.$defs[`key_${name}`] === undefined)
  return page(
    `# ${type}`,
    summary,
    yamlBlock(toYaml({ steps: [example] })),
    '## Keys',
    keyTable(keys, own),
    'The keys that every type has stand in [Common keys](common-keys.md).',
    '## How it runs',
    howItRuns(definition),
    catalogText(definition),
    '## Outputs',
    outputsText(definition),
    '## In this version',
    versionText(definition, own),
  )
}

function howItRuns(definition) {
  const { modes, run, timeout_minutes } = definition
  const [first, ...others] = modes
  const words = `\`execution_mode\` is \`${first}\`${others.length === 0 ? ', the only mode of this type' : ` by default; ${codes(others)} is possible too`}.`
  if (run === 'control')
    return `${words} The interpreter itself runs the step. It has settled when all its inner steps have.`
  return `${words} An attempt may take ${timeout_minutes} minutes where \`timeout_minutes\` does not say otherwise.`
}

const ENTRIES = {
  method: ['a method', 'methods'],
  model: ['a model', 'models'],
  flow: ['a flow', 'flows'],
  agent: ['an agent', 'agents'],
  asset: ['an asset', 'assets'],
  report_template: ['a report template', 'report templates'],
}

function catalogText({ requires, example }) {
  const [need] = requires?.(example) ?? []
  if (need === undefined) return undefined
  const key = need.path.filter((part) => typeof part === 'string').join('.')
  const [one, many] = ENTRIES[need.kind]
  const isList = typeof need.path.at(-1) === 'number'
  return `\`${key}\` names ${isList ? many : one} of the catalog. With a catalog, level 2 checks that ${isList ? 'they exist' : 'it exists'} and that inputs and outputs fit.`
}

function outputsText(definition) {
  const built = definition.outputs?.(definition.example)
  if (built !== undefined) {
    return `These need no declaration:\n\n${table(['Output', 'Value'], outputRows(built, ''))}`
  }
  if (definition.run === 'control')
    return 'One output for each inner step that completed, named by its id: the outputs of that step. It needs no declaration.'
  return 'What the work returns. `outputs` declares the fields that later steps may read.'
}

function outputRows({ properties = {} }, prefix) {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name.includes('.') ? `["${name}"]` : name}`.replaceAll('.[', '[')
    const value = Array.isArray(schema.type)
      ? schema.type.map((type) => (type === 'null' ? 'null' : valueText({ type }))).join(' or ')
      : valueText(schema)
    return [[`\`${path}\``, value], ...outputRows(schema, `${path}.`), ...outputRows(schema.items ?? {}, `${path}[].`)]
  })
}

function versionText(definition, own) {
  const working = workingModes(definition)
  const refused = (names) =>
    `level 4 of validation refuses it with \`connector_missing\`, since this version has no connector ${codes(names)}`
  const setting = settingOf(definition)
  if (setting !== undefined)
    return `It works where the worker has ${setting}, and the catalog the code of what it names (\`prompt\`); \`packages/worker/README.md\` says more. Elsewhere level 4 of validation refuses it with \`connector_missing\`.`
  if (working.length === 0)
    return `Documents with this step can be written, checked, planned and drawn, but not run: ${refused(missing(definition))}.`
  const others = connectors(definition).filter(({ connector }) => connector !== undefined)
  const keys = connectorKeys(definition, own)
  return [
    others.length === 0 ? 'It works.' : `It works in mode ${codes(working)}.`,
    ...others.map(({ mode, connector }) => `In mode \`${mode}\`, ${refused([connector])}.`),
    ...keys.map(({ name, connector }) => `With \`${name}\`, ${refused([connector])}.`),
  ].join(' ')
}
