import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { configuredStore, defaultFolder } from './configured-store.js'

test('a text names a folder or a bucket', () => {
  expect(configuredStore('file:///var/lib/odp%20values').place).toBe('file:///var/lib/odp%20values')
  expect(configuredStore('s3://bucket').place).toBe('s3://bucket')
  expect(configuredStore('s3://bucket/some/prefix/?region=eu-central-1&endpoint=http://localhost:9000').place).toBe(
    's3://bucket/some/prefix',
  )
})

test('without a text it is a folder of the user', () => {
  expect(configuredStore('').place).toMatch(/^file:\/\/\/.*\/odp\/payloads$/)
  expect(defaultFolder({ XDG_DATA_HOME: '/data' })).toBe('/data/odp/payloads')
  expect(defaultFolder({ XDG_DATA_HOME: 'data' })).toBe(`${homedir()}/.local/share/odp/payloads`)
})

test.each([
  ['/var/lib/odp', /write file:\/\/\/var\/lib\/odp/],
  ['file://host/folder', /file:\/\/\/folder/],
  ['file:folder', /file:\/\/\/folder/],
  ['redis://localhost', /expected file:/],
  ['s3:///prefix', /expected .*s3:\/\/bucket/],
  ['s3://bucket?regoin=x', /no setting 'regoin'.*region, endpoint/],
])('%s is refused', (place, message) => {
  expect(() => configuredStore(place)).toThrow(message)
})

test('credentials are refused and not repeated', () => {
  for (const place of ['s3://id:hunter2@bucket', 'redis://id:hunter2@host']) {
    expect(() => configuredStore(place)).toThrow(expect.objectContaining({ code: 'payload_store_failed' }))
    expect(() => configuredStore(place)).not.toThrow(/hunter2/)
  }
})
