import type { Mention } from '../../request/mention.js'
import { bindReference } from './bind-reference.js'
import { findSources, wordsBefore } from './find-sources.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

/** Feeds ports that need not be fed, where the request plainly speaks of them. */
export function bindOptionalPorts(space: Workspace): void {
  for (const goal of space.goals) {
    if (goal.capability === undefined || goal.is_given !== undefined) continue
    for (const port of goal.capability.inputs) {
      if (port.required || goal.bound.has(port.name)) continue
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
      const taken = [...goal.bound.values()]
        .flat()
        .some(
          (source) =>
            source.kind === 'ref' &&
            best.source.kind === 'ref' &&
            source.goal === best.source.goal &&
            source.field === best.source.field,
        )
      if (!taken) bindReference(goal, port, best.source, space)
    }
  }
  for (const mention of unusedMentions(space)) bindConstant(mention, space)
}

/** Constants that nothing has a use for yet. */
export function unusedMentions(space: Workspace): Mention[] {
  const used = new Set<Mention>(space.reserved)
  for (const goal of space.goals) {
    for (const source of [...goal.bound.values()].flat())
      if (source.kind === 'const' && source.mention !== undefined) used.add(source.mention)
    if (goal.loop?.source.kind === 'const')
      for (const token of goal.clause.each?.tokens ?? []) if (token.mention !== undefined) used.add(token.mention)
  }
  const conditions = new Set(space.request.clauses.flatMap(({ condition }) => condition?.tokens ?? []))
  return space.request.mentions.filter(
    (mention) => !used.has(mention) && ![...conditions].some((token) => token.mention === mention),
  )
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
      const isNumber = mention.kinds.has('number')
      const only =
        goal.capability?.inputs.filter((one) => !one.required && space.fits.fit(mention, one) !== undefined).length ===
        1
      if (isNumber && said === 0 && !(only && goal.clause === clause)) continue
      const score = fit.quality + said - place * 0.3
      if (best === undefined || score > best.score)
        best = { goal, name: port.name, value: [{ kind: 'const', value: fit.value, mention }], score }
    }
  }
  if (best !== undefined) best.goal.bound.set(best.name, best.value)
}
