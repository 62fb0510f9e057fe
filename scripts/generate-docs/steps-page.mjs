import { shortVersion, WITHOUT_EFFECT } from './in-this-version.mjs'
import { codes, page, table } from './markdown.mjs'

/** The overview of the step types. */
export function stepsPage({ definitions, schema }) {
  const rows = definitions.map((definition) => {
    const { type, summary, modes } = definition
    const required = schema.$defs[`step_${type}`].required.filter((key) => key !== 'id' && key !== 'type')
    return [`[${type}](${type}.md)`, summary, codes(required, 'and'), codes(modes), shortVersion(definition)]
  })
  return page(
    '# Step types',
    `Every step has an \`id\` and a \`type\`, and may have the [common keys](common-keys.md). The first mode is the default.`,
    table(['Type', 'What it does', 'Required keys', 'Modes', 'In this version'], rows),
    '## In this version',
    'What is refused can be written, checked on levels 1 to 3, planned and drawn. Level 4, which knows the installation, says `connector_missing`, so that nothing starts that cannot end. An output whose artifact is named `bronze.<table>` needs the connector `delta_lake` and is refused in the same way.',
    `${codes(WITHOUT_EFFECT, 'and')} of any step are checked and kept, but change nothing yet.`,
  )
}
