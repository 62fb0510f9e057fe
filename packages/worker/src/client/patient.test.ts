import { ServiceError } from '@temporalio/client'
import { expect, test } from 'vitest'
import { patiently } from './patient.js'

function serviceError(code: number): ServiceError {
  const cause = Object.assign(new Error('no'), { code, details: 'no', metadata: {} })
  return new ServiceError('no', { cause })
}

test('what passes is asked again', async () => {
  const errors = [serviceError(14), serviceError(9)]
  let asked = 0
  const answer = await patiently(async () => {
    asked += 1
    const error = errors.pop()
    if (error !== undefined) throw error
    return 'here'
  })
  expect([answer, asked]).toEqual(['here', 3])
})

test('what does not pass is thrown at once', async () => {
  for (const error of [serviceError(3), serviceError(16), new Error('mine')]) {
    let asked = 0
    const question = async () => {
      asked += 1
      throw error
    }
    await expect(patiently(question)).rejects.toBe(error)
    expect(asked).toBe(1)
  }
})

test('a signal ends the patience', async () => {
  const controller = new AbortController()
  const question = async () => {
    controller.abort()
    throw serviceError(14)
  }
  await expect(patiently(question, controller.signal)).rejects.toThrow('aborted')
})
