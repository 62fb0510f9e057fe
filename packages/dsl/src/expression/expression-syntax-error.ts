/** A text that is not a well-formed expression; `offset` is the place of the mistake in it (UTF-16 units, from 0). */
export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError'
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}
