// Everything here goes to stderr: stdout belongs to the command itself (`npm run -s odp -- ... | jq`).
const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const quietInterval = 15_000

/** Shows that a stage is under way: a spinner on a terminal, plain lines elsewhere. Returns how to end it. */
export function startProgress(label) {
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1)
  const terminal = process.stderr.isTTY === true
  let frame = 0
  if (!terminal) process.stderr.write(`${label} ...\n`)
  const timer = setInterval(
    () => {
      frame += 1
      if (terminal) process.stderr.write(`\r\x1b[2K${frames[frame % frames.length]} ${label} ${seconds()} s`)
      else process.stderr.write(`${label} ... ${seconds()} s\n`)
    },
    terminal ? 100 : quietInterval,
  )
  const end = (mark, detail) => {
    clearInterval(timer)
    const suffix = detail === undefined ? '' : `: ${detail}`
    process.stderr.write(`${terminal ? '\r\x1b[2K' : ''}${mark} ${label}${suffix} (${seconds()} s)\n`)
  }
  return {
    done: (detail) => end('✓', detail),
    failed: (detail) => end('✗', detail),
  }
}
