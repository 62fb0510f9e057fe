import type { Capability } from '../../catalog/capability.js'
import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { Clause } from '../../request/clause.js'
import { readyAt } from '../../request/clause-signs.js'
import type { Mention } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { wordsOf } from './clause-words.js'
import type { Goal, Source } from './goal.js'
import { scoreCapabilities } from './score-capability.js'
import { makeGoal, type Workspace } from './workspace.js'

const WAIT = /^(wait|waits|waiting|await|awaits|until)$/
const TRAIN = /^(train|trains|training|retrain|finetune|finetuning|tune|tuning|fine)$/
const SERVE = /^(serve|serves|serving|deploy|deploys|deploying|host|expose)$/
const TRAINING_METHOD =
  /^(lora|qlora|dora|sft|dpo|ppo|grpo|orpo|kto|rlhf|full|adapter|adapters|peft|distillation|distil)$/
const STEP_WORDS: ReadonlyMap<string, string> = new Map([[PLANNED_TYPES.wait, 'wait']])
const PLATFORM_WORDS = [
  'wait',
  'train',
  'serv',
  'deploi',
  'fine',
  'tune',
  'finetun',
  'experi',
  'servic',
  'model',
  'host',
  'method',
  'retrain',
  'fresh',
  'tabl',
  'readi',
  'await',
  'refresh',
  'train',
  'call',
  'experiment',
  'dataset',
  'data',
  'ml',
]

/** Adds what the data platform does besides the catalog's methods: waiting for tables, training, serving. */
export function addPlatformSteps(clauses: readonly Clause[], space: Workspace): void {
  let isWaiting = false
  for (const clause of clauses) {
    const words = wordsIn(clause)
    // `wait for silver.a and silver.b`
    const goesOn = clause.link === 'and' && clause.tokens.every(({ mention }) => mention?.kinds.has('asset') === true)
    isWaiting = words.some((word) => WAIT.test(word)) || (isWaiting && goesOn)
    if (isWaiting || isReadiness(clause, space)) addWaits(clause, space)
    const hasOwn = space.goals.some((goal) => goal.clause === clause && goal.is_given === undefined)
    if (!hasOwn && words.some((word) => TRAIN.test(word)) && (isTraining(clause) || assetsIn(clause, space).length > 0))
      addTraining(clause, space)
    if (words.some((word) => SERVE.test(word)) && isServing(clause, space)) addServing(clause, space)
  }
}

/** Capabilities that are only waited for are not called for by their words alone. */
export function isPlatformClause(clause: Clause, space: Workspace): boolean {
  const words = wordsIn(clause)
  if (words.some((word) => WAIT.test(word)) || isReadiness(clause, space)) return true
  if (words.some((word) => TRAIN.test(word)) && isTraining(clause)) return true
  return words.some((word) => SERVE.test(word)) && isServing(clause, space)
}

/** `once silver.sales is fresh` */
function isReadiness(clause: Clause, space: Workspace): boolean {
  return readyAt(clause.tokens) >= 0 && assetsIn(clause, space).length > 0
}

/** The words of a clause; where a type of step is written as its id, the word that asks for one. */
function wordsIn(clause: Clause): string[] {
  return clause.tokens.flatMap(({ kind, lower, mention }) =>
    kind === 'word' ? [lower] : (STEP_WORDS.get(mention?.text ?? '') ?? []),
  )
}

function isTraining(clause: Clause): boolean {
  const at = clause.tokens.findIndex(({ lower }) => TRAIN.test(lower))
  // A verb begins its clause; the `train` of a railway does not.
  const isVerb = clause.tokens
    .slice(0, at)
    .every(({ kind, stem }) => kind === 'word' && (STOP_WORDS.has(stem) || REQUEST_VERBS.has(stem)))
  if (!isVerb && clause.tokens[at]?.lower === 'train') return false
  const next = clause.tokens.slice(at + 1, at + 6)
  return next.some(
    ({ mention, lower }) =>
      mention?.kinds.has('code') === true || mention?.kinds.has('name') === true || lower === 'model',
  )
}

function isServing(clause: Clause, space: Workspace): boolean {
  const text = clause.tokens.map(({ lower }) => lower).join(' ')
  return (
    /\b(it|model|service|version|result)\b/.test(text) ||
    space.goals.some(({ uses }) => uses === PLANNED_TYPES.training) ||
    space.request.clauses.some((one) => wordsIn(one).some((word) => TRAIN.test(word)) && isTraining(one))
  )
}

function assetsIn(clause: Clause, space: Workspace): Capability[] {
  return clause.tokens.flatMap((token) =>
    space.catalog.byId(token.mention?.text ?? token.text).filter(({ step_type }) => step_type === PLANNED_TYPES.wait),
  )
}

function platformGoal(uses: string, clause: Clause, at: number, space: Workspace): Goal {
  for (const word of PLATFORM_WORDS) space.used.add(word)
  const goal: Goal = {
    id: '',
    uses,
    step_type: uses,
    clause,
    at,
    words: new Set(),
    because: wordsOf(clause, space),
    bound: new Map(),
    settings: [],
    after: new Set(),
    artifacts: new Map(),
  }
  space.goals.push(goal)
  return goal
}

function addWaits(clause: Clause, space: Workspace): Goal[] {
  let assets = assetsIn(clause, space)
  const before = space.goals.filter((goal) => goal.at < clause.end && goal.clause !== clause)
  const transform = before
    .filter((goal) => goal.capability !== undefined && goal.capability.refreshes.length > 0)
    .at(-1)
  if (assets.length === 0) {
    const best = scoreCapabilities(clause.tokens, space, new Set(), true).find(
      ({ capability }) => capability.step_type === PLANNED_TYPES.wait,
    )
    if (best !== undefined && best.words.size >= 2) assets = [best.capability]
    else assets = (transform?.capability?.refreshes ?? []).slice(0, 1).flatMap((id) => space.catalog.byId(id))
    for (const word of best?.words ?? []) space.used.add(word)
  }
  return assets.map((capability) => {
    for (const word of PLATFORM_WORDS) space.used.add(word)
    for (const { mention } of clause.tokens)
      if (mention !== undefined && mention.text === capability.id) space.reserved.add(mention)
    const goal = makeGoal(capability, clause, { at: clause.start, words: new Set(), because: wordsOf(clause, space) })
    const writer = before.filter((other) => other.capability?.refreshes.includes(capability.id)).at(-1) ?? transform
    if (writer !== undefined) goal.after.add(writer)
    else if (clause.link === 'then') {
      const last = before.at(-1)
      if (last !== undefined) goal.after.add(last)
    }
    space.goals.push(goal)
    return goal
  })
}

function addTraining(clause: Clause, space: Workspace): void {
  const at = clause.tokens.findIndex(({ lower }) => TRAIN.test(lower))
  const goal = platformGoal(PLANNED_TYPES.training, clause, clause.tokens[at]?.start ?? clause.start, space)
  const near = sentenceTokens(clause, space)
  const setConst = (path: string, value: string) => goal.settings.push({ path, value })
  const model =
    near.find(
      (token) =>
        token.start >= goal.at &&
        token.mention !== undefined &&
        token.mention.kinds.has('asset') === false &&
        /\d|[-_.]/.test(token.text),
    ) ?? near.find((token) => token.start > goal.at && token.mention !== undefined && !token.mention.kinds.has('asset'))
  const named = (word: RegExp) => {
    const place = near.findIndex(({ lower }) => word.test(lower))
    return place < 0
      ? undefined
      : near
          .slice(place + 1, place + 4)
          .find((token) => token.mention !== undefined || !/^(named|called|name|as|is|the|a|an|of)$/.test(token.lower))
  }
  const experiment = named(/^experiments?$/)
  const methods = near
    .filter(({ lower, start }) => start > goal.at && TRAINING_METHOD.test(lower))
    .map(({ lower }) => lower)
  for (const token of near) if (TRAINING_METHOD.test(token.lower)) space.used.add(token.stem)
  const isModel = model !== undefined && model !== experiment
  setConst('training.model_type', 'llm')
  if (isModel) setConst('training.model', model.text)
  if (methods.length > 0) setConst('training.method', methods.join(' + '))
  if (experiment !== undefined)
    setConst(
      'training.experiment_name',
      experiment.mention === undefined ? experiment.text : String(experiment.mention.value),
    )
  for (const token of [isModel ? model : undefined, experiment]) {
    if (token?.mention !== undefined) space.reserved.add(token.mention)
    if (token?.kind === 'word') space.used.add(token.stem)
  }
  const source = trainingSource(goal, clause, space)
  if (source !== undefined) goal.bound.set('training.training_data.source', [source])
}

function trainingSource(goal: Goal, clause: Clause, space: Workspace): Source | undefined {
  const assets = assetsIn(clause, space)
  let wait = space.goals
    .filter(
      (other) => other.step_type === PLANNED_TYPES.wait && (assets.length === 0 || other.capability === assets[0]),
    )
    .at(-1)
  if (wait === undefined) {
    const transform = space.goals.filter((other) => (other.capability?.refreshes.length ?? 0) > 0).at(-1)
    const capability = assets[0] ?? (transform?.capability?.refreshes ?? []).flatMap((id) => space.catalog.byId(id))[0]
    if (capability === undefined) return undefined
    wait = makeGoal(capability, clause, {
      at: goal.at - 0.5,
      words: new Set(),
      because: goal.because,
      is_producer: true,
    })
    if (transform !== undefined) wait.after.add(transform)
    space.goals.push(wait)
    for (const { mention } of clause.tokens)
      if (mention !== undefined && mention.text === capability.id) space.reserved.add(mention)
  }
  return { kind: 'path', goal: wait, path: `assets.${wait.uses}` }
}

function addServing(clause: Clause, space: Workspace): void {
  const at = clause.tokens.findIndex(({ lower }) => SERVE.test(lower))
  const goal = platformGoal(PLANNED_TYPES.serving, clause, clause.tokens[at]?.start ?? clause.start, space)
  const training = space.goals.filter(({ uses }) => uses === PLANNED_TYPES.training).at(-1)
  const near = clause.tokens.slice(at + 1)
  const uri = near.find(({ text }) => /^models:\//.test(text))
  const place = near.findIndex(({ lower }) => /^(as|called|named|service|under)$/.test(lower))
  const written = hyphened(near, space)
  const name =
    near.slice(Math.max(place, 0)).find((token) => token.mention !== undefined) ??
    written ??
    (place < 0
      ? undefined
      : near.slice(place + 1).find(({ lower }) => !/^(a|an|the|service|named|called|as|name)$/.test(lower)))
  if (training !== undefined) {
    const experiment =
      training.settings.find(({ path }) => path === 'training.experiment_name')?.value ??
      training.settings.find(({ path }) => path === 'training.model')?.value ??
      'model'
    goal.settings.push({ path: 'model_uri', value: `models:/${String(experiment)}/` })
    goal.bound.set('model_version', [{ kind: 'path', goal: training, path: 'model_version' }])
  } else goal.settings.push({ path: 'model_uri', value: uri?.text ?? modelIn(near, name?.mention) ?? '' })
  if (name !== undefined) {
    goal.settings.push({
      path: 'service_name',
      value: name.mention === undefined ? name.text : String(name.mention.value),
    })
    if (name.mention !== undefined) space.reserved.add(name.mention)
    else for (const { stem } of name === written ? near : [name]) space.used.add(stem)
  }
}

/** A name such as `price-live`, whose parts are words that the catalog knows. */
function hyphened(tokens: Clause['tokens'], { request }: Workspace): Token | undefined {
  const joins = (at: number) => {
    const [token, next] = [tokens[at], tokens[at + 1]]
    return next !== undefined && token?.end === next.start - 1 && request.text[token.end] === '-'
  }
  const first = tokens.findIndex((_, at) => joins(at))
  const head = tokens[first]
  if (head === undefined) return undefined
  let last = first
  while (joins(last)) last += 1
  const end = tokens[last]?.end ?? head.end
  return { ...head, text: request.text.slice(head.start, end), end }
}

function modelIn(tokens: Clause['tokens'], name: Mention | undefined): string | undefined {
  const model = tokens.find((token) => token.mention !== undefined && token.mention !== name)
  return model === undefined ? undefined : `models:/${model.text}`
}

function sentenceTokens(clause: Clause, space: Workspace) {
  return space.request.clauses
    .filter(({ sentence, index }) => sentence === clause.sentence && index >= clause.index)
    .flatMap(({ tokens }) => tokens)
}
