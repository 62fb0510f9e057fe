/** Short forms in which changes are noted down, and the sentences that they stand for. */
const FORMS: readonly (readonly [RegExp, (groups: Readonly<Record<string, string>>) => string])[] = [
  [
    /^\W*(?:please )?(?:add|give|set|put)? ?(?:an? |the )?(?:fallback|fall-back|backup|stand-?in)(?: step)? (?:to|for|of|on) (?<main>[^:,]+?)(?:\s*[:,]\s*|\s+(?:with|using)\s+)(?<stand>.+)$/i,
    ({ main, stand }) => `if ${main} fails use ${stand}`,
  ],
  [
    /^\W*(?:please )?(?:also )?(?:add|use|keep|take|put) (?<stand>.+?) as (?:an? |the )?(?:fallback|fall-back|backup|stand-?in)(?: step)? (?:to|for|of|when|if) (?<main>.+?)(?: fails)?\W*$/i,
    ({ main, stand }) => `if ${main} fails use ${stand}`,
  ],
  [
    /^\W*(?:please )?(?:add|put|set)? ?(?:an? |the )?condition (?:on|to|for) (?<step>[^:,]+?)\s*[:,]\s*(?:(?:only )?if )?not (?<test>.+)$/i,
    ({ step, test }) => `${step} only unless ${test}`,
  ],
  [
    /^\W*(?:please )?(?:add|put|set)? ?(?:an? |the )?condition (?:on|to|for) (?<step>[^:,]+?)\s*[:,]\s*(?:(?:only )?if )?(?<test>.+)$/i,
    ({ step, test }) => `${step} only if ${test}`,
  ],
]

/** A change in the words that the kinds of edits are told by: `condition on A: x > 1` is `A only if x > 1`. */
export function reword(text: string): string {
  for (const [form, sentence] of FORMS) {
    const groups = form.exec(text)?.groups
    if (groups !== undefined) return sentence(groups)
  }
  return text
}
