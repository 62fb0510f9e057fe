import type { ChatFlags } from '../commands/chat.js'

const PLAIN = /^[\w@%+=:,./-]+$/

/** The command that takes a conversation up in the same session. */
export function resumeCommand(thread_id: string, flags: ChatFlags): string {
  const { catalog, planner, workspace, project, budget, webhookHost = [], store, run, outputDirectory, address } = flags
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ['resume', thread_id],
    ['catalog', catalog],
    ['planner', planner],
    ['workspace', workspace],
    ['project', project],
    ['budget', budget],
    ...webhookHost.map((host) => ['webhook-host', host] as const),
    ['store', store],
    ['output-directory', outputDirectory],
    ['address', address],
  ]
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quoted(String(value))}`]))
  return ['odp chat', ...given, ...(run ? [] : ['--no-run'])].join(' ')
}

/** A text as a shell takes it for one word. */
function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
