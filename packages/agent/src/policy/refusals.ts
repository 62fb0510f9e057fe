import type { PlannerContext } from '../planner/planner-options.js'
import { findSettings } from '../request/settings.js'
import { DEFAULT_GPUS } from './document-policy.js'

/** A part of a request that is never done, whatever it says. */
export interface Refusal {
  readonly reason: string
  readonly start: number
  readonly end: number
  /** Whether nothing of the request is left when it is taken out. */
  readonly is_whole: boolean
}

interface Rule {
  readonly pattern: RegExp
  readonly reason: string
  readonly is_whole?: true
}

const CODE = String.raw`(?:python3?|javascript|typescript|node(?:\.?js)?|bash|shell|perl|ruby|lua|powershell|sql|custom|inline|own|arbitrary|r)`

const RULES: readonly Rule[] = [
  {
    pattern: new RegExp(
      String.raw`\b${CODE}[ _-](?:code|script|step|snippet|command|function|program|one-?liner)s?\b|\bcustom_code\b|\b(?:python3?|bash|powershell)\b(?=.{0,60}\b(?:execut|run|read|write|import|print|os\.|open\()|\s*[:(])|\b(?:eval|exec|os\.system|subprocess|__import__)\s*\(`,
      'giu',
    ),
    reason: 'code is never made from a request: ask someone who may write it for a reviewed method',
    is_whole: true,
  },
  {
    pattern:
      /\b(?:run|execute|write|add|insert|embed|include) (?:some |this |the following |a |an |my )*(?:code|script|snippet|shell command|command line)\b/giu,
    reason: 'code is never made from a request: ask someone who may write it for a reviewed method',
    is_whole: true,
  },
  {
    pattern:
      /(?<![\w/.:-])~?\/(?:etc|var|usr|home|root|opt|bin|proc|sys|dev|\.ssh)\/[\w.-]+|\b(?:rm -rf|curl .{1,80}\| *(?:ba)?sh|drop table)\b|\b169\.254\.169\.254\b/giu,
    reason: 'the files and commands of a machine are out of reach',
    is_whole: true,
  },
  {
    pattern:
      /\b(?:in|into|to|use|using|with|switch to|set)?\s*(?:the )?brave[ -]?mode\b|\bmode\s*[:=]\s*['"]?brave\b|\b(?:with(?:out)?|skip(?:ping)?|no|bypass(?:ing)?|ignore|ignoring|disable|avoid)\s+(?:any |the |human |my |an? )*(?:approvals?|confirmation|sign-?off|safe mode|safety checks?|polic(?:y|ies))\b|\bauto-?approve\b|\bdo(?:n't| not) (?:ask|wait) (?:me |for )*(?:for )?(?:approval|confirmation|permission)\b/giu,
    reason: 'the mode and approvals come from the session, not from a request',
  },
  {
    pattern:
      /\b(?:ignore|forget|disregard|override)\s+(?:all |any |the |your )*(?:previous|prior|above|earlier|former|system)?\s*(?:instructions?|rules?|prompts?|guidelines|restrictions|polic(?:y|ies))\b|\byou are now\b|\b(?:as|act as|pretend (?:to be|i am)|i am)\s+(?:an? |the )?(?:admin(?:istrator)?|root|superuser|system)\b|\bsystem prompt\b|\bdeveloper mode\b/giu,
    reason: 'a request cannot change the rules that it is under',
  },
  {
    pattern:
      /\{\{\s*secrets\b[^}]*\}\}|\bsecrets?\.\w+|\b(?:the|your|our|all|any|every|its) (?:api[ _-]?keys?|secrets?|access tokens?|credentials of the (?:server|installation|system|worker)|environment variables?|env vars?|private keys?)\b|\bprocess\.env\b|\$\{?[A-Z_]{4,}\}?/giu,
    reason: 'secrets are never read into a plan',
  },
  {
    pattern:
      /\b(?:budget|cost|quota) (?:limit )?(?:doesn't|does not) matter\b|\b(?:ignore|exceed|bypass|raise|skip) (?:the |my |our )?(?:budget|quota|cost limit|limits?)\b/giu,
    reason: 'budget and quota come from the session, not from a request',
  },
]

const WORKSPACE =
  /\b(?:(?:in|into|to|from|of|for|as|under|on|use|using|switch(?:ing)? to|set|with)\s+)?(?:the\s+|another\s+|other\s+)?(workspace|project)(?:[_ ]?id)?\s*[:=]?\s*(?:to\s+)?["'`]?([A-Za-z][\w-]*\d[\w-]*|[A-Za-z]+(?:[-_][\w-]+)+)["'`]?/giu

/** The parts of a request that policy refuses. */
export function findRefusals(text: string, context: PlannerContext): Refusal[] {
  const found: Refusal[] = []
  for (const { pattern, reason, is_whole } of RULES) {
    for (const match of text.matchAll(pattern))
      found.push({ reason, start: match.index, end: match.index + match[0].length, is_whole: is_whole === true })
  }
  for (const match of text.matchAll(WORKSPACE)) {
    const [all, kind = '', id = ''] = match
    const own = kind.toLowerCase() === 'workspace' ? context.workspace_id : context.project_id
    if (id === own) continue
    found.push({
      reason: `the ${kind.toLowerCase()} '${id}' is not that of the session`,
      start: match.index,
      end: match.index + all.length,
      is_whole: false,
    })
  }
  const most = context.most_gpus ?? DEFAULT_GPUS
  for (const { amount, start, end } of gpusIn(text)) {
    if (amount <= most) continue
    found.push({
      reason: `${amount} GPUs are more than the ${most} that a step may ask for`,
      start,
      end,
      is_whole: false,
    })
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Every number of GPUs that a text asks for, in digits or as a word. */
function gpusIn(text: string): { amount: number; start: number; end: number }[] {
  const digits = [...text.matchAll(/\b(\d{1,6})\s*(?:x\s*)?(?:[ahlv]\d{2,3}s?\s*)?gpus?\b/giu)].map((match) => ({
    amount: Number(match[1]),
    start: match.index,
    end: match.index + match[0].length,
  }))
  const words = findSettings(text).flatMap(({ kind, value, start, end }) =>
    kind === 'gpu' && !digits.some((other) => start < other.end && other.start < end)
      ? [{ amount: Number(value), start, end }]
      : [],
  )
  return [...digits, ...words]
}

/** The request without what is refused; places stay as they are. */
export function withoutRefused(text: string, refusals: readonly Refusal[]): string {
  let rest = text
  for (const { start, end } of refusals) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  return rest
}
