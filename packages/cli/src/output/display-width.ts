/** Characters that take two places on a terminal: East Asian scripts and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
const NONE = /^\p{Mark}$/u

/** Places that one character takes on a terminal. */
function characterWidth(character: string): number {
  return WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1
}

/** Places that a text without colours takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The text, cut with an ellipsis when it takes more places than there are. */
export function shorten(text: string, places: number): string {
  if (displayWidth(text) <= places) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    width += characterWidth(character)
    if (width > places - 1) break
    kept += character
  }
  return places < 1 ? '' : `${kept.trimEnd()}…`
}

/** The text with blanks behind it up to a number of places. */
export function pad(text: string, places: number): string {
  return text + ' '.repeat(Math.max(0, places - displayWidth(text)))
}
