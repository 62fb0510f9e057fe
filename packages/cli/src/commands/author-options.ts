import type { Command } from 'commander'

/** The options of every command that does something to an execution: who, why, and where. */
export function addAuthorOptions(command: Command): Command {
  return command
    .option('--by <name>', 'who does it (default: the name of the user)')
    .option('--reason <text>', 'why')
    .option('--request-id <text>', 'makes a repetition harmless: the same id has one effect')
    .option('--address <host:port>', 'Temporal server to use, instead of TEMPORAL_ADDRESS; without encryption')
    .option('--json', 'print { applied, sequence } as JSON')
}
