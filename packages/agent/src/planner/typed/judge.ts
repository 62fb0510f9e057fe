import type { Capability } from '../../catalog/capability.js'
import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import { isUnitWord } from '../../request/read-measure.js'
import type { Token } from '../../request/token.js'
import { MORE_VERBS, PRONOUNS, REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { stem } from '../../words/stem.js'
import type { Draft } from '../draft.js'
import { explainedWords } from './choose-goals.js'
import { inputWish } from './clause-words.js'
import { isHard } from './constant-fit.js'
import { undoneEffect } from './effects.js'
import type { Goal } from './goal.js'
import { KIND_WORDS, kindsNamed } from './meanings.js'
import { MOST_OPTIONS, nearestEntries, takersOf } from './nearest-entries.js'
import { unusedMentions } from './optional-ports.js'
import { takes } from './reach.js'
import type { Planning } from './typed-planner.js'
import { unaskedLoop } from './unasked-loop.js'
import { doubtfulGoal, uncoveredClause } from './uncovered-clause.js'
import { unknownRecipient } from './unknown-recipient.js'
import { type UnknownAction, unknownAction, unknownDeed, unknownKind, unknownObject } from './unknown-wish.js'
import type { Workspace } from './workspace.js'

type Verdict = Omit<Draft, 'planner'>

/** Whether a plan may claim to be what was asked for; if not, what to say instead. */
export function judge(planning: Planning): Verdict {
  const { space, unmet, ties } = planning
  const unused = unusedWords(space)
  const unused_words = unused.map(({ text }) => text)
  const asked = space.goals.filter(({ is_given }) => is_given === undefined)
  const unknown = unused.filter(({ stem }) => space.catalog.rarity(stem) === undefined && !MORE_VERBS.has(stem))
  const effect = undoneEffect(space)
  if (effect !== undefined) {
    const readers = [...new Set(asked.map(({ uses }) => uses))].slice(0, 5).join(', ')
    return abstain(
      `nothing in the catalog does this: '${effect.said}'${readers === '' ? '' : `; what it has on this only reads or computes: ${readers}`}`,
      unused_words,
    )
  }
  const action = unknownAction(space, unknown)
  if (action !== undefined && !isWellCovered(space, unknown)) return unknownDone(action, asked, space, unused)
  if (asked.length === 0) return nothingFound(space, unknown, unused_words)
  const object = asked.every(({ readings }) => readings !== undefined) ? unknownObject(space, unknown) : undefined
  if (object !== undefined) return abstain(`nothing in the catalog gives this: '${object}'`, unused_words)
  const stranger = unusedMentions(space).find((mention) => isHard(mention) && !isTakenSomewhere(space, mention))
  if (stranger !== undefined) return strangerLeft(stranger, space, unused_words)
  const language = unknownLanguage(asked)
  if (language !== undefined) return abstain(`no language is known as '${language}'`, unused_words)
  const kind = unknown.length >= 2 ? unknownKind(space) : undefined
  if (kind !== undefined) return abstain(`nothing in the catalog gives this: '${kind}'`, unused_words)
  const covered = asked.reduce((sum, { words }) => sum + words.size, 0)
  if (unknown.length >= 2 && unknown.length > covered) {
    const words = unknown.map(({ text }) => text).join(', ')
    const known = [...new Set(asked.map(({ uses }) => uses))].join(', ')
    return question(`What is meant by ${words}? Only this much was understood: ${known}.`, unused_words)
  }
  const recipient = unknownRecipient(space)
  if (recipient !== undefined)
    return question(
      `Which address has '${recipient.said}' (input '${recipient.port}' of ${recipient.goal.uses})? No step gives one that is said to be theirs.`,
      unused_words,
    )
  const uncovered = uncoveredClause(space, unused) ?? doubtfulGoal(space, unused)?.clause
  if (uncovered !== undefined) return notUnderstood(uncovered, asked, space, unused)
  const loop = unaskedLoop(space, unused)
  if (loop !== undefined)
    return question(
      loop.said === undefined
        ? `Is ${loop.goal.uses} to be done for every one of ${loop.list}, or once? Nothing says for which.`
        : `Which of ${loop.list} is the '${loop.said}'? No step finds it out.`,
      unused_words,
    )
  const [open] = unmet
  if (open !== undefined) {
    const isNamed = open.port.type !== undefined && !space.catalog.types.isTop(open.port.type)
    const what = spell(isNamed ? (open.port.type ?? '') : open.port.name)
    return question(
      `Which ${what} is meant (input '${open.port.name}' of ${open.goal.uses})? Who or what is it about; no name or value for it is given.`,
      unused_words,
    )
  }
  const [doubt] = space.doubts
  if (doubt !== undefined)
    return question(
      `Which of these is meant to give '${doubt.port.name}' for ${doubt.goal.uses}: ${list(doubt.options)}?`,
      unused_words,
      doubt.options,
    )
  const [tie] = ties
  if (tie !== undefined) {
    const options = tie.options.map(({ capability }) => capability)
    return question(
      `Which of these is meant by '${tie.clause.tokens.map(({ text }) => text).join(' ')}': ${list(options)}?`,
      unused_words,
      options,
    )
  }
  const [condition] = planning.open_conditions
  if (condition !== undefined)
    return question(
      `Which value decides '${condition.tokens.map(({ text }) => text).join(' ')}'? No step gives one that fits.`,
      unused_words,
    )
  const [idle] = planning.idle_conditions
  if (idle !== undefined)
    return question(
      `What is to be done if '${idle.tokens.map(({ text }) => text).join(' ')}'? No step that could be done only then was understood.`,
      unused_words,
    )
  const [fallback] = planning.open_fallbacks
  if (fallback !== undefined)
    return question(
      `What is to stand in when the step fails? Nothing fits '${fallback.tokens.map(({ text }) => text).join(' ')}'.`,
      unused_words,
    )
  const training = asked.find(({ uses, capability }) => uses === PLANNED_TYPES.training && capability === undefined)
  const lacking =
    training === undefined
      ? []
      : ['training.model', 'training.method', 'training.experiment_name'].filter(
          (path) => !training.settings.some((one) => one.path === path),
        )
  if (training !== undefined && (lacking.length > 0 || !training.bound.has('training.training_data.source'))) {
    return question(
      `Which ${lacking.map((path) => spell(path.split('.')[1] ?? '')).join(' and ') || 'data'} is the training meant to use?`,
      unused_words,
    )
  }
  const guessed = asked.flatMap(({ readings = [], uses }) =>
    readings.map(({ said, read_as }) => ({ said, read_as, uses })),
  )
  const uncertain_words = guessed.filter(({ said, read_as }) => stem(said) !== stem(read_as))
  return uncertain_words.length === 0
    ? { outcome: 'plan', unused_words }
    : { outcome: 'plan', unused_words: [...unused_words, ...uncertain_words.map(({ said }) => said)], uncertain_words }
}

function abstain(missing: string, unused_words: readonly string[]): Verdict {
  return { outcome: 'abstain', missing, unused_words }
}

function question(text: string, unused_words: readonly string[], options: readonly Capability[] = []): Verdict {
  return {
    outcome: 'question',
    question: { text, ...(options.length === 0 ? {} : { options: options.map(({ id }) => id) }) },
    unused_words,
  }
}

/** Content words that neither a step nor a constant accounts for. */
function unusedWords(space: Workspace): Token[] {
  const explained = explainedWords(space)
  const consts = space.goals
    .flatMap(({ bound }) => [...bound.values()].flat())
    .flatMap((source) => (source.kind === 'const' && source.mention !== undefined ? [source.mention] : []))
  const isInConstant = (token: Token) =>
    consts.some(({ start, end, text }) => text === token.text || (start <= token.start && token.end <= end))
  return space.request.tokens.filter(
    (token) =>
      token.kind === 'word' &&
      token.text.length > 1 &&
      !STOP_WORDS.has(token.stem) &&
      !REQUEST_VERBS.has(token.stem) &&
      !explained.has(token.stem) &&
      !isInConstant(token) &&
      !isUnit(token, space) &&
      !KIND_WORDS.has(token.stem),
  )
}

/** `20 kg` */
function isUnit(token: Token, { request }: Workspace): boolean {
  const before = request.tokens[request.tokens.indexOf(token) - 1]
  return before?.mention?.measure?.unit !== undefined && isUnitWord(token.lower)
}

/** `translate it to Klingon`: a language that is given, and is none, is not to be replaced by one that some step finds. */
function unknownLanguage(asked: readonly Goal[]): string | undefined {
  for (const { capability, clause, bound } of asked) {
    const port = capability?.inputs.find(
      ({ required, type_words, words }) => required && kindsNamed([...type_words, ...words]).includes('language'),
    )
    if (port === undefined || bound.get(port.name)?.every(({ kind }) => kind === 'const') === true) continue
    const given = clause.tokens.find(
      ({ mention }, at) =>
        mention !== undefined &&
        mention.is_quoted !== true &&
        !isHard(mention) &&
        /^(to|into)$/.test(clause.tokens[at - 1]?.lower ?? ''),
    )
    if (given !== undefined) return given.text
  }
  return undefined
}

/** One strange verb does not spoil a request whose every other word is understood. */
function isWellCovered(space: Workspace, unknown: readonly Token[]): boolean {
  const known = space.goals.filter(({ is_given }) => is_given === undefined)
  return new Set(known.map(({ uses }) => uses)).size >= 3 && unknown.length === 1
}

function isTakenSomewhere(space: Workspace, mention: Parameters<typeof takes>[1]): boolean {
  return space.goals.some(({ capability }) => capability !== undefined && takes(capability, mention, space))
}

/** What is asked for first and done by nothing cannot be had; what is said later may be said otherwise. */
function unknownDone(
  { said, clause }: UnknownAction,
  asked: readonly Goal[],
  space: Workspace,
  unused: readonly Token[],
): Verdict {
  return clause.index > 0 && asked.length > 0
    ? notUnderstood(clause, asked, space, unused)
    : abstain(
        `nothing in the catalog does this: '${said}'`,
        unused.map(({ text }) => text),
      )
}

/** A plan that leaves out what was asked for is none. */
function notUnderstood(
  { tokens }: Clause,
  asked: readonly Goal[],
  space: Workspace,
  unused: readonly Token[],
): Verdict {
  const left = tokens.filter((token) => unused.includes(token))
  const words = (left.length > 0 ? left : tokens.filter(({ mention }) => mention !== undefined)).map(({ text }) => text)
  const known = [...new Set(asked.map(({ uses }) => uses))].join(', ')
  const options = nearestEntries(space, tokens)
  return question(
    `What is meant by ${words.join(', ')}, in '${tokens.map(({ text }) => text).join(' ')}'? Only this much was understood: ${known}.`,
    unused.map(({ text }) => text),
    options,
  )
}

/** A constant that no step takes: something else is meant to, or nothing can. */
function strangerLeft(stranger: Mention, space: Workspace, unused_words: readonly string[]): Verdict {
  const options = takersOf(stranger, space).slice(0, MOST_OPTIONS)
  return options.length === 0
    ? abstain(`nothing that fits the request takes '${stranger.text}'`, unused_words)
    : question(
        `What is to be done with '${stranger.text}'? No step that was understood takes it; these do: ${list(options)}.`,
        unused_words,
        options,
      )
}

function nothingFound(space: Workspace, unknown: readonly Token[], unused_words: readonly string[]): Verdict {
  const { mentions, tokens } = space.request
  const object = unknownDeed(space, unknown) ?? unknownObject(space, unknown)
  if (object !== undefined) return abstain(`nothing in the catalog gives this: '${object}'`, unused_words)
  const refers = tokens.some(({ lower }) => PRONOUNS.has(lower))
  // A capital letter alone makes no name where hardly another word is understood.
  const isMereWord = ({ text, kinds }: Mention) => unknown.length > 2 && !/\s/.test(text) && kinds.has('person')
  const options = nearestEntries(
    space,
    tokens.filter(({ mention: own }) => own === undefined || !isMereWord(own)),
  )
  const mention = mentions.find(({ kinds }) => !kinds.has('number')) ?? mentions[0]
  if (mention !== undefined) {
    const kinds = [...mention.kinds.keys()].slice(0, 4).join(', ')
    const isTaken = options.some((capability) => takes(capability, mention, space))
    if (isTaken)
      return question(
        `What is '${mention.text}' (${kinds}), and what is to be found out about it? Which of these: ${list(options)}?`,
        unused_words,
        options,
      )
  }
  if (inputWish(space.request.text) === 'plain' && unknown.length > 0)
    return question(
      `What is to be done with the input? Which method of the catalog is meant by: ${unused_words.slice(0, 8).join(', ')}?`,
      unused_words,
      options,
    )
  if ((refers || unused_words.length === 0) && tokens.length > 0 && (unknown.length === 0 || options.length > 0))
    return question(
      'What is to be found out, and about whom or what? Which name, account or thing is meant?',
      unused_words,
      options,
    )
  // A word that nothing is known of is no proof that nothing does what it says.
  if (options.length > 0)
    return question(
      `What is meant by ${unused_words.slice(0, 8).join(', ')}? Nothing in the catalog is known for it; nearest are ${list(options)}.`,
      unused_words,
      options,
    )
  return abstain(
    unused_words.length === 0
      ? 'the request names nothing that could be done'
      : `nothing in the catalog is known for: ${unused_words.slice(0, 12).join(', ')}`,
    unused_words,
  )
}

function list(options: readonly Capability[]): string {
  return options
    .slice(0, 5)
    .map(({ id, summary }) => `${id}${summary === '' ? '' : ` (${summary.replace(/\.$/, '')})`}`)
    .join(', ')
}

function spell(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_.]/g, ' ')
    .toLowerCase()
}
