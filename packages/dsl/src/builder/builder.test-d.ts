// Checked by the compiler only: every line after `@ts-expect-error` must not compile, everything else must.
import { z } from 'zod'
import { defineCatalog, defineMethod, defineModel, defineReportTemplate } from '../catalog/define-catalog.js'
import type { Pipeline } from '../document/pipeline-document.js'
import type { CheckInputs, Problem } from './check-inputs.js'
import {
  count,
  either,
  exists,
  field,
  gt,
  or,
  pipeline,
  pipelineSteps,
  required,
  template,
  verbatim,
  withDefault,
} from './index.js'
import type { NewId } from './pipe.js'
import type { Value } from './value.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<A, B>(_proof: Equal<A, B>): void {}

const profile = z.object({
  url: z.string(),
  email: z.string().optional(),
  followers: z.number(),
  all: z.boolean(),
  posts: z.array(z.object({ text: z.string(), tags: z.array(z.string()) })),
})
const person = z.object({
  email: z.string().optional(),
  home: z.object({ town: z.string() }).optional(),
  phones: z.array(z.string()).nullable(),
})
const method = <const Id extends string>(id: Id) =>
  defineMethod({
    id,
    step_type: 'crawler',
    summary: '',
    inputs: z.object({ username: z.string(), lang: z.enum(['de', 'en']).optional() }),
    outputs: z.object({ profile, people: z.array(person) }),
  })
const catalog = defineCatalog({
  methods: [
    method('twitter'),
    method('reddit'),
    defineMethod({
      id: 'report',
      step_type: 'function',
      summary: '',
      inputs: z.object({ options: z.object({ title: z.string(), parts: z.array(z.string()) }) }),
      outputs: z.object({ report: z.string() }),
    }),
  ],
  models: [
    defineModel({
      id: 'sentiment',
      summary: '',
      inputs: z.object({ texts: z.array(z.string()) }),
      outputs: z.object({ risk: z.number() }),
    }),
  ],
})
interface Sheet {
  rows: { n: number }[]
}
defineReportTemplate({
  id: 'sheet',
  summary: '',
  format: 'csv_dataset',
  inputs: z.object({ n: z.number() }),
  run: ({ n }): Sheet => ({ rows: [{ n }] }),
})
const meta = { pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }
const start = pipeline(meta, { catalog }).input(
  z.object({ username: z.string(), nick: z.string().optional(), sources: z.array(z.object({ id: z.string() })) }),
)
const one = start
  .crawler('a', { method: 'twitter', inputs: ({ input }) => ({ username: input.username, lang: 'de' }) })
  .crawler('child', { is_child: true, method: 'twitter', inputs: ({ input }) => ({ username: input.username }) })
  .crawler('shaky', {
    method: 'twitter',
    inputs: ({ input }) => ({ username: input.username }),
    on_error: { continue_on_failure: true },
  })

// What fits.
one.function('f', {
  method: 'report',
  inputs: ({ a, input }) => ({
    options: { title: input.username, parts: [a.profile.url, 'x', template`y ${a.profile.url}`] },
  }),
})
one.mlModel('f', { model: 'sentiment', inputs: ({ a }) => ({ texts: a.profile.posts.all.text }) })
one.mlModel('f', { model: 'sentiment', inputs: ({ a }) => ({ texts: a.profile.posts.map((post) => post.text) }) })
one.mlModel('f', {
  model: 'sentiment',
  inputs: ({ a, child }) => ({ texts: or(child.profile.posts.all.text, a.profile.posts.all.text) }),
})
one.crawler('f', {
  method: 'twitter',
  inputs: ({ input }) => ({ username: withDefault(input.nick, 'x'), lang: verbatim('{{a.b}}') }),
})
one.crawler('f', { method: 'twitter', inputs: ({ child }) => ({ username: required(child.profile.url) }) })
one.crawler('f', { method: ({ a }) => `crawler_${a.profile.url}`, inputs: () => ({ anything: 1 }) })
one.when(
  'f',
  ({ a, child }) => either(gt(count(a.profile.posts), 0), exists(child.profile.url)),
  (then) => then,
)

// Types of references.
one.when(
  'f',
  ({ a, child, input }) => {
    same<typeof a.profile.url, Value<string>>(true)
    same<typeof child.profile.url, Value<string | undefined>>(true)
    same<typeof input.nick, Value<string | undefined>>(true)
    const texts: Value<string[]> = a.profile.posts.all.text
    const tags: Value<string[][]> = a.profile.posts.all.tags
    const everything: Value<boolean> = field(a.profile, 'all')
    const first: Value<string | undefined> = a.profile.posts.at(0).text
    const mails: Value<(string | null)[]> = a.people.all.email
    const mapped: Value<(string | null)[]> = a.people.map((person) => person.email)
    const towns: Value<(string | null)[]> = a.people.all.home.town
    const phones: Value<(string[] | null)[]> = a.people.all.phones.all
    // @ts-expect-error some people have no address
    const all: Value<string[]> = a.people.all.email
    return exists(or(texts, tags, everything, first, mails, mapped, towns, phones, all) as never)
  },
  (then) => then,
)

// Types of the pipeline.
const built = one
  .loop('others', { iterate_over: ({ input }) => input.sources, loop_variable: 'source' }, (each) =>
    each.crawler('crawl', {
      method: ({ source }) => `crawler_${source.id}`,
      inputs: ({ source }) => ({ target: source.id }),
      outputs: z.object({ data: z.number() }),
    }),
  )
  .when(
    'risky',
    ({ others }) => gt(others.failed, 0),
    (then) =>
      then.mlModel('deep', { model: 'sentiment', inputs: ({ others }) => ({ texts: others.items.all.status }) }),
  )
  .build()
one
  .loop('pages', { iterate_over: ['x'], loop_variable: 'page' }, (each) =>
    each
      .crawler('sure', { method: 'twitter', inputs: ({ page }) => ({ username: page }) })
      .crawler('unsure', { method: 'twitter', is_child: true, inputs: ({ page }) => ({ username: page }) }),
  )
  .when(
    'f',
    ({ pages }) => {
      const urls: Value<string[]> = pages.items.all.outputs.sure.profile.url
      const others: Value<(string | null)[]> = pages.items.all.outputs.unsure.profile.url
      const errors: Value<(string | null)[]> = pages.items.all.error
      // @ts-expect-error a child may not have run
      const wrong: Value<string[]> = pages.items.all.outputs.unsure.profile.url
      return exists(or(urls, others, errors, wrong) as never)
    },
    (then) => then,
  )
type Outputs<P> = P extends Pipeline<infer _, infer O> ? O : never
type Input<P> = P extends Pipeline<infer I, infer _> ? I : never
type Built = Outputs<typeof built>
same<Input<typeof built>, { username: string; nick?: string | undefined; sources: { id: string }[] }>(true)
same<Built['deep'], { risk: number } | undefined>(true)
same<Built['others']['items'][number]['outputs'], { crawl: { data: number } }>(true)
same<Built['risky'], { branch: 'if_true' | 'if_false' }>(true)
same<'crawl' extends keyof Built ? true : false, false>(true)

// The sentences.
same<NewId<'a', 'a'>, "the id 'a' is already used: ids are unique in the whole pipeline">(true)
same<NewId<'run', 'a'>, "'run' is a name of the language: choose another id">(true)
type Check<Given> = CheckInputs<{ n: string; o?: number }, Given>
same<Check<{ n: 4 }>['n' & keyof Check<{ n: 4 }>], Problem<"the input 'n' takes a string, not a number">>(true)
same<
  Check<{ n: Value<string | undefined> }>['n' & keyof Check<{ n: 1 }>],
  Problem<"the input 'n' may be missing here: use or(a, b) or withDefault(a, value)">
>(true)
same<Check<{ m: 1 }>['m' & keyof Check<{ m: 1 }>], Problem<"there is no input 'm' here">>(true)
same<Check<{ o: 1 }>['n' & keyof Check<{ o: 1 }>], Problem<"the input 'n' is missing">>(true)

// What does not compile.
// @ts-expect-error duplicate id
one.crawler('a', { method: 'twitter', inputs: ({ input }) => ({ username: input.username }) })
// @ts-expect-error reserved id
one.crawler('input', { method: 'twitter', inputs: ({ input }) => ({ username: input.username }) })
// @ts-expect-error unknown method
one.crawler('f', { method: 'twiter', inputs: ({ input }) => ({ username: input.username }) })
// @ts-expect-error method of another step type
one.crawler('f', { method: 'report', inputs: ({ input }) => ({ username: input.username }) })
// @ts-expect-error unknown model
one.mlModel('f', { model: 'sentimant', inputs: ({ a }) => ({ texts: a.profile.posts.all.text }) })
// @ts-expect-error unknown step
one.crawler('f', { method: 'twitter', inputs: ({ b }) => ({ username: b }) })
// @ts-expect-error unknown field
one.crawler('f', { method: 'twitter', inputs: ({ a }) => ({ username: a.profil.url }) })
// @ts-expect-error a number is no string
one.crawler('f', { method: 'twitter', inputs: ({ a }) => ({ username: a.profile.followers }) })
// @ts-expect-error a constant of the wrong type
one.crawler('f', { method: 'twitter', inputs: () => ({ username: 4 }) })
// @ts-expect-error a word that is none of the words
one.crawler('f', { method: 'twitter', inputs: () => ({ username: 'x', lang: 'fr' }) })
// @ts-expect-error a child may not have run
one.crawler('f', { method: 'twitter', inputs: ({ child }) => ({ username: child.profile.url }) })
// @ts-expect-error a step that may fail
one.crawler('f', { method: 'twitter', inputs: ({ shaky }) => ({ username: shaky.profile.url }) })
// @ts-expect-error an optional field
one.crawler('f', { method: 'twitter', inputs: ({ a }) => ({ username: a.profile.email }) })
// @ts-expect-error missing input
one.crawler('f', { method: 'twitter', inputs: () => ({ lang: 'de' }) })
// @ts-expect-error no inputs at all
one.crawler('f', { method: 'twitter' })
// @ts-expect-error unknown input
one.crawler('f', { method: 'twitter', inputs: ({ input }) => ({ username: input.username, x: 1 }) })
// @ts-expect-error wrong type deep inside
one.function('f', { method: 'report', inputs: ({ a }) => ({ options: { title: a.profile.followers, parts: [] } }) })
// @ts-expect-error unknown depends_on
one.validation('f', { checks: {}, depends_on: ['b'] })
// @ts-expect-error unknown option
one.validation('f', { checks: {}, depend_on: ['a'] })
// @ts-expect-error not one of the formats
one.output('f', { format: 'pdf' })
one.when(
  'f',
  // @ts-expect-error a list has no order
  ({ a }) => gt(a.profile.posts, 0),
  (then) => then,
)
one.when(
  'f',
  // @ts-expect-error what may be missing has no order
  ({ input }) => gt(input.nick, 'x'),
  (then) => then,
)
one.when(
  'f',
  // @ts-expect-error a field name that a reference uses itself
  ({ a }) => exists(a.profile.all),
  (then) => then,
)
one
  .when('w', 'true', (then) => then.mlModel('m', { model: 'sentiment', inputs: () => ({ texts: [] }) }))
  // @ts-expect-error a branch may not have run
  .validation('v', { checks: ({ m }) => ({ relevance: { threshold: gt(m.risk, 1) } }) })
one
  .loop('l', { iterate_over: [1], loop_variable: 'v' }, (each) => each.validation('inner', { checks: {} }))
  // @ts-expect-error a loop hides its inner steps
  .validation('z', { checks: ({ inner }) => inner })
// @ts-expect-error a loop variable that is a step
one.loop('l', { iterate_over: [1], loop_variable: 'a' }, (each) => each)

// Without a catalog.
const free = pipeline(meta)
  .function('f', { method: 'anything', inputs: () => ({ a: [1, { b: 2 }] }) })
  .function('typed', { method: 'anything', outputs: z.object({ n: z.number() }) })
  .function('named', { method: 'anything', outputs: { n: 'number' } })
free.crawler('g', {
  method: 'x',
  inputs: ({ f, typed, named }) => ({ a: f, b: field(f, 'x', 'y'), c: typed.n, d: named.n }),
})
// @ts-expect-error a Zod object names the fields
free.crawler('g', { method: 'x', inputs: ({ typed }) => ({ a: typed.m }) })
// @ts-expect-error a map names the fields
free.crawler('g', { method: 'x', inputs: ({ named }) => ({ a: named.m }) })

// Steps as constants.
const steps = pipelineSteps(meta, { catalog, input: z.object({ username: z.string() }) })
const first = steps.crawler('a', { method: 'twitter', inputs: { username: steps.input.username } })
steps.mlModel('b', { model: 'sentiment', inputs: { texts: first.profile.posts.all.text } })
// @ts-expect-error unknown field
steps.mlModel('c', { model: 'sentiment', inputs: { texts: first.profile.post.all.text } })
// @ts-expect-error a number is no string
steps.crawler('d', { method: 'twitter', inputs: { username: first.profile.followers } })
// @ts-expect-error no inputs at all
steps.crawler('e', { method: 'twitter' })
