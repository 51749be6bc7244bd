import {
  ProviderUnsure,
  type PaymentIntent,
  type PaymentProvider,
  type PaymentSought,
  type PaymentTruth,
  type ProviderRefusal,
  type RefundIntent,
  type RefundTruth,
  type SavedCard,
  type StartedPayment,
} from '#domain/money/payment-provider.ts'
import { processNow } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { newToken } from '#platform/tokens.ts'
import { checkTestSecret, readTestEvent } from './test-bank-event.ts'
import { bookTestRefund, findTestRefund, testRefundsOf, type TestRefund } from './test-bank-refunds.ts'
import {
  bookedAs,
  expireTestPayment,
  fateOf,
  toTestPayment,
  type TestPayment,
  type TestPaymentState,
} from './test-bank.ts'

interface FakeOptions {
  db: Database
  publicUrl: string
}

/**
 * The test provider: a bank of our own that moves no money, for trying Kept out and for its tests. Amounts that end
 * in 13, 14 and 15 minor units go wrong in the way that `fateOf` says. `webhookSecret` is only needed for events.
 */
export function openFakeProvider(
  config: Record<string, string>,
  { db, publicUrl }: FakeOptions,
): PaymentProvider {
  const webhookSecret = config['webhookSecret']
  checkTestSecret(webhookSecret)
  return {
    key: 'fake',
    isTest: true,
    start: (intent) => start(db, publicUrl, intent),
    read: (payment) => read(db, payment),
    async expire(payment) {
      const known = await find(db, payment)
      if (known) await expireTestPayment(db, known.reference)
      return read(db, payment)
    },
    chargeCard: (intent, card) => chargeCard(db, intent, card),
    refund: (refund) => giveBack(db, refund),
    async findRefund(refund) {
      const known = await findTestRefund(db, refundKey(refund.id))
      return known && toRefundTruth(known)
    },
    readEvent: (body, headers) => readTestEvent(webhookSecret, body, headers),
  }
}

// As Stripe's does, the page lives for half an hour at least, so that payments can arrive after their hold is over.
const SHORTEST_LIFE = { minutes: 30 }

async function start(
  db: Database,
  publicUrl: string,
  intent: PaymentIntent,
): Promise<StartedPayment | ProviderRefusal> {
  if (intent.amountMinor < 0n) return { ok: false, failure: 'The test provider takes no negative amounts.' }
  const { payment } = await book(db, intent, 'open')
  return { ok: true, reference: payment.reference, payUrl: `${publicUrl}/test-bank/${payment.reference}` }
}

async function chargeCard(db: Database, intent: PaymentIntent, card: SavedCard): Promise<PaymentTruth> {
  if (!card.customer.startsWith(CUSTOMER) || intent.amountMinor <= 0n)
    return { ...nothing(null), state: 'failed', failure: 'The test provider does not know this card.' }
  const fate = fateOf(intent.amountMinor)
  const { isNew, payment } = await book(db, intent, bookedAs(fate))
  if (isNew && fate === 'no_answer') throw noAnswer()
  return toTruth(db, payment)
}

async function read(db: Database, sought: PaymentSought): Promise<PaymentTruth> {
  const payment = await find(db, sought)
  return payment ? toTruth(db, payment) : nothing(sought.reference)
}

async function giveBack(db: Database, refund: RefundIntent): Promise<RefundTruth> {
  const failed = {
    state: 'failed' as const,
    reference: '',
    refundId: refund.id,
    amountMinor: refund.amountMinor,
  }
  if (refund.amountMinor <= 0n) return { ...failed, failure: 'Only an amount above zero can be given back.' }
  const { paymentReference, amountMinor, currency } = refund
  const request = { key: refundKey(refund.id), paymentReference, amountMinor, currency }
  const booked = await bookTestRefund(db, request)
  if (!booked) return { ...failed, failure: 'The test provider does not know this payment.' }
  const lost = fateOf(amountMinor) === 'no_answer' && booked.refund.state === 'paid'
  if (booked.isNew && lost) throw noAnswer()
  return toRefundTruth(booked.refund)
}

// Two calls with one key meet at the unique key: the second one reads what the first one wrote.
async function book(
  db: Database,
  intent: PaymentIntent,
  state: TestPaymentState,
): Promise<{ payment: TestPayment; isNew: boolean }> {
  const key = paymentKey(intent.id)
  const earliestEnd = processNow().add(SHORTEST_LIFE)
  const isLater = Temporal.Instant.compare(intent.expiresAt, earliestEnd) > 0
  const inserted = await db
    .insertInto('test_bank_payments')
    .values({
      reference: `${intent.saveCard ? WITH_CARD : WITHOUT_CARD}${newToken()}`,
      key,
      amount_minor: intent.amountMinor,
      currency: intent.currency,
      state,
      description: intent.description,
      return_url: intent.returnUrl,
      card_only: intent.amountMinor === 0n,
      expires_at: isLater ? intent.expiresAt : earliestEnd,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst()
  const row = inserted ?? (await byKey(db, key))
  if (!row || row.amount_minor !== intent.amountMinor || row.currency !== intent.currency)
    throw new ProviderUnsure('The test provider was asked for another amount under the same key before.')
  return { payment: toTestPayment(row), isNew: inserted !== undefined }
}

async function find(db: Database, sought: PaymentSought): Promise<TestPayment | null> {
  const row = await byKey(db, paymentKey(sought.id))
  return row ? toTestPayment(row) : null
}

function byKey(db: Database, key: string) {
  return db.selectFrom('test_bank_payments').selectAll().where('key', '=', key).executeTakeFirst()
}

const STATES = {
  open: 'open',
  pending: 'pending',
  paid: 'succeeded',
  declined: 'failed',
  expired: 'expired',
} as const

async function toTruth(db: Database, payment: TestPayment): Promise<PaymentTruth> {
  const { reference, amountMinor, currency } = payment
  const isOver = payment.state === 'open' && !payment.takesMoney
  const isPaid = payment.state === 'paid'
  return {
    ...nothing(reference),
    state: isOver ? 'expired' : STATES[payment.state],
    capturedMinor: isPaid ? amountMinor : 0n,
    currency,
    card: isPaid && reference.startsWith(WITH_CARD) ? cardOf(reference) : null,
    paidWith: isPaid && amountMinor > 0n ? { brand: 'Test card', last4: '4242' } : null,
    failure: payment.state === 'declined' ? 'The test provider declined this card.' : '',
    refunds: (await testRefundsOf(db, reference)).map(toRefundTruth),
  }
}

function toRefundTruth(refund: TestRefund): RefundTruth {
  return {
    state: refund.state === 'paid' ? 'succeeded' : refund.state,
    reference: refund.reference,
    refundId: refund.key.startsWith(REFUND) ? refund.key.slice(REFUND.length) : null,
    amountMinor: refund.amountMinor,
    failure: refund.state === 'failed' ? 'The test provider did not give this amount back.' : '',
  }
}

function nothing(reference: string | null): PaymentTruth {
  return {
    state: 'unknown_here',
    reference,
    capturedMinor: 0n,
    currency: '',
    card: null,
    disputed: false,
    failure: '',
    refunds: [],
  }
}

// The bank's table has no room for whether a card stays, so the reference says it.
const WITH_CARD = 'tbc_'
const WITHOUT_CARD = 'tbp_'
const CUSTOMER = 'test-customer-'
const REFUND = 'kept-refund-'

function cardOf(reference: string): SavedCard {
  const card = reference.slice(WITH_CARD.length)
  return { customer: `${CUSTOMER}${card}`, method: `test-card-${card}`, brand: 'Test card', last4: '4242' }
}

function paymentKey(id: string): string {
  return `kept-payment-${id}`
}

function refundKey(id: string): string {
  return `${REFUND}${id}`
}

function noAnswer(): ProviderUnsure {
  return new ProviderUnsure('The connection to the test provider broke before it answered.')
}
