import { createHmac, randomBytes } from 'node:crypto'
import { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { sample } from './stripe-contract.testing.ts'
import { openStripe } from './stripe-provider.ts'
import { secretKey, webhookSecret } from './stripe-world.testing.ts'

/*
 * Reliability S22: events that Stripe did not send change nothing.
 * Seen to fail when the signature was not looked at, and when the age of a signature was not.
 */

const provider = openStripe({ secretKey, webhookSecret })
const otherSecret = 'whsec_of_dags_own_account_0001'
const paymentId = newId()
const now = Math.floor(Date.now() / 1000)

const body = eventOf('checkout.session.completed', {
  object: 'checkout.session',
  id: 'cs_1',
  client_reference_id: paymentId,
})

const forgeries: [string, () => { text: string; header: string | undefined }][] = [
  ['no signature', () => ({ text: body, header: undefined })],
  ['an empty signature', () => ({ text: body, header: '' })],
  ['only an old scheme', () => ({ text: body, header: `t=${now},v0=${hmac(webhookSecret, now, body)}` })],
  ['a signature by chance', () => ({ text: body, header: `t=${now},v1=${randomBytes(32).toString('hex')}` })],
  [
    'a wrong secret',
    () => ({ text: body, header: signed(`whsec_${randomBytes(16).toString('hex')}`, now, body) }),
  ],
  ['an empty secret', () => ({ text: body, header: signed('', now, body) })],
  ['the secret of another business', () => ({ text: body, header: signed(otherSecret, now, body) })],
  ['an old time', () => ({ text: body, header: signed(webhookSecret, now - 302 - roll(90_000), body) })],
  [
    'a newer time written over an old one',
    () => ({ text: body, header: `t=${now},v1=${hmac(webhookSecret, now - 400 - roll(900), body)}` }),
  ],
  [
    'one character of the body changed',
    () => ({ text: flipped(body), header: signed(webhookSecret, now, body) }),
  ],
  [
    'a cut signature',
    () => ({ text: body, header: signed(webhookSecret, now, body).slice(0, -1 - roll(60)) }),
  ],
  [
    'the body of another event',
    () => ({
      text: eventOf('refund.updated', { object: 'refund', id: 're_1' }),
      header: signed(webhookSecret, now, body),
    }),
  ],
]

describe('of 24,000 forged events', () => {
  test.each(forgeries)('none with %s is believed', (_how, forge) => {
    const accepted = Array.from({ length: 2000 }, forge).filter(
      ({ text, header }) => provider.readEvent(text, { 'stripe-signature': header }) !== null,
    )
    expect(accepted).toEqual([])
  })
})

test('an event that Stripe signed is read, also while the secret is being changed for a new one', () => {
  const read = (header: string) => provider.readEvent(body, { 'stripe-signature': header })
  const expected = { id: 'evt_1', paymentId, reference: 'cs_1' }
  expect(read(signed(webhookSecret, now, body))).toEqual(expected)
  expect(read(signed(webhookSecret, now - 280, body))).toEqual(expected)
  const other = hmac(otherSecret, now, body)
  const ours = hmac(webhookSecret, now, body)
  expect(read(`t=${now},v1=${other},v1=${ours}`)).toEqual(expected)
  expect(read(`t=${now},v1=${ours},v1=${other},v0=${other}`)).toEqual(expected)
  expect(read(Stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecret }))).toEqual(
    expected,
  )
})

test.each([
  [
    'a charge carries our id from its payment',
    { object: 'charge', id: 'ch_1', payment_intent: 'pi_1', metadata: { kept_payment: paymentId } },
    { paymentId, reference: 'pi_1' },
  ],
  [
    'a refund of ours carries it too',
    { object: 'refund', id: 're_1', payment_intent: 'pi_1', metadata: { kept_payment: paymentId } },
    { paymentId, reference: 'pi_1' },
  ],
  [
    'a refund from the console names the payment intent',
    { object: 'refund', id: 're_1', payment_intent: 'pi_1', metadata: {} },
    { paymentId: null, reference: 'pi_1' },
  ],
  [
    'a dispute names the payment intent',
    { object: 'dispute', id: 'dp_1', charge: 'ch_1', payment_intent: 'pi_1' },
    { paymentId: null, reference: 'pi_1' },
  ],
  [
    'what another shop of the account writes is not an id',
    { object: 'checkout.session', id: 'cs_9', client_reference_id: 'cart 55' },
    { paymentId: null, reference: 'cs_9' },
  ],
  [
    'what has nothing to do with payments is about nothing',
    { object: 'payout', id: 'po_1' },
    { paymentId: null, reference: null },
  ],
])('%s', (_what, object, expected) => {
  const text = eventOf('any.type', object)
  expect(provider.readEvent(text, { 'stripe-signature': signed(webhookSecret, now, text) })).toEqual({
    id: 'evt_1',
    ...expected,
  })
})

test.each(['', 'null', '[]', '{}', '{"id":5}', 'not json', '{"object":"v2.core.event","id":"evt_2"}'])(
  'a signed body that is no event is about nothing: %s',
  (text) => {
    expect(provider.readEvent(text, { 'stripe-signature': signed(webhookSecret, now, text) })).toBeNull()
  },
)

function eventOf(type: string, object: Record<string, unknown>): string {
  return JSON.stringify({ ...sample('event'), id: 'evt_1', object: 'event', type, data: { object } })
}

function hmac(secret: string, time: number, text: string): string {
  return createHmac('sha256', secret).update(`${time}.${text}`).digest('hex')
}

function signed(secret: string, time: number, text: string): string {
  return `t=${time},v1=${hmac(secret, time, text)}`
}

function flipped(text: string): string {
  const at = roll(text.length)
  const other = String.fromCodePoint(text.codePointAt(at)! ^ 1)
  return text.slice(0, at) + other + text.slice(at + 1)
}

function roll(below: number): number {
  return randomBytes(4).readUInt32BE() % below
}
