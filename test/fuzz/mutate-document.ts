import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'
import { deep, expressionText, hostileValue, schema, templateText } from './fragments.ts'
import { KEYS } from './hostile-lists.ts'
import type { Random } from './random.ts'

interface Place {
  readonly holder: JsonObject | Json[]
  readonly key: string | number
}

/** A document that is being changed, with what its changes draw on. */
interface Draft {
  document: Json
  readonly random: Random
  readonly donors: readonly JsonObject[]
}

const COMMON: Readonly<Record<string, Json>> = {
  depends_on: ['a'],
  on_error: { fallback_step: 'a', continue_on_failure: true },
  on_success: { routes: [{ match: { expression: 'true' }, steps: ['a'] }] },
  check: [{ not_exists: 'a', run: 'a' }],
  retry_policy: { max_attempts: 2, backoff: 'fixed', initial_backoff_seconds: 1 },
  inputs: { a: { or: ['{{a.b}}', 1], default: null } },
  outputs: { a: 'bronze.b' },
  is_child: true,
  timeout_minutes: 1,
  execution_mode: 'direct',
  cache: { ttl_minutes: 1 },
  resources: { gpu: 1, memory: '1Gi', cpu: '500m' },
}

/** Changes a copy of a document in one to some places: keys, types, references, blocks, schemas. */
export function mutateDocument(source: JsonObject, random: Random, donors: readonly JsonObject[]): Json {
  const draft: Draft = { document: structuredClone(source), random, donors }
  const mutations = random.chance(35) ? GENTLE_MUTATIONS : MUTATIONS
  for (let count = 1 + random.below(random.chance(20) ? 12 : 3); count > 0; count -= 1) {
    const mutation = random.pick(mutations)
    if (mutation !== undefined) mutation(draft)
  }
  return draft.document
}

const MUTATIONS: readonly ((draft: Draft) => void)[] = [
  remove,
  replaceByHostile,
  replaceByHostile,
  changeType,
  swap,
  duplicate,
  rename,
  retarget,
  retarget,
  writeTemplate,
  writeTemplate,
  writeExpression,
  addCommonKey,
  addCommonKey,
  addHostileKey,
  addSchema,
  copyStep,
  copyStep,
  borrowSteps,
  wrapSteps,
  circle,
  enlarge,
]

/** Changes that a valid document often survives, so that there is something to plan and to run. */
const GENTLE_MUTATIONS = [copyStep, wrapSteps, borrowSteps, addCommonKey, addSchema, retarget, swapSteps]

function swapSteps({ document, random }: Draft): void {
  const list = random.pick(stepListsOf(document)) ?? []
  const [one, other] = [random.below(list.length), random.below(list.length)]
  const [first, second] = [list[one], list[other]]
  if (first === undefined || second === undefined) return
  list[one] = second
  list[other] = first
}

function remove({ document, random }: Draft): void {
  const place = anyPlace(document, random)
  if (place === undefined) return
  if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1)
  else delete place.holder[place.key]
}

function replaceByHostile(draft: Draft): void {
  const { document, random } = draft
  const place = anyPlace(document, random)
  if (place !== undefined) put(place, hostileValue(random, idsOf(document)))
  else if (random.chance(10)) draft.document = hostileValue(random, [])
}

function changeType({ document, random }: Draft): void {
  const place = anyPlace(document, random)
  if (place === undefined) return
  const value = get(place)
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const forms: Json[] = [
    [value],
    { a: value },
    { from: value },
    text,
    Number(text) || 0,
    value !== null,
    deep(random.size(60), true, value),
  ]
  put(place, random.pick(forms) ?? null)
}

function swap({ document, random }: Draft): void {
  const [one, other] = [anyPlace(document, random), anyPlace(document, random)]
  if (one === undefined || other === undefined) return
  const [first, second] = [structuredClone(get(one)), structuredClone(get(other))]
  put(one, second)
  put(other, first)
}

function duplicate({ document, random }: Draft): void {
  const place = anyPlace(document, random)
  if (place === undefined) return
  const copy = structuredClone(get(place))
  if (Array.isArray(place.holder)) place.holder.splice(random.below(place.holder.length + 1), 0, copy)
  else put({ holder: place.holder, key: `${place.key}${random.pick(['2', '_', ' ', 's'])}` }, copy)
}

/** Renames a key in its place, so that the order of the others stays. */
function rename({ document, random }: Draft): void {
  const place = anyPlace(document, random)
  if (place === undefined || Array.isArray(place.holder)) return
  const { holder, key } = place
  const name = random.chance(70) ? (random.pick(KEYS) ?? '') : String(key).slice(1)
  const entries = Object.entries(holder)
  for (const [old] of entries) delete holder[old]
  for (const [old, value] of entries) put({ holder, key: old === key ? name : old }, value)
}

/** Lets a text that names or reads one step name another. */
function retarget({ document, random }: Draft): void {
  const ids = idsOf(document)
  const [from, to] = [random.pick(ids), random.pick([...ids, 'nowhere', 'input', 'item', '__proto__'])]
  const texts = places(document).filter((place) => {
    const value = get(place)
    return from !== undefined && typeof value === 'string' && value.includes(from)
  })
  const place = random.pick(texts)
  if (place !== undefined && from !== undefined)
    put(
      place,
      String(get(place)).replaceAll(from, () => to ?? 'a'),
    )
}

function writeTemplate({ document, random }: Draft): void {
  const texts = places(document).filter((place) => typeof get(place) === 'string')
  const place = random.pick(texts)
  const ids = idsOf(document)
  if (random.chance(50)) {
    const step = random.pick(stepsOf(document))
    if (step !== undefined)
      put(
        { holder: objectAt(step, 'inputs'), key: random.pick(['a', 'b', 'target']) ?? 'a' },
        templateText(random, ids),
      )
  } else if (place !== undefined) put(place, templateText(random, ids))
}

function writeExpression({ document, random }: Draft): void {
  const step = random.pick(stepsOf(document))
  if (step === undefined) return
  const ids = idsOf(document)
  const expression = expressionText(random, ids)
  const target = random.pick(ids) ?? 'a'
  const kind = random.below(3)
  if (kind === 0) step.check = [{ boolean: expression, run: target }]
  else if (kind === 1) step.on_success = { routes: [{ match: { expression }, steps: [target] }] }
  else objectAt(step, 'condition').expression = expression
}

function addCommonKey({ document, random }: Draft): void {
  const step = random.pick(stepsOf(document))
  const key = random.pick(Object.keys(COMMON))
  if (step === undefined || key === undefined) return
  const text = JSON.stringify(COMMON[key])
  const id = random.pick(idsOf(document)) ?? 'a'
  step[key] = JSON.parse(text.replace('"a"', JSON.stringify(id))) as Json
}

function addHostileKey({ document, random }: Draft): void {
  const holders = places(document)
    .map(get)
    .filter((value): value is JsonObject => isJsonObject(value))
  const holder = random.pick([...holders, ...(isJsonObject(document) ? [document] : [])])
  if (holder !== undefined) put({ holder, key: random.pick(KEYS) ?? 'a' }, hostileValue(random, idsOf(document)))
}

function addSchema({ document, random }: Draft): void {
  const step = random.pick(stepsOf(document))
  if (step !== undefined && random.chance(60))
    step.output_schema = random.chance(50) ? schema(random) : { type: 'object', properties: { a: schema(random) } }
  else if (isJsonObject(document)) document.input_schema = schema(random)
}

function copyStep({ document, random }: Draft): void {
  const lists = stepListsOf(document)
  const [from, to] = [random.pick(lists), random.pick(lists)]
  const step = from === undefined ? undefined : random.pick(from)
  if (to === undefined || !isJsonObject(step)) return
  const copy = structuredClone(step)
  if (random.chance(85)) copy.id = `s${random.below(30)}`
  to.splice(random.below(to.length + 1), 0, copy)
}

/** Takes steps of another document over. */
function borrowSteps({ document, random, donors }: Draft): void {
  const donor = random.pick(donors)
  const list = random.pick(stepListsOf(document))
  if (donor === undefined || list === undefined) return
  list.push(...structuredClone(random.pick(stepListsOf(donor)) ?? []))
}

/** Puts the steps of a block into loops, groups and conditionals, several times over. */
function wrapSteps({ document, random }: Draft): void {
  const list = random.pick(stepListsOf(document))
  if (list === undefined) return
  for (let levels = 1 + (random.chance(10) ? random.below(40) : random.below(2)); levels > 0; levels -= 1) {
    const steps = list.splice(0)
    const id = `w${random.below(10_000)}`
    const forms: JsonObject[] = [
      {
        id,
        type: 'loop',
        iterate_over: random.chance(50) ? [1, 2] : '{{input.list}}',
        loop_variable: `item_${id}`,
        steps,
      },
      { id, type: 'parallel_group', parallel_config: {}, steps },
      { id, type: 'conditional', condition: { expression: '1 < 2' }, branches: { if_true: { steps } } },
    ]
    list.push(random.pick(forms) ?? {})
  }
}

/** Lets steps wait for each other in a circle. */
function circle({ document, random }: Draft): void {
  const steps = stepsOf(document).filter((step) => typeof step.id === 'string')
  const chosen = steps.filter(() => random.chance(60))
  for (const [index, step] of chosen.entries()) {
    const next = chosen[(index + 1) % chosen.length]
    if (next === undefined) continue
    if (random.chance(60)) step.depends_on = [next.id ?? null]
    else if (random.chance(50)) objectAt(step, 'inputs').circle = `{{${next.id}.a}}`
    else step.on_error = { fallback_step: next.id ?? null }
  }
}

/** Makes a part large, at times close to the largest text that is asked of. */
function enlarge({ document, random }: Draft): void {
  if (!random.chance(10)) return
  const size = random.size(20_000)
  const kind = random.below(4)
  const list = random.pick(stepListsOf(document))
  const step = list === undefined ? undefined : random.pick(list)
  if (kind === 0 && list !== undefined && isJsonObject(step)) {
    const linked = random.chance(50)
    for (let index = 0; index < size / 20; index += 1) {
      list.push({
        ...structuredClone(step),
        id: `n${index}`,
        ...(linked && index > 0 ? { depends_on: [`n${index - 1}`] } : {}),
      })
    }
    return
  }
  const place = anyPlace(document, random)
  if (place === undefined) return
  const fragment =
    random.pick(['a', '{{input.a}}', '{{', 'a.b[*]', '(', '!', 'a && ', '\ud83d\ude00', ' ', '\n']) ?? 'a'
  if (kind === 1) put(place, fragment.repeat(size))
  else if (kind === 2)
    put(
      place,
      Array.from({ length: size }, () => fragment),
    )
  else put(place, Object.fromEntries(Array.from({ length: size }, (_, index) => [`${fragment}${index}`, fragment])))
}

function anyPlace(document: Json, random: Random): Place | undefined {
  return random.pick(places(document))
}

function places(value: Json, found: Place[] = []): Place[] {
  if (found.length > 3000 || typeof value !== 'object' || value === null) return found
  for (const key of Object.keys(value)) {
    const place = { holder: value as JsonObject, key }
    found.push(place)
    places(get(place), found)
  }
  return found
}

function get({ holder, key }: Place): Json {
  return (holder as JsonObject)[key] ?? null
}

/** Sets an own property, also where its name is `__proto__`. */
function put({ holder, key }: Place, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true })
}

function objectAt(step: JsonObject, key: string): JsonObject {
  const value = step[key]
  if (isJsonObject(value)) return value
  const made: JsonObject = {}
  step[key] = made
  return made
}

function stepListsOf(document: Json): Json[][] {
  const lists = places(document).flatMap((place) => {
    const value = get(place)
    return place.key === 'steps' && Array.isArray(value) ? [value] : []
  })
  return lists
}

function stepsOf(document: Json): JsonObject[] {
  return stepListsOf(document).flat().filter(isJsonObject)
}

function idsOf(document: Json): string[] {
  return stepsOf(document).flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
}
