/** A value is not a report (or graph): every problem with its place, so that the method which made it can be mended in one go. */
export class ReportError extends Error {
  override readonly name = 'ReportError'
  /** One sentence a problem, each starting with the path, as `sections[2].blocks[0].rows: …`. */
  readonly problems: readonly string[]

  constructor(what: string, problems: readonly string[]) {
    const shown = problems.slice(0, 10).map((problem) => `\n  - ${problem}`)
    const rest = problems.length > 10 ? `\n  … and ${problems.length - 10} more` : ''
    super(`This is not a ${what}:${shown.join('')}${rest}`)
    this.problems = problems
  }
}
