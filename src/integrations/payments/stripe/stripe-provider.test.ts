import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ProviderUnsure, type PaymentIntent, type PaymentProvider } from '#domain/money/payment-provider.ts'
import { newId } from '#platform/ids.ts'
import type { StandInStripe } from './stand-in-stripe.testing.ts'
import { openStripe } from './stripe-provider.ts'
import { intentOf, openStripeWorld, refundOf, secretKey, webhookSecret } from './stripe-world.testing.ts'

let stripe: StandInStripe
let provider: PaymentProvider
const opened: StandInStripe[] = []

beforeEach(async () => {
  ;({ stripe, provider } = await openStripeWorld())
  opened.push(stripe)
})
afterAll(() => Promise.all(opened.map((one) => one.close())))

describe('when Cleo asks to pay', () => {
  test('a page is made for exactly her amount, and nothing is taken', async () => {
    const intent = intentOf()
    const started = await start(intent)
    expect(started).toEqual({
      ok: true,
      reference: 'cs_test_1',
      payUrl: 'https://checkout.stripe.test/cs_test_1',
    })
    expect(lastSent()).toMatchObject({
      mode: 'payment',
      client_reference_id: intent.id,
      metadata: { kept_payment: intent.id, kept_org: intent.orgId },
      line_items: [{ quantity: '1', price_data: { currency: 'gbp', unit_amount: '4500' } }],
      payment_intent_data: { metadata: { kept_payment: intent.id, kept_org: intent.orgId } },
      adaptive_pricing: { enabled: 'false' },
      success_url: intent.returnUrl,
      cancel_url: intent.returnUrl,
      customer_email: 'cleo@example.com',
    })
    expect(await provider.read({ id: intent.id, reference: started.reference })).toMatchObject({
      state: 'open',
      capturedMinor: 0n,
    })
  })

  // Seen to fail when the hold's own end was sent, which Stripe refuses below thirty minutes.
  test.each([
    [10, 31],
    [90, 90],
    [3000, 1439],
  ])('a hold of %i minutes makes a page of about %i', async (hold, page) => {
    const from = Temporal.Now.instant()
    await start(intentOf({ expiresAt: from.add({ minutes: hold }) }))
    const life = Number(lastSent()['expires_at']) - from.epochMilliseconds / 1000
    expect(life).toBeGreaterThanOrEqual(page * 60)
    expect(life).toBeLessThan(page * 60 + 30)
  })

  // Seen to fail when an idempotency error was handed on: the end of the page is another one a second later.
  test('asking again, with another end and another way back, leads to the same page', async () => {
    const intent = intentOf()
    const first = await start(intent)
    const again = await start({ ...intent, returnUrl: 'https://kept.example/other' })
    expect(again).toEqual(first)
    expect(stripe.books.sessions).toHaveLength(1)
  })

  test('twenty presses at once make one page', async () => {
    const intent = intentOf()
    const started = await Promise.all(Array.from({ length: 20 }, () => start(intent)))
    expect(new Set(started.map(({ reference }) => reference)).size).toBe(1)
    expect(stripe.books.sessions).toHaveLength(1)
  })

  test('asking again after she paid leads her back to Kept', async () => {
    const intent = intentOf()
    await start(intent)
    stripe.books.confirm(stripe.books.sessions[0]!, 'succeeded')
    expect((await start({ ...intent, description: 'Haircut' })).payUrl).toBe(intent.returnUrl)
  })

  // Seen to fail when Stripe was asked for a page without looking for one first.
  test('asking again days later, when Stripe has forgotten the key, makes no second page', async () => {
    const intent = intentOf({ id: idMadeAt(Temporal.Now.instant().subtract({ hours: 30 })) })
    const first = await start(intent)
    stripe.books.forgetKeys()
    expect(await start(intent)).toEqual(first)
    expect(stripe.books.sessions).toHaveLength(1)
  })

  test('what Stripe cannot take is refused before Stripe is asked', async () => {
    expect(await provider.start(intentOf({ currency: 'KWD', amountMinor: 5124n }))).toEqual({
      ok: false,
      failure: 'Stripe takes KWD only in steps of 0.010.',
    })
    expect(stripe.requests).toEqual([])
  })
})

describe('what Stripe says of a payment', () => {
  test('paid: the money, its currency, and from then on the payment intent as its name', async () => {
    const { sought, confirm } = await begun(intentOf({ currency: 'ISK', amountMinor: 5000n }))
    const intent = confirm('succeeded')
    const truth = await provider.read(sought)
    expect(truth).toEqual({
      state: 'succeeded',
      reference: intent.id,
      capturedMinor: 5000n,
      currency: 'ISK',
      card: null,
      paidWith: { brand: expect.any(String), last4: expect.stringMatching(/^\d{4}$/) },
      disputed: false,
      failure: '',
      refunds: [],
    })
    expect(await provider.read({ ...sought, reference: truth.reference })).toEqual(truth)
  })

  test('on its way: pending, also for a voucher that is still to be paid', async () => {
    const { sought, confirm } = await begun(intentOf())
    const intent = confirm('processing')
    expect(await provider.read(sought)).toMatchObject({ state: 'pending', capturedMinor: 0n })
    Object.assign(intent, { status: 'requires_action', next_action: { type: 'konbini_display_details' } })
    expect(await provider.read(sought)).toMatchObject({ state: 'pending' })
  })

  test('refused days later: failed, and why', async () => {
    const { sought, confirm } = await begun(intentOf())
    confirm('requires_payment_method')
    expect(await provider.read(sought)).toMatchObject({
      state: 'failed',
      failure: 'Your bank refused the debit.',
    })
  })

  // Seen to fail when only the first page of a list was read.
  test('disputed, and every refund, also those of the console and beyond the first page', async () => {
    const intent = intentOf()
    const { sought, confirm } = await begun(intent)
    const paid = confirm('succeeded')
    Object.assign(paid['latest_charge'] as object, { disputed: true })
    const ours = refundOf(intent, sought.reference)
    await provider.refund(ours)
    for (let more = 0; more < 7; more += 1)
      stripe.books.refunds.unshift({
        id: `re_c${more}`,
        payment_intent: paid.id,
        amount: 100,
        currency: 'gbp',
        metadata: {},
        status: 'succeeded',
      })
    Object.assign(stripe.books.refunds[0]!, { status: 'failed', failure_reason: 'expired_or_canceled_card' })
    const truth = await provider.read(sought)
    expect(truth).toMatchObject({ state: 'succeeded', disputed: true })
    expect(truth.refunds).toHaveLength(8)
    expect(truth.refunds.filter(({ refundId }) => refundId === ours.id)).toHaveLength(1)
    expect(truth.refunds[0]).toEqual({
      state: 'failed',
      reference: 're_c6',
      refundId: null,
      amountMinor: 100n,
      failure: 'The money came back: expired or canceled card.',
    })
    expect(await provider.findRefund(ours)).toMatchObject({ state: 'succeeded', refundId: ours.id })
  })

  test('a card that was left can be charged', async () => {
    const { sought, confirm } = await begun(intentOf({ saveCard: true }))
    confirm('succeeded')
    const { card } = await provider.read(sought)
    expect(card).toEqual({ customer: 'cus_1', method: 'pm_1', brand: 'visa', last4: '4242' })
    const fee = intentOf({ amountMinor: 1200n })
    const charged = await provider.chargeCard(fee, card!)
    expect(charged).toMatchObject({ state: 'succeeded', capturedMinor: 1200n, currency: 'GBP' })
    expect(lastSent()).toMatchObject({
      customer: 'cus_1',
      payment_method: 'pm_1',
      off_session: 'true',
      confirm: 'true',
    })
    expect(await provider.read({ id: fee.id, reference: null })).toEqual(charged)
  })

  // Seen to fail when Stripe was asked for a charge without looking for one first.
  test('a card is charged once, also when somebody asks again after Stripe has forgotten the key', async () => {
    const card = { customer: 'cus_1', method: 'pm_1', brand: 'visa', last4: '4242' }
    const fee = intentOf({ id: idMadeAt(Temporal.Now.instant().subtract({ hours: 30 })) })
    const charged = await provider.chargeCard(fee, card)
    stripe.books.forgetKeys()
    expect(await provider.chargeCard(fee, card)).toEqual(charged)
    expect(stripe.books.intents).toHaveLength(1)
  })

  test('only a card was left: nothing is captured', async () => {
    const { sought } = await begun(intentOf({ amountMinor: 0n, saveCard: true }))
    expect(lastSent()).toMatchObject({ mode: 'setup', customer_creation: 'always' })
    stripe.books.leaveCard(stripe.books.sessions[0]!)
    expect(await provider.read(sought)).toMatchObject({
      state: 'succeeded',
      capturedMinor: 0n,
      currency: 'GBP',
      card: { customer: 'cus_2', method: 'pm_2', brand: 'visa', last4: '4242' },
    })
  })

  // Seen to fail when the id on the session was not compared.
  test('a reference that belongs to another payment, or to an account that is gone, proves nothing', async () => {
    const { sought } = await begun(intentOf())
    await expect(provider.read({ ...sought, id: newId() })).rejects.toBeInstanceOf(ProviderUnsure)
    await expect(provider.read({ ...sought, reference: 'cs_gone' })).rejects.toThrow(
      /does not have the payment/,
    )
  })
})

describe('when the answer to a start was lost', () => {
  test('the page is found among others by our id, on whatever page of the list', async () => {
    const lost = intentOf()
    stripe.trouble = () => 'reset after booking'
    await expect(provider.start(lost)).rejects.toBeInstanceOf(ProviderUnsure)
    stripe.trouble = () => null
    for (let more = 0; more < 5; more += 1) await start(intentOf())
    expect(await provider.read({ id: lost.id, reference: null })).toMatchObject({
      state: 'open',
      reference: 'cs_test_1',
    })
    expect(await provider.expire({ id: lost.id, reference: null })).toMatchObject({ state: 'expired' })
  })

  // Seen to fail when the age of the id was not looked at.
  test('one that never arrived is unknown, but only once no call can still be running', async () => {
    await expect(provider.read({ id: newId(), reference: null })).rejects.toThrow(/still be on its way/)
    const old = idMadeAt(Temporal.Now.instant().subtract({ minutes: 6 }))
    expect(await provider.read({ id: old, reference: null })).toMatchObject({
      state: 'unknown_here',
      reference: null,
    })
  })

  test('a refund that never arrived is null, but only once no call can still be running', async () => {
    const intent = intentOf()
    const { sought, confirm } = await begun(intent)
    confirm('succeeded')
    const sent = (minutes: number) => ({ firstSentAt: Temporal.Now.instant().subtract({ minutes }) })
    await expect(provider.findRefund(refundOf(intent, sought.reference, sent(1)))).rejects.toBeInstanceOf(
      ProviderUnsure,
    )
    expect(await provider.findRefund(refundOf(intent, sought.reference, sent(30)))).toBeNull()
  })
})

test('a page whose hold ran out takes no money, and one that was paid a moment before says so', async () => {
  const late = await begun(intentOf())
  expect(await provider.expire(late.sought)).toMatchObject({ state: 'expired', capturedMinor: 0n })
  const paid = await begun(intentOf())
  paid.confirm('succeeded')
  expect(await provider.expire(paid.sought)).toMatchObject({ state: 'succeeded', capturedMinor: 4500n })
})

test('a test key says that no money is real', () => {
  expect(provider.isTest).toBe(true)
  expect(openStripe({ secretKey: 'sk_live_4242424242424242', webhookSecret }).isTest).toBe(false)
  expect(openStripe({ secretKey: secretKey.replace('sk_', 'rk_'), webhookSecret }).isTest).toBe(true)
})

async function start(intent: PaymentIntent) {
  const started = await provider.start(intent)
  if (!started.ok) throw new Error(started.failure)
  return started
}

async function begun(intent: PaymentIntent) {
  const { reference } = await start(intent)
  const session = stripe.books.sessions.find(({ id }) => id === reference)!
  return {
    sought: { id: intent.id, reference },
    confirm: (status: Parameters<typeof stripe.books.confirm>[1]) => stripe.books.confirm(session, status),
  }
}

function lastSent(): Record<string, unknown> {
  return stripe.requests.at(-1)!.sent
}

function idMadeAt(time: Temporal.Instant): string {
  const hex = time.epochMilliseconds.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}${newId().slice(13)}`
}
