/** About how wide a sans-serif text is, rather too wide than too narrow: an SVG is measured where no font is at hand. */
export function estimateTextWidth(text: string, size: number): number {
  let width = 0
  for (const point of text) {
    if (/[iljI.,:;'|!()[\] ]/.test(point)) width += 0.36
    else if (/[mwMW@%…—]/.test(point)) width += 0.98
    else if (/\p{Lu}|\p{Nd}/u.test(point)) width += 0.68
    else if (
      /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]|\p{Emoji_Presentation}|[\u{20000}-\u{3ffff}]/u.test(
        point,
      )
    )
      width += 1.02
    else if (/\p{Mn}/u.test(point)) width += 0
    else width += 0.62
  }
  return width * size
}
