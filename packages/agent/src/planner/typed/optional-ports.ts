import type { Port } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import { attachedGoals } from './attached-goals.js'
import { bindReference } from './bind-reference.js'
import { fieldFit } from './field-fit.js'
import { type Candidate, findSources, wordsBefore } from './find-sources.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

/** Feeds ports that need not be fed, where the request plainly speaks of them. */
export function bindOptionalPorts(space: Workspace): void {
  for (const goal of space.goals) {
    if (goal.capability === undefined || goal.is_given !== undefined) continue
    const attached = attachedGoals(goal, space)
    for (const port of goal.capability.inputs) {
      if (port.required || goal.bound.has(port.name)) continue
      if (attached.size > 0 && bindAttached(goal, port, attached, space)) continue
      const said = new Set(goal.clause.tokens.map(({ stem }) => stem))
      const isNamed = port.words.some((word) => said.has(word) && !goal.words.has(word))
      const best = findSources(goal, port, space).find(({ source }) => source.kind === 'ref')
      const isPointed = best?.is_pointed_at && best.score >= (isNamed ? 2.2 : 3)
      if (
        best?.source.kind !== 'ref' ||
        !isPointed ||
        (port.type !== undefined && space.catalog.types.isTop(port.type))
      )
        continue
      if (port.arity === 'one' && best.source.field.over !== undefined) continue
      if (!isBound(goal, best.source)) bindReference(goal, port, best.source, space)
    }
  }
  for (const mention of unusedMentions(space)) bindConstant(mention, space)
}

/** `a report with the permits and the certificate`: the type tells which of them goes where. */
function bindAttached(goal: Goal, port: Port, attached: ReadonlySet<Goal>, space: Workspace): boolean {
  if (port.type === undefined || space.catalog.types.isTop(port.type)) return false
  const best = findSources(goal, port, space).find(
    ({ source }) =>
      source.kind === 'ref' &&
      attached.has(source.goal) &&
      (fieldFit(source.field, port, space) ?? 0) >= 0.7 &&
      !(port.arity === 'one' && source.field.over !== undefined) &&
      !isBound(goal, source),
  )
  if (best?.source.kind !== 'ref') return false
  bindReference(goal, port, best.source, space)
  return true
}

function isBound(goal: Goal, wanted: Candidate['source']): boolean {
  return [...goal.bound.values()]
    .flat()
    .some(
      (source) =>
        source.kind === 'ref' && wanted.kind === 'ref' && source.goal === wanted.goal && source.field === wanted.field,
    )
}

/** Constants that nothing has a use for yet. */
export function unusedMentions(space: Workspace): Mention[] {
  const used = new Set<Mention>(space.reserved)
  for (const goal of space.goals) {
    for (const source of [...goal.bound.values()].flat())
      if (source.kind === 'const' && source.mention !== undefined)
        for (const one of within(source.mention, space)) used.add(one)
    if (goal.loop?.source.kind === 'const')
      for (const token of goal.clause.each?.tokens ?? []) if (token.mention !== undefined) used.add(token.mention)
  }
  const conditions = new Set(space.request.clauses.flatMap(({ condition }) => condition?.tokens ?? []))
  return space.request.mentions.filter(
    (mention) => !used.has(mention) && ![...conditions].some((token) => token.mention === mention),
  )
}

/** Ports that say how many of what a step gives are wanted. */
const COUNTS = /^(limit|max|maximum|count|top|size|hit|number|row|amount|total|most)$/

/** A constant, and those in its words: the number of `type 2 diabetes`. */
function within({ start, end }: Mention, { request }: Workspace): Mention[] {
  return request.mentions.filter((one) => start <= one.start && one.end <= end)
}

function bindConstant(mention: Mention, space: Workspace): void {
  const clause = space.request.clauses.find(({ tokens }) => tokens.some((token) => token.mention === mention))
  const near = space.goals
    .filter(
      (goal) =>
        goal.capability !== undefined &&
        goal.is_given === undefined &&
        goal.clause.sentence === (clause?.sentence ?? goal.clause.sentence),
    )
    .sort((a, b) => Math.abs(a.clause.index - (clause?.index ?? 0)) - Math.abs(b.clause.index - (clause?.index ?? 0)))
  const before = wordsBefore(mention, space)
  const at = space.request.tokens.findIndex((token) => token.mention === mention)
  const after = space.request.tokens.slice(at + 1, at + 3).map(({ stem }) => stem)
  let best: { goal: Goal; name: string; value: Parameters<Goal['bound']['set']>[1]; score: number } | undefined
  for (const [place, goal] of near.entries()) {
    for (const port of goal.capability?.inputs ?? []) {
      if (port.required || goal.bound.has(port.name)) continue
      const fit = space.fits.fit(mention, port)
      if (fit === undefined || fit.quality < 0.5) continue
      const said = [...before, ...after].filter(
        (word) => port.words.includes(word) || port.type_words.includes(word),
      ).length
      const noun = mention.measure?.noun
      const isCount = noun !== undefined && goal.words.has(noun) && port.words.some((word) => COUNTS.test(word))
      const isSpokenOf = said > 0 || fit.is_spoken_of === true || isCount
      const isNumber = mention.kinds.has('number')
      const only =
        goal.capability?.inputs.filter((one) => !one.required && space.fits.fit(mention, one) !== undefined).length ===
        1
      if (isNumber && !isSpokenOf && !(only && goal.clause === clause)) continue
      const score = fit.quality + said + (isCount ? 1 : 0) - place * 0.3
      if (best === undefined || score > best.score)
        best = { goal, name: port.name, value: [{ kind: 'const', value: fit.value, mention }], score }
    }
  }
  if (best !== undefined) best.goal.bound.set(best.name, best.value)
}
