/** Marks that end a sentence, and words that join the parts of one. */
export const SENTENCE_END = new Set(['.', '!', '?', ';', '\n'])
export const JOINING = new Set([
  'and',
  'plus',
  'also',
  'but',
  'then',
  'next',
  'afterwards',
  'finally',
  'lastly',
  'subsequently',
  'thereafter',
])
