// How soon events arrive and what it costs to follow them: woken by the history, as ExecutionHandle does it, against asking
// every 150 ms, alternating on one tuned server.
import { fork } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parsePipeline, planPipeline } from '@odp/dsl'
import { ExecutionHandle, startExecution, temporalClient } from '@odp/worker/client'
import { startDevServer } from '@odp/worker/dev-server'
import { Connection } from '@temporalio/client'

const rounds = Number(process.argv[2] ?? 10)
const STEPS = 10
const STEP_MS = 200
const INTERVAL_MS = 150

const steps = Array.from({ length: STEPS }, (_, index) =>
  [
    `  - id: s${index}`,
    '    type: function',
    '    method: pause',
    `    inputs: { ms: ${STEP_MS} }`,
    ...(index === 0 ? [] : [`    depends_on: [s${index - 1}]`]),
  ].join('\n'),
)
const head = 'version: "1.0"\npipeline_id: events\nname: Events\nworkspace_id: w\nproject_id: p\nsteps:\n'
const { pipeline } = parsePipeline(`${head}${steps.join('\n')}\n`)
const plan = planPipeline(pipeline)

const server = await startDevServer({ onProgress: (message) => console.error(message) })
const connection = await Connection.connect({ address: server.address })
const counts = { queries: 0, polls: 0 }
const service = connection.workflowService
const count = (name, kind) => {
  const original = service[name].bind(service)
  service[name] = (...args) => {
    counts[kind] += 1
    return original(...args)
  }
}
count('queryWorkflow', 'queries')
count('getWorkflowExecutionHistory', 'polls')
const client = temporalClient({ connection })
const worker = fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)), [server.address])
await new Promise((resolve) => worker.once('message', resolve))

/** The way that events were read before. */
async function* ask(id) {
  const handle = client.workflow.getHandle(id)
  for (let seen = 0; ; ) {
    for (const event of await handle.query('events', seen, 1_000)) {
      yield event
      seen = event.sequence
      if (event.type === 'pipeline.completed') return
    }
    await setTimeout(INTERVAL_MS)
  }
}

const FOLLOWERS = {
  'woken by the history': (id) => new ExecutionHandle(client, id).events(),
  [`asking every ${INTERVAL_MS} ms`]: ask,
  'not followed': undefined,
}
const results = Object.fromEntries(
  Object.keys(FOLLOWERS).map((name) => [name, { happened: [], taken: [], queries: [], polls: [], events: [] }]),
)

/** When Temporal had taken the task in which the events of a time happened. */
async function takenAt(id) {
  const { events } = await client.workflow.getHandle(id).fetchHistory()
  const time = ({ eventTime }) => Number(eventTime.seconds) * 1_000 + eventTime.nanos / 1e6
  const started = new Map(events.map((event) => [Number(event.eventId), Math.floor(time(event))]))
  const completed = events.filter((event) => event.workflowTaskCompletedEventAttributes)
  return new Map(
    completed.map((event) => [
      started.get(Number(event.workflowTaskCompletedEventAttributes.startedEventId)),
      time(event),
    ]),
  )
}

async function runOnce(name) {
  const follow = FOLLOWERS[name]
  const id = await startExecution(client, plan, {})
  const arrivals = []
  Object.assign(counts, { queries: 0, polls: 0 })
  if (follow === undefined) await client.workflow.getHandle(id).result()
  else for await (const event of follow(id)) arrivals.push([event.time, performance.timeOrigin + performance.now()])
  const kept = results[name]
  if (follow !== undefined) {
    kept.queries.push(counts.queries)
    kept.polls.push(counts.polls)
  }
  const taken = await takenAt(id)
  for (const [time, arrived] of arrivals) {
    kept.happened.push(arrived - time)
    if (taken.has(time)) kept.taken.push(arrived - taken.get(time))
  }
  kept.events.push(Number((await client.workflow.getHandle(id).describe()).historyLength))
}

for (const name of Object.keys(FOLLOWERS)) await runOnce(name)
for (const kept of Object.values(results)) for (const list of Object.values(kept)) list.length = 0
for (let round = 0; round < rounds; round += 1) {
  const names = Object.keys(FOLLOWERS)
  for (const name of round % 2 === 0 ? names : names.reverse()) await runOnce(name)
  console.error(`round ${round + 1} of ${rounds}`)
}

const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))]
const spread = (values, digits = 0) =>
  values.length === 0 ? '–' : [0.05, 0.5, 0.95].map((part) => quantile(values, part).toFixed(digits)).join(' – ')
console.log(
  '| reader | ms from the event to its arrival, 5 % – median – 95 % | ms from its commit to its arrival | queries an execution | polls | events in history |',
)
console.log('|---|---|---|---|---|---|')
for (const [name, { happened, taken, queries, polls, events }] of Object.entries(results)) {
  console.log(
    `| ${name} | ${spread(happened)} | ${spread(taken, 1)} | ${spread(queries)} | ${spread(polls)} | ${spread(events)} |`,
  )
}
worker.send('stop')
await connection.close()
await server.stop()
process.exit(0)
