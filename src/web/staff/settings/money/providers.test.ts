import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPaymentProviders } from '#integrations/payments/index.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import { paths } from '#paths.ts'
import {
  appOver,
  fieldsOf,
  problemsIn,
  visitorFor,
  type Fields,
  type Visitor,
} from '../../../../../test/settings/office.ts'
import { ownerElsewhere } from '../../../../../test/settings/people.ts'
import { makeWorld, type World } from '../../../../../test/world.ts'

const PATH = paths.paymentProviders()
const STRIPE = paths.paymentProvider('stripe')
const FAKE = paths.paymentProvider('fake')

const KEYS = {
  secretKey: 'sk_test_canaryKey42424242a1b2',
  webhookSecret: 'whsec_canaryHook42424242c3d4',
}

let world: World
let app: ReturnType<typeof appOver>
let alva: Visitor

beforeAll(async () => {
  world = await makeWorld({})
  app = appOver(world.context)
  alva = await visitorFor({ context: world.context, app }, world.alva)
})

afterAll(() => world.close())

const opened = () => {
  const { context } = world
  const providers = openPaymentProviders({ db: context.db, publicUrl: 'http://kept.test' })
  return openProvider(context.reader, world.alva, context.secret, providers)
}

test('The test provider is offered to everybody, and says loudly that it moves no money', async () => {
  const { html } = await alva.open(PATH)
  expect(html).toContain('No money is moved here')
  expect((await alva.send(FAKE, {})).to).toBe(`${PATH}?saved=1`)
  expect((await alva.open(PATH)).html).toContain('Collecting, test mode')
  expect(await opened()).toMatchObject({ key: 'fake', isTest: true })
})

test.each<[Fields, string[]]>([
  [{ secretKey: '', webhookSecret: '' }, ['Fill in “Secret key”.']],
  [{ ...KEYS, webhookSecret: '' }, ['Fill in “Webhook signing secret”.']],
  [
    { ...KEYS, secretKey: 'pk_test_canaryKey42424242' },
    ['Secret key: Paste the key that begins with sk_ or rk_. Type it again.'],
  ],
  [{ ...KEYS, secretKey: 'sk_canary' }, ['Secret key: Use at least 20 characters.']],
  [{ ...KEYS, webhookSecret: 'whsec_canary' }, ['Webhook signing secret: Use at least 20 characters.']],
  [
    { ...KEYS, webhookSecret: 'canary whsec_4242424242424242' },
    ['Webhook signing secret: Paste the key that begins with whsec_. Type it again.'],
  ],
  [
    { ...KEYS, webhookSecret: 'whsec_canary 42424242 42424242' },
    ['Webhook signing secret: Paste the key that begins with whsec_. Type it again.'],
  ],
  [
    { ...KEYS, secretKey: `sk_canary${'4'.repeat(500)}` },
    ['Shorten “Secret key” to 500 characters or fewer.'],
  ],
])(
  'Alva connects Stripe with %#: the field is named, nothing is kept, nothing shown',
  async (fields, list) => {
    const before = await world.checksum()
    const answer = await alva.send(STRIPE, fields)
    expect([answer.status, problemsIn(answer.html)]).toEqual([422, list])
    expect(answer.html).not.toContain('canary')
    expect(await world.checksum()).toBe(before)
  },
)

test('Stripe takes over; its keys are concealed, and no page shows more than their ends', async () => {
  expect((await alva.send(STRIPE, { ...KEYS, secretKey: `  ${KEYS.secretKey}\n` })).status).toBe(303)
  expect(await opened()).toMatchObject({ key: 'stripe', isTest: true })
  const { html, response } = await alva.open(PATH)
  expect(html).toContain('Saved, ending in a1b2.')
  expect(html).toContain('Saved, ending in c3d4.')
  expect(html).not.toContain('canary')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(fieldsOf(html, STRIPE)).toMatchObject({ secretKey: '', webhookSecret: '' })
  const rows = await world.context.db.selectFrom('payment_accounts').selectAll().orderBy('provider').execute()
  expect(rows.map(({ provider, active }) => [provider, active])).toEqual([
    ['fake', false],
    ['stripe', true],
  ])
  expect(JSON.stringify(rows)).not.toContain('canary')
  const facts = await world.context.db.selectFrom('facts').select(['kind', 'payload']).orderBy('id').execute()
  expect(JSON.stringify(facts)).not.toMatch(/canary|a1b2|c3d4/)
  expect(facts.at(-1)).toEqual({
    kind: 'payment_account.saved',
    payload: { provider: 'stripe', active: true },
  })
})

test('An empty box keeps the key that was saved before', async () => {
  expect(
    (await alva.send(STRIPE, { secretKey: '', webhookSecret: 'whsec_canaryOther4242424242' })).status,
  ).toBe(303)
  const { html } = await alva.open(PATH)
  expect(html).toContain('Saved, ending in a1b2.')
  expect(html).toContain('Saved, ending in 4242.')
})

test('What was switched off collects no more, and can be used again without typing its keys', async () => {
  expect((await alva.send(STRIPE, { act: 'off' })).status).toBe(303)
  expect(await opened()).toBeNull()
  const before = await world.checksum()
  expect((await alva.send(STRIPE, { act: 'off' })).status).toBe(303)
  expect(await world.checksum()).toBe(before)
  expect((await alva.send(STRIPE, { secretKey: '', webhookSecret: '' })).status).toBe(303)
  expect(await opened()).toMatchObject({ key: 'stripe' })
})

test('Keys that were concealed with another secret are asked for again, and open nothing', async () => {
  const elsewhere = { ...world.context, secret: 'another secret of at least thirty-two letters' }
  const other = appOver(elsewhere)
  const visitor = await visitorFor({ context: elsewhere, app: other }, world.alva)
  expect((await visitor.open(PATH)).html).toContain('Type the keys again')
  const answer = await visitor.send(STRIPE, { secretKey: '', webhookSecret: '' })
  expect([answer.status, problemsIn(answer.html)]).toEqual([422, ['Fill in “Secret key”.']])
})

test('Each of the strings that break programs is refused as a key, and never shown', async () => {
  const strings = JSON.parse(
    readFileSync('node_modules/big-list-of-naughty-strings/blns.json', 'utf8'),
  ) as string[]
  const before = await world.checksum()
  for (const text of strings.filter((string) => string.trim() !== '')) {
    const answer = await alva.send(STRIPE, { secretKey: `pk_canary${text}`, webhookSecret: text })
    expect([text, answer.status, answer.html.includes('canary')]).toEqual([text, 422, false])
  }
  expect(await world.checksum()).toBe(before)
}, 120_000)

test('Addresses of providers that do not exist are pages that do not exist', async () => {
  for (const wrong of ['manual', 'x', '__proto__', 'constructor', '%00', '..%2f..']) {
    const before = await world.checksum()
    expect((await alva.send(`${PATH}/${wrong}`, { ...KEYS })).status).toBe(404)
    expect((await alva.send(`${PATH}/${wrong}`, { act: 'off' })).status).toBe(404)
    expect(await world.checksum()).toBe(before)
  }
})

// Seen to fail when switchOffPaymentAccount looks for the provider alone.
test('Dag, who owns another business, sees, switches and opens nothing of this one', async () => {
  const dag = await ownerElsewhere(world)
  const dags = await visitorFor({ context: world.context, app }, dag)
  expect((await dags.open(PATH)).html).not.toContain('a1b2')
  expect((await dags.send(STRIPE, { act: 'off' })).status).toBe(404)
  expect((await dags.send(STRIPE, { secretKey: '', webhookSecret: '' })).status).toBe(422)
  expect(await opened()).toMatchObject({ key: 'stripe' })
})
