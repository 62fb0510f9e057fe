import { stem } from './stem.js'

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/).map(stem))

/** Words that say nothing about what is wanted. */
export const STOP_WORDS = list(`
  a an the of to in into on onto at by for from with without within as is are was were be been being am do does did done
  has have had having it its this that these those there here and or but nor so than then too very just only also both either
  neither each every all any some such same other another one ones more most much many few less least he she him her his hers
  they them their theirs we us our ours you your yours i me my mine who whom whose which what when where why how whether
  if unless otherwise else while during until after before once again about over under above below between through across
  against up down out off per via please can could would should shall will may might must need want like let lets not no yes
  ok now first next last finally later soon still already yet even well thing things stuff way kind sort lot bit
  whoever whatever anything something everything nothing anyone someone everyone nobody itself himself herself themselves
  resulting result results output outputs input inputs given respective respectively accordingly together
  hi hello hey thanks thank kindly quick quickly really actually maybe perhaps simply new old good bad big small
  pipeline workflow step steps run job task request item items s t re ll ve d m don isn doesn aren etc eg ie
  two three four five six seven eight nine ten twenty fifty hundred time times once twice max maximum min minimum most
  parallel simultaneously concurrently concurrent minute minutes hour hours second seconds day days week weeks month months year years
  since till named name names
`)

/** Verbs with which people ask for anything at all: they weigh little, whatever the catalog holds. */
export const REQUEST_VERBS = list(`
  get give fetch find show tell look see check search list retrieve obtain pull grab collect gather bring take use make
  create produce build generate return report know determine identify discover locate query lookup dig figure work compute
  calculate run execute perform start do go try investigate examine inspect explore research review study assess evaluate
  analyze analyse process handle provide supply deliver send save store keep put write draw print export add append include
  insert feed pass load read open access gather acquire view display present describe explain
  understand learn confirm test call ask follow watch detect turn apply set
  hand repeat finish begin stop wait prepare draft compile assemble cover treat
`)

/** Further verbs of asking; they may also name what a catalog does, and weigh like any word. */
export const MORE_VERBS = list(`
  summarise render enrich extract compare verify validate trace track scan convert
  retry tune crawl scrape harvest snag sniff unearth hunt spot surface map screen vet rate grade gauge mine crunch boil condense sum enumerate
  count match correlate reconcile resolve pinpoint plot chart visualise dump bundle wrap format share forward collate cross cross-check
  double-check look-up list scout recon surveil monitor catalogue catalog fill digest skim tally judge classify label tag score rank
  group sort filter combine merge join fuse stitch consolidate unify break split shall suppose turn roll pair
`)

/** Pronouns that stand for something said before. */
export const PRONOUNS = new Set(
  'it its they them their he him his she her hers this that these those theirs there'.split(' '),
)

/** Number words up to a hundred. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    ninety: 90,
    hundred: 100,
    once: 1,
    twice: 2,
    thrice: 3,
  }),
)
