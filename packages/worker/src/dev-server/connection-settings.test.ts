import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectionSettings } from './connection-settings.js'
import { ConnectionSettingsError } from './connection-settings-error.js'

let folder: string
const address = { TEMPORAL_ADDRESS: 'temporal.example.com:7233' }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'odp-settings-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function file(name: string): string {
  writeFileSync(join(folder, name), name)
  return join(folder, name)
}

function failure(environment: NodeJS.ProcessEnv): ConnectionSettingsError {
  try {
    connectionSettings(environment)
  } catch (error) {
    if (error instanceof ConnectionSettingsError) return error
    throw error
  }
  throw new Error('expected a ConnectionSettingsError')
}

test('without an address there are no settings, whatever the namespace', () => {
  expect(connectionSettings({})).toBeUndefined()
  expect(connectionSettings({ TEMPORAL_NAMESPACE: 'work', TEMPORAL_ADDRESS: '' })).toBeUndefined()
})

test('an address alone is enough', () => {
  expect(connectionSettings(address)).toEqual({ address: 'temporal.example.com:7233', namespace: 'default' })
  expect(connectionSettings({ TEMPORAL_ADDRESS: '[::1]:7233', TEMPORAL_NAMESPACE: 'work' })).toEqual({
    address: '[::1]:7233',
    namespace: 'work',
  })
})

test('a key turns encryption on', () => {
  expect(connectionSettings({ ...address, TEMPORAL_API_KEY: 'secret' })).toMatchObject({ apiKey: 'secret', tls: true })
})

test('TEMPORAL_TLS alone is a switch', () => {
  expect(connectionSettings({ ...address, TEMPORAL_TLS: 'TRUE' })).toMatchObject({ tls: true })
  expect(connectionSettings({ ...address, TEMPORAL_TLS: '0' })).toMatchObject({ tls: false })
})

test('certificate files are read', () => {
  const settings = connectionSettings({
    ...address,
    TEMPORAL_TLS_CLIENT_CERT_PATH: file('crt'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: file('key'),
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('ca'),
    TEMPORAL_TLS_SERVER_NAME: 'inner.example.com',
  })
  expect(settings?.tls).toEqual({
    serverNameOverride: 'inner.example.com',
    serverRootCACertificate: Buffer.from('ca'),
    clientCertPair: { crt: Buffer.from('crt'), key: Buffer.from('key') },
  })
})

test.each([
  [{ TEMPORAL_API_KEY: 'secret' }, 'temporal_settings_incomplete', 'TEMPORAL_ADDRESS'],
  [{ TEMPORAL_TLS_SERVER_NAME: 'x' }, 'temporal_settings_incomplete', 'TEMPORAL_ADDRESS'],
  [{ TEMPORAL_ADDRESS: 'https://x:7233' }, 'temporal_settings_invalid', 'TEMPORAL_ADDRESS'],
  [{ TEMPORAL_ADDRESS: 'x' }, 'temporal_settings_invalid', 'TEMPORAL_ADDRESS'],
  [{ TEMPORAL_ADDRESS: 'x:99999' }, 'temporal_settings_invalid', 'TEMPORAL_ADDRESS'],
  [{ ...address, TEMPORAL_TLS: 'yes' }, 'temporal_settings_invalid', 'TEMPORAL_TLS'],
  [{ ...address, TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'secret' }, 'temporal_settings_invalid', 'TEMPORAL_TLS'],
  [{ ...address, TEMPORAL_TLS: 'false', TEMPORAL_TLS_SERVER_NAME: 'x' }, 'temporal_settings_invalid', 'TEMPORAL_TLS'],
  [{ ...address, TEMPORAL_TLS_CLIENT_CERT_PATH: 'x' }, 'temporal_settings_incomplete', 'TEMPORAL_TLS_CLIENT_KEY_PATH'],
  [{ ...address, TEMPORAL_TLS_CLIENT_KEY_PATH: 'x' }, 'temporal_settings_incomplete', 'TEMPORAL_TLS_CLIENT_CERT_PATH'],
  [
    { ...address, TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca' },
    'temporal_settings_unreadable',
    'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  ],
])('%j is refused', (environment: NodeJS.ProcessEnv, code, variable) => {
  const error = failure(environment)
  expect([error.code, error.variable]).toEqual([code, variable])
  expect(error.message).toContain(variable)
  expect(error.message).not.toContain('secret')
})
