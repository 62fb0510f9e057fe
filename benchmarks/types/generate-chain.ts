/** One fluent pipeline of `steps` top-level steps of mixed types; every callback reads an earlier step. */
export function generateChain(steps: number, builder: string): string {
  const lines = Array.from({ length: steps }, (_, index) => step(index, lastProfile(index)))
  return [header(builder), 'export const built = start', ...lines.map((line) => `  ${line}`), '  .build()', ''].join(
    '\n',
  )
}

/** The same number of steps as constants: scores, crawls and steps with a Zod schema. */
export function generateConstants(steps: number, builder: string): string {
  const lines = Array.from({ length: steps }, (_, index) => {
    const [id, before] = [`s${index}`, `s${index - 1}`]
    if (index === 0)
      return `const ${id} = steps.crawler('${id}', { method: 'profile', inputs: { username: steps.input.username } })`
    if (index % 3 === 1)
      return `const ${id} = steps.crawler('${id}', { method: 'profile', inputs: { username: s0.profile.url } })`
    if (index % 3 === 2)
      return `const ${id} = steps.mlModel('${id}', { model: 'sentiment', inputs: { texts: ${before}.profile.posts.all.text } })`
    return `const ${id} = steps.crawler('${id}', { method: 'profile', inputs: { username: s0.profile.url }, outputs: z.object({ extra: z.number() }) })`
  })
  const start = `const steps = pipelineSteps({ pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }, { catalog, input: z.object({ username: z.string() }) })`
  return [header(builder), start, ...lines, 'export const document = steps.build()', ''].join('\n')
}

/** The same imports and catalog without a step: what every size costs anyway. */
export function generateEmpty(builder: string): string {
  return `${header(builder)}export const built = start.build()\n`
}

/** The step before `index` that gives a profile: every sixth step does, the first one too. */
function lastProfile(index: number): string {
  return index === 0 ? '' : `s${Math.floor((index - 1) / 6) * 6}`
}

function step(index: number, profile: string): string {
  const id = `s${index}`
  const crawl = (name: string) =>
    `crawler('${name}', { method: 'profile', inputs: ({ input }) => ({ username: input.username }) })`
  const score = (name: string) =>
    `mlModel('${name}', { model: 'sentiment', inputs: ({ ${profile} }) => ({ texts: ${profile}.profile.posts.all.text }) })`
  switch (index % 6) {
    case 0:
      return `.${crawl(id)}`
    case 1:
      return `.${score(id)}`
    case 2:
      return `.crawler('${id}', { method: 'profile', inputs: ({ ${profile} }) => ({ username: ${profile}.profile.url }), outputs: z.object({ extra: z.number() }) })`
    case 3:
      return `.when('${id}', ({ s${index - 1} }) => gt(s${index - 1}.extra, 0.5), (then) => then.${score(`${id}_yes`)}, (otherwise) => otherwise.${crawl(`${id}_no`)})`
    case 4:
      return `.parallelGroup('${id}', { parallel_config: { max_parallel: 2 } }, (group) => group.${score(`${id}_a`)}.${crawl(`${id}_b`)})`
    default:
      return `.loop('${id}', { iterate_over: ({ input }) => input.sources, loop_variable: '${id}_item' }, (each) => each.crawler('${id}_crawl', { method: ({ ${id}_item }) => \`crawler_\${${id}_item.type}\`, inputs: ({ ${id}_item }) => ({ target: ${id}_item.id }), outputs: z.object({ data: z.string() }) }))`
  }
}

function header(builder: string): string {
  return `import { z } from 'zod'
import { gt, pipeline, pipelineSteps } from '${builder}/builder/index.js'
import { defineCatalog, defineMethod, defineModel } from '${builder}/catalog/define-catalog.js'

const profile = z.object({ url: z.string(), posts: z.array(z.object({ text: z.string() })) })
const catalog = defineCatalog({
  methods: [
    defineMethod({ id: 'profile', step_type: 'crawler', summary: '', inputs: z.object({ username: z.string() }), outputs: z.object({ profile }) }),
  ],
  models: [
    defineModel({ id: 'sentiment', summary: '', inputs: z.object({ texts: z.array(z.string()) }), outputs: z.object({ risk: z.number() }) }),
  ],
})
const start = pipeline({ pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }, { catalog }).input(
  z.object({ username: z.string(), sources: z.array(z.object({ type: z.string(), id: z.string() })) }),
)
`
}
