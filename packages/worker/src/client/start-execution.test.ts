import { planPipeline } from '@odp/dsl'
import type { Client } from '@temporalio/client'
import { expect, it } from 'vitest'
import { documentOf, step } from '../in-process/run-document.fixture.js'
import { type StartOptions, startExecution } from './start-execution.js'

it.each<StartOptions>([
  { continue_every: 0 },
  { answer_expires_minutes: -1 },
  { answer_expires_minutes: Number.NaN },
  { approval_expires_minutes: Number.POSITIVE_INFINITY },
])('%o starts nothing, and takes no default either', async (options) => {
  const started = startExecution({} as Client, planPipeline(documentOf([step('a')])), {}, options)
  await expect(started).rejects.toThrow(`${Object.keys(options)[0]} must be a number above 0`)
})
