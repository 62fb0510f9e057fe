// An interpreter in the shape of Temporal's `dsl-interpreter` sample: a tree of sequence, parallel and activity, and variables.
import { proxyActivities } from '@temporalio/workflow'

const activities = proxyActivities({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 3 },
})

export async function interpret({ variables, root }) {
  const bindings = { ...variables }
  await execute(root, bindings)
  return Object.keys(bindings).length
}

async function execute(statement, bindings) {
  if (statement.sequence !== undefined) {
    for (const element of statement.sequence.elements) await execute(element, bindings)
    return
  }
  if (statement.parallel !== undefined) {
    await Promise.all(statement.parallel.branches.map((branch) => execute(branch, bindings)))
    return
  }
  const { name, arguments: names, result } = statement.activity
  const given = Object.fromEntries(Object.entries(names).map(([key, variable]) => [key, bindings[variable]]))
  const { value } = await activities[name](given)
  if (result !== undefined) bindings[result] = value
}
