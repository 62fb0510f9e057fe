import type { Answer, ExecutionEvent, StepState } from '@odp/dsl/plan'
import { expect, test } from 'vitest'
import { colorsFor } from '../output/colors.js'
import { LineReader } from '../run/line-reader.js'
import { StepQuestions } from './step-questions.js'

const question = {
  kind: 'below_threshold',
  message: 'relevance is 0.1',
  choices: ['continue', 'fail', 'replan'],
} as const
const event = (type: string, step_id?: string) => ({ type, step_id, execution_id: 'e' }) as unknown as ExecutionEvent
const asks = (step: string) => event('step.answer_requested', step)

/** A person whose lines come when they are typed, and steps that ask as long as nobody has answered. */
function people(...open: string[]) {
  const asking = new Set(open)
  const answered: [string, Answer][] = []
  let type = (_line: string | undefined): void => {}
  const typed = new ReadableStream<string>({
    start(controller) {
      type = (line) => (line === undefined ? controller.close() : controller.enqueue(`${line}\n`))
    },
  })
  const reader = new LineReader(typed, new AbortController().signal)
  const output = { text: '' }
  const questions = new StepQuestions({
    executions: {
      question: async (_id, step) => (asking.has(step) ? (question as unknown as StepState['question']) : undefined),
      answer: async (_id, step, value) => {
        answered.push([step, value])
        asking.delete(step)
      },
    },
    reader,
    colors: colorsFor({ write: () => {} }, {}),
    write: (text) => {
      output.text += text
    },
  })
  const until = async (text: string) => {
    while (!output.text.includes(text)) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { questions, answered, asking, type, until, output, reader }
}

test('steps are asked about one after another, until the answer is clear', async () => {
  const { questions, answered, type, until } = people('a', 'b')
  questions.hear(asks('a'))
  questions.hear(asks('b'))
  await until('a: relevance is 0.1')
  for (const line of ['perhaps', '', 'c']) type(line)
  await until('b: relevance is 0.1')
  type('repl')
  while (answered.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(answered).toEqual([
    ['a', 'continue'],
    ['b', 'replan'],
  ])
})

test('what somebody else has answered is dropped, and the next line is for the next question', async () => {
  const { questions, answered, type, until, reader } = people('a', 'b')
  questions.hear(asks('a'))
  await until('[c]ontinue')
  questions.hear(event('step.answered', 'a'))
  await until('a asks no more')
  questions.hear(asks('gone'))
  questions.hear(asks('b'))
  await until('b: relevance is 0.1')
  questions.hear(event('pipeline.failed'))
  await questions.end()
  type('stop')
  expect(await reader.read()).toBe('stop')
  expect(answered).toEqual([])
})

test('where nobody is left, it says how to answer from elsewhere', async () => {
  const { questions, type, until, output } = people('a')
  type(undefined)
  questions.hear(asks('a'))
  await until('odp answer e a replan')
  await questions.end()
  expect(output.text).toContain('odp answer e a continue')
})
