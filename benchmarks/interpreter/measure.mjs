import { readdirSync, readFileSync } from 'node:fs'

const CLOCK_TICK_MS = 10

const statOf = (pid) => {
  const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/)
  return rest.split(' ')
}

/** User and system time of a process. */
const ownCpuMs = (pid) => {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS
}

/** A process and all that it started. */
function family(pid) {
  const parents = new Map()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      parents.set(Number(entry), Number(statOf(entry)[1]))
    } catch {
      // It ended meanwhile.
    }
  }
  const members = [pid]
  for (const member of members) for (const [child, parent] of parents) if (parent === member) members.push(child)
  return members
}

export const cpuMs = (pid) => family(pid).reduce((sum, member) => sum + ownCpuMs(member), 0)

/** Without what it started; shared pages would count twice. */
export const residentMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export const spread = (values, digits = 1) =>
  `${Math.min(...values).toFixed(digits)} – **${median(values).toFixed(digits)}** – ${Math.max(...values).toFixed(digits)}`
