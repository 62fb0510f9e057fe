import type { Field, Port } from '../../catalog/capability.js'
import { addListProducer } from './add-list-producer.js'
import { dependsOn, inputWish } from './clause-words.js'
import { fieldFit } from './field-fit.js'
import type { Goal } from './goal.js'
import { loopKey } from './loop-key.js'
import type { Workspace } from './workspace.js'

interface Choice {
  readonly port: Port
  readonly from: Goal
  readonly field: Field
  readonly score: number
  readonly said: number
}

/** Finds what `for each` goes over, and feeds the item to the port that takes it. */
export function bindEach(goal: Goal, space: Workspace): void {
  const each = goal.clause.each
  if (each === undefined || goal.capability === undefined || goal.loop !== undefined) return
  const header = each.tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem)
  const wantsInput = inputWish(each.tokens.length > 0 ? each.tokens.map(({ text }) => text).join(' ') : '') === 'plain'
  const ports = goal.capability.inputs.filter(({ required, arity }) => required && arity === 'one')
  bindConstants(goal, ports, space)
  if (goal.loop !== undefined) return
  const choices: Choice[] = []
  if (!wantsInput) {
    for (const from of space.goals) {
      if (
        from === goal ||
        from.capability === undefined ||
        dependsOn(from, goal) ||
        (from.at > goal.at && from.is_given === undefined && from.clause !== goal.clause)
      )
        continue
      for (const field of from.capability.outputs) {
        if (field.over === undefined) continue
        for (const port of ports) {
          const fit = fieldFit(field, port, space)
          if (fit === undefined) continue
          const said = header.filter(
            (word) => field.words.includes(word) || field.type_words.includes(word) || from.words.has(word),
          ).length
          choices.push({
            port,
            from,
            field,
            said,
            score: fit + said * 0.8 - field.depth * 0.05 + (from.loop === undefined ? 0 : -0.3),
          })
        }
      }
    }
  }
  // `each of them` are those of the step that was spoken of last.
  const spoken = choices.sort((a, b) => b.score - a.score || b.from.at - a.from.at)[0]
  const best =
    spoken !== undefined && spoken.said > 0
      ? spoken
      : ((wantsInput ? undefined : addListProducer(goal, ports, space)) ?? spoken)
  if (best !== undefined) {
    goal.loop = {
      source: { kind: 'path', goal: best.from, path: best.field.over ?? '' },
      key: loopKey(best.from, best.field.over ?? '', space),
    }
    goal.bound.set(best.port.name, [{ kind: 'item', path: best.field.item_path ?? '' }])
    return
  }
  const leader = space.goals.find(
    (other) => other !== goal && other.clause.each?.id === each.id && other.loop !== undefined,
  )
  if (leader !== undefined) return
  const [port] = ports
  const hasConstant = space.request.mentions.some((mention) =>
    ports.some((one) => space.fits.fit(mention, one) !== undefined),
  )
  if (goal.loop !== undefined || port === undefined || (!wantsInput && hasConstant)) return
  const wish = inputWish(space.request.text)
  if (!wantsInput && wish === 'none') return
  const name = pluralOf(port.name)
  goal.loop = { source: { kind: 'input', name }, key: `input.${name}` }
  goal.bound.set(port.name, [{ kind: 'item', path: '' }])
}

/** `for each of a@x.org and b@x.org` */
function bindConstants(goal: Goal, ports: readonly Port[], space: Workspace): void {
  const each = goal.clause.each
  const mentions = (each?.tokens ?? []).flatMap(({ mention }) => (mention === undefined ? [] : [mention]))
  if (mentions.length < 2) return
  for (const port of ports) {
    const values = mentions.flatMap((mention) => space.fits.fit(mention, port)?.value ?? [])
    if (values.length < 2) continue
    goal.loop = { source: { kind: 'const', value: values }, key: JSON.stringify(values) }
    goal.bound.set(port.name, [{ kind: 'item', path: '' }])
    return
  }
}

export function pluralOf(name: string): string {
  if (/s$/.test(name)) return name
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`
  return /(x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`
}
