import { table } from './markdown.mjs'
import { valueText } from './value-text.mjs'

/**
 * The keys of a mapping and of the mappings inside, required ones first.
 *
 * @param withoutEffect keys that change nothing in this version
 */
export function keyTable(schema, names, withoutEffect = []) {
  const rows = keyRows(schema, '', names).map(([path, required, value, meaning]) => {
    const note = withoutEffect.some((name) => path === `\`${name}\``) ? ' It changes nothing in this version.' : ''
    return [path, required, value, `${meaning}${note}`]
  })
  const nested = rows.some(([path, required]) => path.includes('.') && required === 'yes')
  const rule = nested ? '\n\nA key inside a mapping is required where that mapping is given.' : ''
  return `${table(['Key', 'Required', 'Value', 'Meaning'], rows)}${rule}`
}

function keyRows({ properties = {}, required = [] }, prefix, names = Object.keys(properties)) {
  const inOrder = [
    ...names.filter((name) => required.includes(name)),
    ...names.filter((name) => !required.includes(name)),
  ]
  return inOrder.flatMap((name) => {
    const schema = properties[name]
    const path = `${prefix}${name}`
    const row = [`\`${path}\``, required.includes(name) ? 'yes' : 'no', valueText(schema), schema.description ?? '']
    return [row, ...inner(schema, path)]
  })
}

function inner(schema, path) {
  if (schema.properties !== undefined) return keyRows(schema, `${path}.`)
  if (schema.items?.properties !== undefined) return keyRows(schema.items, `${path}[].`)
  return []
}
