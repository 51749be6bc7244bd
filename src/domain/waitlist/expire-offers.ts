import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { customerWhoWaits, systemScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { writeRows } from '#domain/bookings/write-rows.ts'
import type { FactActor } from '#domain/facts/fact.ts'
import { record } from '#domain/reactions/record.ts'
import { lockEntry, openOffer, setEntryState, setOfferState, type Entry, type Offered } from './entry.ts'
import { mayComeEarlier } from './free-for.ts'
import { holdStart } from './make-offer.ts'
import { BY_CUSTOMER, BY_SYSTEM, waitlistFact, wayOf } from './waitlist-fact.ts'

/** Most offers settled in one sweep; the next one goes on. */
const MOST_AT_ONCE = 200

/**
 * Writes down what became of offers: the booking was paid or moved, so the offer is taken; it was given back or its time
 * ran out, so the person waits on and the time goes to the next. A held booking that nobody took was released a moment
 * before, as any that is not paid. Returns how many offers ended.
 */
export async function expireOffers(context: Context): Promise<number> {
  const at = await databaseNow(context.db)
  const { rows } = await sql<{ org_id: string; entry_id: string }>`
    select o.org_id, o.entry_id from waitlist_offers o
      join organizations g on g.id = o.org_id
      join waitlist_entries e on e.org_id = o.org_id and e.id = o.entry_id
      join bookings b on b.org_id = o.org_id and b.id = o.booking_id
    where o.state = 'open' and (
      o.until <= ${at}::timestamptz + g.clock_offset
      or (e.booking_id is null and b.held_until is null)
      or (e.booking_id is not null and (
        not exists (select 1 from sessions s where s.org_id = o.org_id and s.booking_id = o.booking_id
          and s.state = 'scheduled' and s.starts_at > o.starts_at)
        or not exists (select 1 from allocations a where a.org_id = o.org_id and a.booking_id = o.booking_id
          and a.kind = 'hold' and a.expires_at > ${at}::timestamptz + g.clock_offset))))
    order by o.until limit ${MOST_AT_ONCE}`.execute(context.db)
  let ended = 0
  for (const { org_id, entry_id } of rows) if (await settle(context, org_id, entry_id)) ended += 1
  return ended
}

async function settle(context: Context, orgId: string, entryId: string): Promise<boolean> {
  const once = () => inTransaction(context.db, (tx) => look(context, tx, orgId, entryId))
  try {
    return await once()
  } catch (error) {
    // A time that was lost beside a payment was taken in this very moment; the second look sees by whom.
    if (violatedConstraint(error) !== 'one_place_at_a_time') throw error
    return once()
  }
}

async function look(context: Context, tx: Tx, orgId: string, entryId: string): Promise<boolean> {
  const entry = await lockEntry(tx, orgId, entryId)
  const offered = entry && (await openOffer(tx, entry))
  if (!entry || !offered) return false
  await sql`select lock_booking(${orgId}, ${offered.bookingId}, '{}'::uuid[])`.execute(tx)
  const booking = (await loadBooking(tx, systemScope(orgId), offered.bookingId))!
  const end = entry.bookingId ? endOfEarlier(booking, offered) : endOfHeld(booking, offered)
  if (end === 'unsure') return false
  if (end === 'waits_for_payment') {
    await extend(tx, orgId, offered, booking.heldUntil!)
    return false
  }
  if (end === 'stands') {
    if (!entry.bookingId || (await isKept(tx, booking, offered))) return false
    await endOffer(context, tx, entry, offered, booking, 'lapsed')
    return true
  }
  await endOffer(context, tx, entry, offered, booking, end)
  return true
}

type End = 'taken' | 'declined' | 'lapsed' | 'stands' | 'waits_for_payment' | 'unsure'

function endOfHeld(booking: Booking, offered: Offered): End {
  const { state } = booking.sessions[0]!
  if (state === 'canceled') return hasPassed(booking, offered) ? 'lapsed' : 'declined'
  if (!booking.heldUntil) return 'taken'
  if (!hasPassed(booking, offered)) return 'stands'
  // Whoever's bank takes days keeps the time; whoever nobody is sure of, until somebody is.
  return Temporal.Instant.compare(booking.heldUntil, booking.now) > 0 ? 'waits_for_payment' : 'unsure'
}

function endOfEarlier(booking: Booking, offered: Offered): End {
  const [session] = booking.sessions
  if (session!.state !== 'canceled' && session!.startsAt.equals(offered.start)) return 'taken'
  if (hasPassed(booking, offered)) return 'lapsed'
  const isLater = Temporal.Instant.compare(session!.startsAt, offered.start) > 0
  return session!.state === 'scheduled' && isLater ? 'stands' : 'lapsed'
}

function hasPassed({ now }: Booking, { until }: Offered): boolean {
  return Temporal.Instant.compare(until, now) <= 0
}

/** An offer's end, with the fact, and the person back in the line where that still makes sense. */
export async function endOffer(
  context: Context,
  tx: Tx,
  entry: Entry,
  offered: Offered,
  booking: Booking,
  end: 'taken' | 'declined' | 'lapsed',
  by: FactActor = end === 'lapsed' ? BY_SYSTEM : BY_CUSTOMER,
): Promise<void> {
  await setOfferState(tx, entry.orgId, offered.id, end)
  await setEntryState(tx, entry, end === 'taken' ? 'taken' : waitsOn(entry, booking) ? 'waiting' : 'ended')
  const fact = waitlistFact(entry, `waitlist.${end}`, {
    at: booking.now,
    actor: by,
    channel: wayOf(by),
    booking,
    offered,
  })
  await writeRows(context, tx, entry.orgId, {}, [record(fact, surroundings(booking, []))])
}

/** Of the times kept beside a booking, those of this offer are free again. */
export async function dropOfferHold(tx: Tx, booking: Booking, { until }: Offered): Promise<void> {
  await tx
    .deleteFrom('allocations')
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('kind', '=', 'hold')
    .where('expires_at', '=', until)
    .execute()
}

function waitsOn(entry: Entry, booking: Booking): boolean {
  if (Temporal.Instant.compare(entry.to, booking.now) <= 0) return false
  return entry.bookingId === null || mayComeEarlier(booking)
}

async function extend(tx: Tx, orgId: string, { id }: Offered, until: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('waitlist_offers')
    .set({ until })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .execute()
}

// A payment for the move keeps the time in its own way and lets it go when it fails; the promise stands all the same, so
// the time is held again. False when somebody else has it.
async function isKept(tx: Tx, booking: Booking, offered: Offered): Promise<boolean> {
  const session = booking.sessions[0]!
  const held = session.allocations.some(
    ({ kind, expiresAt }) =>
      kind === 'hold' && expiresAt !== null && Temporal.Instant.compare(expiresAt, booking.now) > 0,
  )
  if (held) return true
  const quote = await quoteLoaded(tx, customerWhoWaits(booking.orgId, booking.id), booking, {
    bookingId: booking.id,
    cancel: [],
    reschedule: [{ session: session.id, start: offered.start }],
    channel: 'mail_link',
  })
  if (!quote.ok) return false
  const owners = quote.value.reschedule[0]!.hosts.map(({ ownerId }) => ownerId)
  await holdStart(tx, booking, { start: offered.start, until: offered.until, owners })
  return true
}
