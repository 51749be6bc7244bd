import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import { requestRefund } from '#domain/bookings/request-refund.ts'
import { settlePayment } from '#domain/bookings/settle-payment.ts'
import { settleRefund } from '#domain/bookings/settle-refund.ts'
import { startPayment } from '#domain/bookings/start-payment.ts'
import { releaseHeld } from '#domain/bookings/release-held.ts'
import type { PaymentProviders, PaymentTruth, RefundTruth } from '#domain/money/payment-provider.ts'
import { makeRefundWorld, type RefundWorld } from './refund-world.ts'

/*
 * Every event only makes somebody ask, so an order of events is an order of answers: what the bank's books said when
 * each of them was asked, written down as late as a slow worker gets to it. The answers of a stream are few, and so
 * are the states they lead to; each step from state to state is made once in a real database, and the random orders
 * are walks over these steps.
 */

const ORDERS = 10_000
const LONGEST_ORDER = 12

let world: RefundWorld

beforeAll(async () => {
  world = await makeRefundWorld()
})
afterAll(() => world.close())

/** A payment in its first state, and what the bank's books say of it one after the other; the last stays. */
interface Stream {
  begin(): Promise<Begun>
  books: ((begun: Begun) => Partial<PaymentTruth>)[]
}

interface Begun {
  bookingId: string
  scope: CustomerScope
  paymentId: string
  reference: string
  /** A refund of ours that is on its way. */
  refundId: string
  /** What the bank calls a refund of its console. */
  consoleReference: string
}

const paid = { state: 'succeeded' as const, capturedMinor: 10000n }
const ours = (begun: Begun, state: RefundTruth['state']): RefundTruth => ({
  state,
  reference: `ours ${begun.refundId}`,
  refundId: begun.refundId,
  amountMinor: 3000n,
  failure: state === 'failed' ? 'The account is closed.' : '',
})
const theirs = (begun: Begun, state: RefundTruth['state']): RefundTruth => ({
  state,
  reference: begun.consoleReference,
  refundId: null,
  amountMinor: 2500n,
  failure: state === 'failed' ? 'The card is gone.' : '',
})

const STREAMS: Record<string, Stream> = {
  'a payment that takes its time, and a refund in the console that comes back': {
    begin: () => started(),
    books: [
      () => ({ state: 'open' }),
      () => ({ state: 'pending' }),
      () => paid,
      (begun) => ({ ...paid, refunds: [theirs(begun, 'pending')] }),
      (begun) => ({ ...paid, refunds: [theirs(begun, 'succeeded')] }),
      (begun) => ({ ...paid, refunds: [theirs(begun, 'failed')] }),
    ],
  },
  'a payment that the bank declines in the end': {
    begin: () => started(),
    books: [
      () => ({ state: 'open' }),
      () => ({ state: 'pending' }),
      () => ({ state: 'failed', failure: 'No.' }),
    ],
  },
  'a payment that arrives after its time was over': {
    begin: async () => {
      const begun = await started()
      const released = await releaseHeld(world.context, answering(begun, { state: 'open' }), begun.scope)
      if (!released.ok) throw new Error(released.refusal.code)
      return begun
    },
    books: [() => ({ state: 'expired' }), () => ({ state: 'pending' }), () => paid],
  },
  'a refund that arrives and comes back, one from the console, and a dispute': {
    begin: () => refunding(),
    books: [
      (begun) => ({ ...paid, refunds: [ours(begun, 'pending')] }),
      (begun) => ({ ...paid, refunds: [ours(begun, 'succeeded')] }),
      (begun) => ({ ...paid, refunds: [ours(begun, 'succeeded'), theirs(begun, 'pending')] }),
      (begun) => ({ ...paid, refunds: [theirs(begun, 'succeeded'), ours(begun, 'succeeded')] }),
      (begun) => ({ ...paid, refunds: [ours(begun, 'failed'), theirs(begun, 'succeeded')] }),
      (begun) => ({ ...paid, disputed: true, refunds: [ours(begun, 'failed'), theirs(begun, 'succeeded')] }),
    ],
  },
}

// Seen to fail when a refund that had failed could be called succeeded again, and when one of the console that had
// failed was left out because nobody had heard of it before.
test.each(Object.entries(STREAMS))(
  '10,000 random orders of %s: one state each',
  { timeout: 120_000 },
  async (_name, stream) => {
    const steps = stepsOf(stream)
    const ends = new Map<string, number[]>()
    const random = mulberry(20261121)
    for (let order = 0; order < ORDERS; order += 1) {
      const answers = randomOrder(stream.books.length, random)
      let state = ''
      for (let at = 0; at < answers.length; at += 1) state = await steps(answers.slice(0, at + 1), state)
      if (!ends.has(state)) ends.set(state, answers)
    }
    // The orders that lead there are printed when there is more than one end.
    expect([...ends.values()].length, JSON.stringify([...ends])).toBe(1)
    expect(await world.faults()).toEqual([])
  },
)

/** Any answers in any order and any number of times, the last one of the books at least once, wherever. */
function randomOrder(count: number, random: () => number): number[] {
  const length = 1 + Math.floor(random() * LONGEST_ORDER)
  const answers = Array.from({ length }, () => Math.floor(random() * count))
  answers.splice(Math.floor(random() * (length + 1)), 0, count - 1)
  return answers
}

/** From a state, an answer leads to a state; each pair is found out once, by the path that led there first. */
function stepsOf(stream: Stream): (answers: readonly number[], from: string) => Promise<string> {
  const known = new Map<string, string>()
  const pathTo = new Map<string, number[]>([['', []]])
  return async (answers, from) => {
    const answer = answers.at(-1)!
    const key = `${from} <- ${answer}`
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const path = [...pathTo.get(from)!, answer]
    const begun = await stream.begin()
    for (const each of path)
      await settlePayment(
        world.context,
        answering(begun, stream.books[each]!(begun)),
        world.orgId,
        begun.paymentId,
      )
    const to = await stateOf(begun)
    known.set(key, to)
    if (!pathTo.has(to)) pathTo.set(to, path)
    return to
  }
}

/** All that people can see of the money of a booking, without ids. */
async function stateOf({ bookingId }: Begun): Promise<string> {
  const { rows } = await sql<{ state: unknown }>`
    select jsonb_build_object(
      'sessions', (select jsonb_agg(s.state) from sessions s where s.booking_id = ${bookingId}),
      'payments', (select jsonb_agg(jsonb_build_array(
          p.state, p.captured_minor, p.refunded_minor, p.disputed_at is not null, p.failure) order by p.id)
        from payments p where p.booking_id = ${bookingId}),
      'refunds', (select jsonb_agg(jsonb_build_array(r.state, r.amount_minor, r.cause, r.failure, r.needs_attention)
          order by r.amount_minor) from refunds r where r.booking_id = ${bookingId}),
      'ledger', (select jsonb_object_agg(l.account, l.sum) from (
          select e.account, sum(e.amount_minor) from ledger_entries e where e.booking_id = ${bookingId}
          group by e.account having sum(e.amount_minor) <> 0) l)) as state`.execute(world.context.db)
  return JSON.stringify(rows[0]!.state)
}

function answering(begun: Begun, truth: Partial<PaymentTruth>): PaymentProviders {
  const answer: PaymentTruth = {
    state: 'open',
    reference: begun.reference,
    capturedMinor: 0n,
    currency: 'USD',
    card: null,
    disputed: false,
    failure: '',
    refunds: [],
    ...truth,
  }
  return world.withProvider(() => ({
    read: () => Promise.resolve(answer),
    expire: () => Promise.resolve(answer),
  }))
}

async function started(): Promise<Begun> {
  const booking = await world.bookAgain()
  const opened = await startPayment(
    world.context,
    world.providers,
    booking.scope,
    { kind: 'booking' },
    () => 'http://kept.test',
  )
  if (!opened.ok) throw new Error(opened.refusal.code)
  const paymentId = opened.value.payment
  const { provider_reference: reference } = await world.payment(paymentId)
  return {
    bookingId: booking.bookingId,
    scope: booking.scope,
    paymentId,
    reference: reference!,
    refundId: '',
    consoleReference: `console ${newId()}`,
  }
}

async function refunding(): Promise<Begun> {
  const begun = await started()
  await settlePayment(world.context, answering(begun, paid), world.orgId, begun.paymentId)
  const asked = {
    paymentId: begun.paymentId,
    amountMinor: 3000n,
    way: 'provider' as const,
    reference: '',
    reason: '',
  }
  const refund = await requestRefund(world.context, world.alva, begun.bookingId, asked)
  if (!refund.ok) throw new Error(refund.refusal.code)
  const whole = { ...begun, refundId: refund.value.refundId }
  const pending = world.withProvider(() => ({ refund: () => Promise.resolve(ours(whole, 'pending')) }))
  await settleRefund(world.context, pending, world.orgId, whole.refundId)
  return whole
}

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
