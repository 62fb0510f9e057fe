const TAKEN_BACK =
  /(^|[,;:!?\n]\s*|\.\s+|\b(?:and|then)\s+)(?:(?!\b(?:and|then)\s)[^,;.:!?\n"“])*?\s*(?:\.{2,}|…|\s[-–—])\s*(?:no|sorry|wait|scratch that|i mean|correction)\b(?:,? (?:wait|sorry|i mean))?[,:]?\s+/giu

/** Leaves out what a person takes back while writing: `get the menu... no, the prices` asks for the prices. */
export function takeBack(text: string): string {
  return text.replace(TAKEN_BACK, '$1')
}
