import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readConfig, withPort } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'kept-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const secret = 'a secret of more than thirty-two characters'

test('Alva sets nothing and gets a Kept on her own machine', () => {
  const config = readConfig({ DATA_DIR: folder })
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    dataDir: folder,
    databaseUrl: null,
    publicUrl: 'http://127.0.0.1:3000',
    smtpUrl: null,
    demo: false,
    demoClock: null,
    logLevel: 'info',
  })
  expect(Object.isFrozen(config)).toBe(true)
})

test('the secret is made once, kept for the owner’s eyes only, and stays the same', () => {
  const first = readConfig({ DATA_DIR: folder }).secret
  expect(first.length).toBeGreaterThanOrEqual(32)
  expect(readConfig({ DATA_DIR: folder }).secret).toBe(first)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'secret'), 'utf8').trim()).toBe(first)
})

test('secrets may come as files', () => {
  const file = join(folder, 'given')
  writeFileSync(file, `${secret}\n`)
  expect(readConfig({ SECRET_FILE: file, DATA_DIR: folder }).secret).toBe(secret)
})

test('an address that listens everywhere is reached under the name localhost', () => {
  expect(readConfig({ SECRET: secret, HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe(
    'http://localhost:8080',
  )
  expect(readConfig({ SECRET: secret, HOST: '::1' }).publicUrl).toBe('http://[::1]:3000')
})

test('the port that the system chose appears in the public address, unless one was given', () => {
  expect(withPort(readConfig({ SECRET: secret, PORT: '0' }), 4321).publicUrl).toBe('http://127.0.0.1:4321')
  const given = readConfig({ SECRET: secret, PORT: '0', PUBLIC_URL: 'https://book.example.com' })
  expect(withPort(given, 4321)).toMatchObject({ port: 4321, publicUrl: 'https://book.example.com' })
})

describe('a wrong value stops the start with one sentence that names it', () => {
  const wrong: [string, Record<string, string>][] = [
    ['PORT', { PORT: '80a' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/kept' }],
    ['DATABASE_URL_FILE', { DATABASE_URL_FILE: '/nowhere/at/all' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://x/y', DATABASE_URL_FILE: '/nowhere' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'book.example.com' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://example.com/booking' }],
    ['SECRET', { SECRET: 'short' }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.com:587' }],
    ['MAIL_FROM', { MAIL_FROM: 'Kept\r\nBcc: everybody@example.com' }],
    ['DEMO', { DEMO: 'yes please' }],
    ['DEMO_CLOCK', { DEMO_CLOCK: 'tomorrow' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ]
  test.each(wrong)('%s: %o', (name, env) => {
    expect(() => readConfig({ SECRET: secret, ...env })).toThrow(new RegExp(`^${name}\\b[^\\n]*\\.$`))
  })

  test('two wrong values are named together', () => {
    expect(() => readConfig({ PORT: 'x', DEMO: 'x', SECRET: secret })).toThrow(/^PORT .*\.\nDEMO .*\.$/)
  })

  test('a folder where nothing can be written', () => {
    expect(() => readConfig({ DATA_DIR: '/dev/null/data' })).toThrow(
      /^DATA_DIR names .* choose another folder\.$/,
    )
  })
})
