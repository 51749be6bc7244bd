import { joinRows, type Rows } from '#platform/rows.ts'
import { changedPayment, type PaymentRow } from '#domain/money/load-payment.ts'
import { partsOf, receive, stillOpen, type OpenAmount } from '#domain/money/payment-rows.ts'
import { saleShares } from '#domain/money/price.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { changedAskRow } from './ask-rows.ts'
import type { Credit } from '#domain/money/credits.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import { allocationRow } from './allocation-row.ts'
import type { Booking } from './booking.ts'
import { releasedFact, scheduledFact, unusedFact } from './booking-facts.ts'
import { discountGivenBack, sell } from './new-sale.ts'
import { surroundings } from './people-concerned.ts'
import { aboutOf, partiesOf } from './sale.ts'
import { sessionRow } from './session-row.ts'

/** Credit that was set aside for the booking: the payment's row, and what is left of the credit now. */
export interface WaitingCredit {
  payment: PaymentRow
  left: Credit | null
}

/**
 * A held booking is paid, or its card is left: the times become the customer's for good, the sale is booked with its
 * invoice, set-aside credit is spent, and everybody concerned hears of it. `pay` gets what is owed after the credit.
 */
export function scheduleHeldRows(
  booking: Booking,
  credits: WaitingCredit[],
  pay: (open: OpenAmount[]) => Rows,
): { rows: Rows; recorded: Recorded[] } {
  const about = aboutOf(booking)
  const revision = booking.revision + 1
  const fact = scheduledFact(
    {
      about,
      revision,
      actor: { kind: 'customer', id: null, apiKeyId: null },
      channel: booking.channel as 'booking_page' | 'api',
    },
    booking.sessions,
  )
  return {
    rows: joinRows(timeRows(booking, revision), saleOfBooking(booking, credits, pay), {
      changed_asks: requestSettled(booking, 'done'),
    }),
    recorded: [record(fact, surroundings(booking, booking.sessions))],
  }
}

/**
 * A booking that waited is sold: for what was agreed when it was asked for, to set-aside credit first. Nothing where no
 * price is collected.
 */
export function saleOfBooking(
  booking: Booking,
  credits: WaitingCredit[],
  pay: (open: OpenAmount[]) => Rows,
): Rows {
  if (booking.paymentMode !== 'price_collected') return {}
  const { totalMinor, discountMinor, taxMinor, taxBasisPoints, taxInclusive } = booking.money
  const shares = saleShares(
    { listMinor: booking.priceMinor, totalMinor, discountMinor, taxMinor },
    { basisPoints: taxBasisPoints, inclusive: taxInclusive },
    booking.sessions.length,
  )
  const sales = booking.sessions.map((session) => ({
    sessionId: session.id,
    share: shares[session.position]!,
  }))
  const owed = sales.map(({ sessionId, share }) => ({ sessionId, minor: share.grossMinor }))
  const spent = spend(booking, credits, owed)
  const paper = { taxBasisPoints, discountLabel: booking.money.discountCode?.code ?? '' }
  return joinRows(sell(aboutOf(booking), partiesOf(booking), sales, paper), spent.rows, pay(spent.open))
}

/** The times of a held booking go back: nobody paid in time, or the customer chose something else. */
export function releaseRows(booking: Booking, expired: boolean): { rows: Rows; recorded: Recorded[] } {
  const revision = booking.revision + 1
  const named = {
    about: aboutOf(booking),
    revision,
    actor: { kind: expired ? ('system' as const) : ('customer' as const), id: null, apiKeyId: null },
    channel: 'system' as const,
  }
  const rows = joinRows(heldTimesRows(booking), {
    changed_asks: requestSettled(booking, expired ? 'expired' : 'withdrawn'),
  })
  const unused = approvedRequest(booking)
  return {
    rows,
    recorded: [
      record(releasedFact(named, expired), null),
      // Of an approved request everybody was told that the time is kept, so they hear that it no longer is.
      ...(unused
        ? [record(unusedFact(named, unused, expired), surroundings(booking, booking.sessions))]
        : []),
    ],
  }
}

/** A held booking ends: its times and the code it used are good for somebody else. */
export function heldTimesRows(booking: Booking): Rows {
  const rows: Rows = {
    freed: allocationsOf(booking),
    changed_sessions: booking.sessions.map((session) =>
      sessionRow(booking.orgId, session, { state: 'canceled' }),
    ),
    changed_bookings: [bookingChange(booking, booking.revision + 1)],
  }
  return joinRows(rows, discountGivenBack(booking))
}

/** The request that the team approved and that is not paid for yet, or null. */
export function approvedRequest(booking: Booking): Ask | null {
  return booking.asks.find(({ kind, state }) => kind === 'booking' && state === 'granted') ?? null
}

function requestSettled(booking: Booking, state: 'done' | 'expired' | 'withdrawn') {
  const ask = approvedRequest(booking)
  return ask ? [changedAskRow(booking.orgId, ask, { state })] : []
}

function timeRows(booking: Booking, revision: number): Rows {
  return {
    freed: allocationsOf(booking),
    allocations: booking.sessions.flatMap((session) =>
      session.assignments.map((host) => allocationRow(booking, session.id, host.ownerId, session)),
    ),
    changed_sessions: booking.sessions.map((session) =>
      sessionRow(booking.orgId, session, { state: 'scheduled' }),
    ),
    changed_bookings: [bookingChange(booking, revision)],
  }
}

// Credit may have been spent elsewhere or have ended meanwhile; then the booking stands and owes the difference.
function spend(
  booking: Booking,
  credits: WaitingCredit[],
  owed: OpenAmount[],
): { rows: Rows; open: OpenAmount[] } {
  let open = owed
  const rows = credits.map(({ payment, left }): Rows => {
    const minor = left && left.leftMinor < payment.amount_minor ? left.leftMinor : payment.amount_minor
    if (!left)
      return { changed_payments: [changedPayment(payment, { state: 'failed', failure: 'credit_gone' })] }
    const settled = changedPayment(payment, {
      state: 'succeeded',
      captured_minor: minor,
      settled_at: booking.now,
    })
    const received = receive(
      aboutOf(booking),
      { id: payment.id, provider: 'credit', creditId: payment.credit_id, minor },
      open,
    )
    open = stillOpen(open, partsOf(minor, open))
    return joinRows({ changed_payments: [settled] }, received)
  })
  return { rows: joinRows(...rows), open }
}

function allocationsOf(booking: Booking) {
  return booking.sessions.flatMap((session) =>
    session.allocations.map(({ id }) => ({ org_id: booking.orgId, id })),
  )
}

function bookingChange(booking: Booking, revision: number) {
  return { org_id: booking.orgId, id: booking.id, revision, updated_at: booking.now, held_until: null }
}
