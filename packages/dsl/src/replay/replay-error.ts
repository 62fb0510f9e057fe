/**
 * A replay that cannot be made.
 *
 * @example
 * ```ts
 * import { planReplay, ReplayError, type ReplayOptions } from '@odp/dsl'
 *
 * const whyNot = (options: ReplayOptions): string | undefined => {
 *   try {
 *     planReplay(options)
 *   } catch (error) {
 *     if (error instanceof ReplayError) return error.message
 *   }
 * }
 * ```
 */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
  readonly code = 'replay_step_unknown'
}
