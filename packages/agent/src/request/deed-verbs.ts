const list = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** Verbs with which people want something outside changed. Who does one of a line can do what the others of it say. */
export const DEED_VERBS: readonly ReadonlySet<string>[] = [
  list('book reserve order buy purchase rent hire lease'),
  list('pay transfer wire donate refund charge sell'),
  list('cancel delete remove erase revoke ban block suspend deactivate disable terminate unfollow unsubscribe drop'),
  list('change edit modify update rename reroute reschedule move'),
  list('send text message sms notify alert invite call dial ring email mail'),
  list('create register schedule open insure'),
  list('ship dispatch'),
  list('switch turn shut power'),
  list('lock unlock restart reboot reset'),
  list('sign countersign notarise notarize'),
  list('post publish tweet repost'),
  list('submit lodge'),
  list('follow subscribe befriend'),
]

/** Whether a word may be such a verb. */
export function isDeedVerb(word: string): boolean {
  return DEED_VERBS.some((verbs) => verbs.has(word))
}
