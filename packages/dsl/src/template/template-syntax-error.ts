/** A text that is not a well-formed template or path; `offset` is the place of the mistake in that text (UTF-16 units, from 0). */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}
