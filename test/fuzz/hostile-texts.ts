import { BLOCK_FAMILIES } from './scaling-blocks.ts'
import { CHAIN_FAMILIES } from './scaling-chains.ts'
import type { ScalingFamily } from './scaling-family.ts'
import { NAME_FAMILIES } from './scaling-names.ts'
import { VALUE_FAMILIES } from './scaling-values.ts'

/** A text of about a million characters that asks for as much work as it can. */
export interface HostileText {
  readonly name: string
  readonly text: () => string
}

const MOST_CHARACTERS = 1_000_000
const HEAD = 'version: "1.0"\npipeline_id: p\nname: P\nworkspace_id: w\nproject_id: q\n'

/** A piece, as often as there is room for it. The piece is told how many stand before it. */
function full(before: string, piece: string | ((index: number) => string), after = ''): string {
  const pieces: string[] = []
  let room = MOST_CHARACTERS - before.length - after.length
  for (let index = 0; ; index += 1) {
    const next = typeof piece === 'string' ? piece : piece(index)
    room -= next.length
    if (room < 0) return before + pieces.join('') + after
    pieces.push(next)
  }
}

function json(more: string): string {
  return `{"version": "1.0", "pipeline_id": "p", "name": "P", "workspace_id": "w", "project_id": "q", ${more}`
}

/** One step of which one key holds a list or a mapping with one entry over and over. */
function inside(keys: string, entry: string | ((index: number) => string), end = ']'): () => string {
  const separated = (index: number) => (index === 0 ? '' : ',') + (typeof entry === 'string' ? entry : entry(index))
  return () => full(json(`"steps": [{"id": "a", "type": "function", "method": "m", ${keys}`), separated, `${end}}]}`)
}

function steps(entry: string | ((index: number) => string)): () => string {
  const separated = (index: number) => (index === 0 ? '' : ',') + (typeof entry === 'string' ? entry : entry(index))
  return () => full(json('"steps": ['), separated, ']}')
}

const JSON_TEXTS: readonly HostileText[] = [
  { name: 'steps that are numbers', text: steps('1') },
  { name: 'steps that are empty', text: steps('{}') },
  { name: 'steps that are lists', text: steps('[]') },
  { name: 'steps of a type that is a number', text: steps('{"type":1}') },
  { name: 'steps of an unknown type', text: steps((index) => `{"id":"s${index}","type":"functon"}`) },
  { name: 'steps with one id', text: steps('{"id":"a","type":"function","method":"m"}') },
  {
    name: 'steps with a key that none has',
    text: steps((index) => `{"id":"s${index}","type":"function","metod":"m"}`),
  },
  { name: 'steps with every key wrong', text: steps('{"id":1,"type":"function","method":1,"inputs":1,"outputs":1}') },
  {
    name: 'steps that wait for nobody',
    text: steps((index) => `{"id":"s${index}","type":"function","method":"m","depends_on":["x"]}`),
  },
  {
    name: 'children that nobody calls',
    text: steps((index) => `{"id":"s${index}","type":"function","method":"m","is_child":true}`),
  },
  { name: 'numbers that should be ids', text: inside('"depends_on": [', '1') },
  { name: 'ids that do not exist', text: inside('"depends_on": [', '"x"') },
  { name: 'ids that are nearly one that exists', text: inside('"depends_on": [', (index) => `"a${index}"`) },
  { name: 'a step that waits for itself', text: inside('"depends_on": [', '"a"') },
  { name: 'references to nothing in one input', text: inside('"inputs": {"x": [', '"{{x}}"', ']}') },
  { name: 'references to nothing in one text', text: inside('"inputs": {"x": "', '{{x}}', '"}') },
  { name: 'references to a field of nothing', text: inside('"inputs": {"x": [', '"{{a.v}}"', ']}') },
  {
    name: 'references to inputs that do not exist',
    text: inside('"inputs": {"x": [', (index) => `"{{input.v${index}}}"`, ']}'),
  },
  { name: 'templates that cannot be read', text: inside('"inputs": {"x": [', '"{{"', ']}') },
  { name: 'secrets where none may stand', text: inside('"description": "', '{{secrets.x}}', '"') },
  { name: 'inputs with from and or', text: inside('"inputs": {', (index) => `"i${index}":{"from":1,"or":1}`, '}') },
  {
    name: 'inputs with a key beside from',
    text: inside('"inputs": {"x": {"from": 1', (index) => `,"k${index}":1`.slice(index === 0 ? 1 : 0), '}}'),
  },
  { name: 'outputs that are numbers', text: inside('"outputs": {', (index) => `"o${index}":1`, '}') },
  { name: 'keys that no step has', text: inside('', (index) => `"k${index}":1`, '') },
  { name: 'checks that are empty', text: inside('"check": [', '{}') },
  { name: 'checks that are numbers', text: inside('"check": [', '1') },
  { name: 'checks with expressions that cannot be read', text: inside('"check": [', '{"boolean":"x >","run":"y"}') },
  { name: 'checks that run nobody', text: inside('"check": [', '{"boolean":"true","run":"y"}') },
  { name: 'routes that are empty', text: inside('"on_success": {"routes": [', '{}', ']}') },
  {
    name: 'routes to nobody',
    text: inside('"on_success": {"routes": [', '{"match":{"expression":"true"},"steps":["y"]}', ']}'),
  },
  {
    name: 'routes that hold numbers',
    text: inside('"on_success": {"routes": [{"match":{"expression":"true"},"steps":[', '1', ']}]}'),
  },
  { name: 'resources that are wrong', text: inside('"resources": {', (index) => `"r${index}":[]`, '}') },
  {
    name: 'a schema of wrong types',
    text: inside('"output_schema": {"properties": {', (index) => `"p${index}":{"type":1}`, '}}'),
  },
  {
    name: 'a schema of references to nothing',
    text: inside('"output_schema": {"properties": {', (index) => `"p${index}":{"$ref":"#/a"}`, '}}'),
  },
  { name: 'numbers as one input', text: inside('"inputs": {"x": [', '1', ']}') },
  { name: 'mappings as one input', text: inside('"inputs": {"x": [', '{"a":{}}', ']}') },
  {
    name: 'a loop of numbers that are no steps',
    text: () =>
      full(
        json('"steps": [{"id": "l", "type": "loop", "iterate_over": [1], "loop_variable": "i", "steps": [1'),
        ',1',
        ']}]}',
      ),
  },
  {
    name: 'branches that are empty',
    text: () => full(json('"steps": [{"id": "l", "type": "parallel_group", "branches": [{}'), ',{}', ']}]}'),
  },
  {
    name: 'keys that no document has',
    text: () =>
      full(json('"steps": [{"id": "a", "type": "function", "method": "m"}]'), (index) => `,"k${index}":1`, '}'),
  },
]

const CHECK = (index: number) => `  - id: s${index}
    type: function
    method: m
    check:
      not_exists: "{{s${index}.v}}"
        run: c
`

const YAML_TEXTS: readonly HostileText[] = [
  { name: 'checks as they were spelled once', text: () => full(`${HEAD}steps:\n`, CHECK) },
  { name: '250 KB of checks as they were spelled once', text: () => full(`${HEAD}steps:\n`, CHECK).slice(0, 250_000) },
  { name: '600 KB of checks as they were spelled once', text: () => full(`${HEAD}steps:\n`, CHECK).slice(0, 600_000) },
  {
    name: '250 KB of templates without quotes',
    text: () => full(`${HEAD}steps:\n`, '  - a: {{input.x}}\n').slice(0, 250_000),
  },
  {
    name: 'checks that are nearly as they were spelled once',
    text: () => full(`${HEAD}steps:\n`, (index) => `${CHECK(index)}      b: [\n`),
  },
  {
    name: 'templates without quotes',
    text: () =>
      full(
        `${HEAD}steps:\n  - id: a\n    type: function\n    method: m\n    inputs:\n`,
        (index) => `      i${index}: {{input.x}}\n`,
      ),
  },
  { name: 'block steps that are empty', text: () => full(`${HEAD}steps:\n`, '  - {}\n') },
  { name: 'block steps that are numbers', text: () => full(`${HEAD}steps:\n`, '  - 1\n') },
  {
    name: 'block steps without a method',
    text: () => full(`${HEAD}steps:\n`, (index) => `  - id: s${index}\n    type: function\n`),
  },
  {
    name: 'block steps with a tab',
    text: () => full(`${HEAD}steps:\n`, (index) => `  - id: s${index}\n    type:\tfunction\n`),
  },
  {
    name: 'steps with anchors',
    text: () => full(`${HEAD}steps:\n`, (index) => `  - &a${index} {id: s${index}, type: function, method: m}\n`),
  },
  {
    name: 'steps with tags',
    text: () => full(`${HEAD}steps:\n`, (index) => `  - !a {id: s${index}, type: function, method: m}\n`),
  },
  { name: 'quotes that do not end', text: () => full(`${HEAD}steps:\n`, '  - "a\n') },
  { name: 'block texts without an end', text: () => full(`${HEAD}steps:\n`, '  - |\n   a\n') },
  { name: 'comments', text: () => full(`${HEAD}steps:\n`, '# a\n', '  - 1\n') },
  { name: 'blank lines', text: () => full(`${HEAD}steps:\n`, '\n', '  - 1\n') },
]

/** The largest text of a family that has room. */
function largestOf({ name, make }: ScalingFamily): HostileText {
  const text = (): string => {
    let [fits, isTooLarge] = [1, 2]
    const written = (size: number) => JSON.stringify(make(size).document)
    while (isTooLarge < 1_000_000 && written(isTooLarge).length <= MOST_CHARACTERS)
      [fits, isTooLarge] = [isTooLarge, isTooLarge * 2]
    for (let round = 0; round < 6; round += 1) {
      const middle = Math.floor((fits + isTooLarge) / 2)
      if (written(middle).length <= MOST_CHARACTERS) fits = middle
      else isTooLarge = middle
    }
    return written(fits)
  }
  return { name: `growing: ${name}`, text }
}

/** Texts with one mistake over and over, or with what is dear to read. */
export const HOSTILE_TEXTS: readonly HostileText[] = [...JSON_TEXTS, ...YAML_TEXTS]

/** The documents of the scaling test, as large as a text of a million characters. */
export const GROWN_TEXTS: readonly HostileText[] = [
  ...CHAIN_FAMILIES,
  ...BLOCK_FAMILIES,
  ...NAME_FAMILIES,
  ...VALUE_FAMILIES,
].map(largestOf)
