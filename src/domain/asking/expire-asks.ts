import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'
import { record } from '#domain/reactions/record.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { lockedBooking } from '#domain/bookings/locked-booking.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import type { Ask } from '#domain/asks/ask.ts'
import { askPayload, changedAskRow, requestedAllocations } from '#domain/bookings/ask-rows.ts'
import { requestOver } from './decline-ask.ts'
import { loadDeclined, noMoreWaitingForTimes } from '#domain/asks/load-ask.ts'
import { factAbout, writeRevision } from './write-asked.ts'

/** Most asks ended in one sweep; the next one goes on. */
const MOST_AT_ONCE = 200

/**
 * Ends what nobody answered in time, answers that nobody used, and requests for which the team wanted other times that
 * never came. The customer is told; what was booked stays as it is. Returns how many ended.
 */
export async function expireAsks(context: Context): Promise<number> {
  const at = await databaseNow(context.db)
  const { rows } = await sql<{ org_id: string; id: string; booking_id: string }>`
    select e.org_id, e.id, a.booking_id from asks_that_ended(${at}, ${MOST_AT_ONCE}) e
      join asks a on a.org_id = e.org_id and a.id = e.id
    union all
    select * from (
      select a.org_id, a.id, a.booking_id from asks a join organizations o on o.id = a.org_id
      where a.state = 'declined' and a.valid_until is not null and a.valid_until <= ${at}::timestamptz + o.clock_offset
      order by a.valid_until limit ${MOST_AT_ONCE}) as unanswered`.execute(context.db)
  let ended = 0
  for (const { org_id, id, booking_id } of rows) {
    const scope = systemScope(org_id)
    ended += await inTransaction(context.db, (tx) => expire(context, tx, scope, booking_id, id))
  }
  return ended
}

async function expire(
  context: Context,
  tx: Tx,
  scope: SystemScope,
  bookingId: string,
  askId: string,
): Promise<number> {
  const booking = (await lockedBooking(tx, scope, bookingId))!
  const ask = booking.asks.find(({ id }) => id === askId)
  if (!ask) return expireWaiting(context, tx, scope, booking, askId)
  const ends = ask.state === 'open' ? ask.answerBy : ask.validUntil!
  // Somebody may have been faster; and a time that is being paid for is given back by whoever looks after payments.
  if (Temporal.Instant.compare(ends, booking.now) > 0 || booking.heldUntil) return 0
  const over = ask.kind === 'booking' ? requestOver(booking) : requestedAllocations(booking, ask)
  await write(context, tx, scope, booking, ask, over)
  return 1
}

/** The team asked for other times, and none came: the request ends with the answer that it had. */
async function expireWaiting(
  context: Context,
  tx: Tx,
  scope: SystemScope,
  booking: Booking,
  askId: string,
): Promise<number> {
  const waits = booking.sessions.some(({ state }) => state === 'requested')
  const isAsked = booking.asks.some(({ state }) => state === 'open')
  const ask = await loadDeclined(tx, booking, askId)
  if (!ask || (ask.validUntil && Temporal.Instant.compare(ask.validUntil, booking.now) > 0)) return 0
  await noMoreWaitingForTimes(tx, booking)
  if (!waits || isAsked) return 0
  await write(context, tx, scope, booking, ask, requestOver(booking))
  return 1
}

async function write(
  context: Context,
  tx: Tx,
  scope: SystemScope,
  booking: Booking,
  ask: Ask,
  over: Rows,
): Promise<void> {
  const concerned = booking.sessions.filter(({ id }) => ask.sessions.includes(id))
  const payload = { ...askPayload(ask), granted: ask.state !== 'open' }
  const fact = factAbout(booking, scope, 'ask.expired', payload, { channel: 'system' })
  const changed = { state: 'expired' as const, validUntil: null }
  const rows = joinRows(over, ask.kind === 'booking' ? requestedAllocations(booking, ask) : {}, {
    changed_asks: [changedAskRow(booking.orgId, ask, changed)],
  })
  await writeRevision(context, tx, booking, rows, [record(fact, surroundings(booking, concerned))])
}
