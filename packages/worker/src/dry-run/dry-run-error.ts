/** A dry run was asked to do what its pipeline has no place for; the message names what it has. */
export class DryRunError extends Error {
  override readonly name = 'DryRunError'
}
