import { runCommand } from './run-command.js'

/** The release of the Temporal CLI that ODP is tested with; its server is 1.29.1. */
export const cliVersion = 'v1.5.1'

const oldestServer = { major: 1, minor: 29 }

/** Asks a program for its version. Gives the reason if it is not a Temporal CLI or its server is older than 1.29. */
export async function checkServerBinary(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const { output, problem } = await runCommand(path, ['--version'], { timeout_ms: 10_000, signal })
  if (problem !== undefined) return `\`${path} --version\` failed: ${problem}`
  const [, major, minor] = /^temporal version .*\(Server (\d+)\.(\d+)\./m.exec(output) ?? []
  if (major === undefined || minor === undefined) {
    return `${path} is not the Temporal CLI: \`--version\` printed '${output.trim().slice(0, 80)}'`
  }
  const recent =
    Number(major) > oldestServer.major || (Number(major) === oldestServer.major && Number(minor) >= oldestServer.minor)
  if (recent) return undefined
  return `${path} has server ${major}.${minor}; ODP needs ${oldestServer.major}.${oldestServer.minor} or newer`
}
