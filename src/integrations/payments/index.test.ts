import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../test/database.ts'
import { openPaymentProviders } from './index.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('Alva can connect Stripe or the test provider, and nothing else', () => {
  const providers = openPaymentProviders({ db: database.db, publicUrl: 'https://kept.example' })
  expect(providers.keys).toEqual(['stripe', 'fake'])
  expect(providers.open('fake', {})).toMatchObject({ key: 'fake', isTest: true })
  const config = { secretKey: 'sk_live_4242424242424242', webhookSecret: 'whsec_42424242424242' }
  expect(providers.open('stripe', config)).toMatchObject({ key: 'stripe', isTest: false })
  for (const key of ['manual', 'credit', '', 'constructor', '__proto__'])
    expect(providers.open(key, config)).toBeNull()
  expect(() => providers.open('stripe', { ...config, webhookSecret: '' })).toThrow(/webhook secret/)
})
