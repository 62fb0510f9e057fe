import { expect, it } from 'vitest'
import { Gate } from './gate.js'

it('gives back what it held only when nothing keeps it closed any more, in order and once', () => {
  const gate = new Gate()
  const done: number[] = []
  gate.close('paused')
  gate.close('hold')
  gate.hold(() => done.push(1))
  gate.hold(() => done.push(2))
  expect(gate.open('hold')).toEqual([])
  expect(gate.isOpen).toBe(false)
  expect(gate.isClosedFor('paused')).toBe(true)
  for (const action of gate.open('paused')) action()
  expect(done).toEqual([1, 2])
  expect(gate.open('paused')).toEqual([])
})
