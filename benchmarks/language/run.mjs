// Parse and check (levels 1 to 3) of 1,000 steps, against the bare `yaml` parse of the same text: in one process, and as a
// whole process each (`odp validate`). Alternating.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringifyPipeline, validatePipeline } from '@odp/dsl'
import { load } from 'js-yaml'
import { parse } from 'yaml'

const rounds = Number(process.argv[2] ?? 15)
const count = Number(process.argv[3] ?? 1000)

/** Twenty blocks of mixed steps, repeated: every kind of control flow, each step reading an earlier one. */
function document() {
  const steps = []
  const step = (id, reads, more = {}) => ({
    id,
    type: 'function',
    method: 'measure',
    inputs: { value: { from: reads }, label: { from: `label of ${reads}` } },
    outputs: { result: `${id}_result` },
    ...more,
  })
  let last = '{{input.start}}'
  for (let block = 0; count - steps.length > 0 && size(steps) < count; block += 1) {
    const id = `b${block}`
    steps.push(step(`${id}_a`, last, { retry_policy: { max_attempts: 2 }, on_error: { fallback_step: `${id}_again` } }))
    steps.push(step(`${id}_again`, last, { is_child: true }))
    const inner = [step(`${id}_p`, `{{${id}_a.result}}`), step(`${id}_q`, `{{${id}_a.result}}`)]
    steps.push({ id: `${id}_group`, type: 'parallel_group', parallel_config: { max_parallel: 2 }, steps: inner })
    const loop = step(`${id}_inner`, '{{item}}')
    steps.push({
      id: `${id}_loop`,
      type: 'loop',
      iterate_over: '{{input.items}}',
      loop_variable: 'item',
      steps: [loop],
    })
    steps.push({
      id: `${id}_if`,
      type: 'conditional',
      condition: { expression: `{{${id}_p.result}} > 0.75 && size({{input.items}}) < 10` },
      branches: {
        if_true: { steps: [step(`${id}_t`, `{{${id}_q.result}}`)] },
        if_false: { steps: [step(`${id}_f`, `{{${id}_q.result}}`)] },
      },
    })
    steps.push({
      id: `${id}_z`,
      type: 'function',
      method: 'merge',
      inputs: { value: { or: [`{{${id}_t.result}}`, `{{${id}_f.result}}`] } },
      outputs: { result: `${id}_merged` },
    })
    last = `{{${id}_z.result}}`
  }
  return {
    version: '1.0',
    pipeline_id: 'benchmark',
    name: 'Benchmark',
    workspace_id: 'bench',
    project_id: 'bench',
    steps,
  }
}

function size(steps) {
  return steps.reduce((sum, { steps: inner, branches }) => {
    const nested = [inner, branches?.if_true?.steps, branches?.if_false?.steps].filter(Boolean)
    return sum + 1 + nested.reduce((all, list) => all + size(list), 0)
  }, 0)
}

const source = document()
const text = stringifyPipeline(source)
const contenders = {
  'yaml parse': () => parse(text),
  'js-yaml load': () => load(text),
  'ODP parse and check': () => {
    const report = validatePipeline(text)
    if (!report.valid) throw new Error(report.errors.slice(0, 3).join('\n'))
  },
  'ODP check of the document': () => validatePipeline(source),
}
const folder = mkdtempSync(join(tmpdir(), 'odp-language-'))
const file = join(folder, 'pipeline.yaml')
writeFileSync(file, text)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const start = (path, args, env = {}) => {
  const { status, stdout } = spawnSync(process.execPath, [here(path), ...args], { env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(stdout.toString())
}
const odp = '../../packages/cli/dist/bin.js'
const processes = {
  'process of the yaml parse': () => start('bare-parse.mjs', [file]),
  'odp validate': () => start(odp, ['validate', file]),
  'odp validate, nothing compiled before': () => start(odp, ['validate', file], { NODE_DISABLE_COMPILE_CACHE: '1' }),
}

console.log(`${size(source.steps)} steps, ${text.length} characters, ${rounds} rounds\n`)
measure(contenders)
measure(processes)
rmSync(folder, { recursive: true })

/** Runs all alternately and prints what they took, and the median ratio of each to the first one in the same round. */
function measure(work) {
  const times = Object.fromEntries(Object.keys(work).map((name) => [name, []]))
  for (let round = 0; round < rounds + 3; round += 1) {
    for (const [name, run] of Object.entries(work)) {
      const started = performance.now()
      run()
      if (round >= 3) times[name].push(performance.now() - started)
    }
  }
  const [first] = Object.values(times)
  console.log('| what | ms min – median – max | ratio to the first |')
  console.log('|---|---|---|')
  for (const [name, values] of Object.entries(times)) {
    const spread = [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(1))
    const ratio = median(values.map((value, round) => value / first[round]))
    console.log(`| ${name} | ${spread.join(' – ')} | ${ratio.toFixed(2)} |`)
  }
  console.log('')
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
