/** Rejects when the process ends, or does not even start. */
export function untilEnded(child, title) {
  const ended = new Promise((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`${title} ended with ${signal ?? `code ${code}`}`)))
  })
  // One that was told to end has nobody waiting.
  ended.catch(() => {})
  return ended
}
