/**
 * Something that a plan or document may not have, whoever wrote it.
 *
 * @example
 * ```ts
 * import type { PolicyBreach } from '@odp/agent'
 *
 * const print = ({ code, message }: PolicyBreach) => `${code}: ${message}`
 * ```
 */
export interface PolicyBreach {
  readonly code:
    | 'not_permitted'
    | 'inline_code'
    | 'webhook_host'
    | 'mode'
    | 'replay'
    | 'workspace'
    | 'quota'
    | 'secret'
    | 'setting'
    | 'malformed'
  readonly message: string
  /** The step that it is about. */
  readonly step?: string
}

const LONGEST_QUOTE = 100

/** What somebody else wrote, fit for a message. */
export function shown(value: unknown): string {
  const text = String(value).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
}
