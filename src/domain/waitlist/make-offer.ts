import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction, toJson, violatedConstraint, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { customerWhoWaits, systemScope } from '#domain/access/scope.ts'
import { loadQuestions } from '#domain/availability/load-questions.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { bookingRows } from '#domain/bookings/booking-rows.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { termsOf } from '#domain/bookings/new-sale.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { planSessions } from '#domain/bookings/plan-sessions.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { writeRows } from '#domain/bookings/write-rows.ts'
import { loadOffer, type Offer } from '#domain/event-types/offer.ts'
import { record } from '#domain/reactions/record.ts'
import { hasWaitlist, lockEntry, setEntryState, type Entry, type Offered } from './entry.ts'
import { earliestOffered, mayComeEarlier, offeredUntil, type OfferTerms } from './free-for.ts'
import { aroundEntry, BY_SYSTEM, waitlistFact } from './waitlist-fact.ts'

/** offered; gone: somebody was faster; not_now: this person is not to be offered anything at the moment. */
export type OfferOutcome = 'offered' | 'gone' | 'not_now'

const GONE = new Set(['one_place_at_a_time', 'customers_by_email', 'bookings_org_id_reference_key'])

/**
 * Offers one start to one person in one transaction, and holds it: as a booking of their own that is held, or beside
 * the booking they have. Everything is asked again under the locks, so two workers, a customer who books the same
 * moment and somebody who leaves cannot make it untrue.
 */
export async function makeOffer(
  context: Context,
  { orgId, id }: Entry,
  start: Temporal.Instant,
): Promise<OfferOutcome> {
  try {
    return await inTransaction(context.db, async (tx) => {
      const entry = await lockEntry(tx, orgId, id)
      if (entry?.state !== 'waiting') return 'not_now'
      const offer = await loadOffer(tx, systemScope(orgId), entry.pageId, entry.eventTypeId)
      if (!offer?.page.active || !hasWaitlist(offer.eventType)) return 'not_now'
      return entry.bookingId
        ? holdBeside(context, tx, entry, offer, start)
        : holdAnew(context, tx, entry, offer, start)
    })
  } catch (error) {
    if (GONE.has(violatedConstraint(error) ?? '')) return 'gone'
    throw error
  }
}

/** A booking of their own, held as one that waits to be paid is. */
async function holdAnew(
  context: Context,
  tx: Tx,
  entry: Entry,
  offer: Offer,
  start: Temporal.Instant,
): Promise<OfferOutcome> {
  const { orgId, eventTypeId } = entry
  const opened = await sql<{ customer: string | null }>`
    select open_booking(${orgId}, ${eventTypeId}, ${entry.email}) as customer`.execute(tx)
  if (await hadBefore(tx, entry, offer, start)) return 'gone'
  const [loaded] = await loadQuestions(tx, systemScope(orgId), {
    eventTypeIds: [eventTypeId],
    forChoice: true,
    from: start.subtract({ hours: 24 }),
    to: start.add({ hours: 48 }),
  })
  const { now } = loaded!
  const rules = termsFor(offer, loaded!.question.rules.minimumNoticeMinutes)
  if (Temporal.Instant.compare(start, earliestOffered(rules, now)) < 0) return 'gone'
  const planned = planSessions(loaded!, offer.eventType, [start])
  if (!planned.ok) return 'gone'
  const offered = { id: newId(), start, until: offeredUntil(rules, start, now) }
  const customerId = opened.rows[0]!.customer
  const made = bookingRows(context.secret, offer, requestOf(entry, offered), {
    now,
    customerId,
    bookedBy: BY_SYSTEM,
    suggested: [planned.value],
    terms: {
      ...termsOf(offer, { isMember: false, isRequest: false, now }, null, []),
      heldUntil: offered.until,
    },
  })
  const booking = { id: made.bookingId, revision: 1 }
  const told = record(offeredFact(entry, booking, offered, now), aroundEntry(entry, offer))
  await writeRows(context, tx, orgId, made.rows, [...made.recorded, told])
  await write(tx, entry, { ...offered, bookingId: made.bookingId }, now)
  return 'offered'
}

/** Beside the booking they have, which stays theirs until they move it. */
async function holdBeside(
  context: Context,
  tx: Tx,
  entry: Entry,
  offer: Offer,
  start: Temporal.Instant,
): Promise<OfferOutcome> {
  const { orgId, eventTypeId } = entry
  await sql`
    select lock_booking(${orgId}, ${entry.bookingId!}, array(
      select c.owner_id from seats s join seat_candidates c on c.org_id = s.org_id and c.seat_id = s.id
      where s.org_id = ${orgId} and s.event_type_id = ${eventTypeId}))`.execute(tx)
  if (await hadBefore(tx, entry, offer, start)) return 'gone'
  const scope = customerWhoWaits(orgId, entry.bookingId!)
  const booking = await loadBooking(tx, scope, entry.bookingId!)
  if (!booking || !mayComeEarlier(booking)) return 'not_now'
  const session = booking.sessions[0]!
  if (Temporal.Instant.compare(start, session.startsAt) >= 0) return 'gone'
  const { now } = booking
  const { rows } = await sql<{ minutes: number }>`
    select minimum_notice_minutes as minutes from event_types where org_id = ${orgId} and id = ${eventTypeId}`.execute(
    tx,
  )
  const rules = termsFor(offer, rows[0]!.minutes)
  if (Temporal.Instant.compare(start, earliestOffered(rules, now)) < 0) return 'gone'
  const quote = await quoteLoaded(tx, scope, booking, {
    bookingId: booking.id,
    cancel: [],
    reschedule: [{ session: session.id, start }],
    channel: 'mail_link',
  })
  if (!quote.ok) return 'gone'
  const offered = { id: newId(), start, until: offeredUntil(rules, start, now), bookingId: booking.id }
  const owners = quote.value.reschedule[0]!.hosts.map(({ ownerId }) => ownerId)
  await holdStart(tx, booking, { start, until: offered.until, owners })
  const told = record(offeredFact(entry, booking, offered, now), surroundings(booking, [session]))
  await writeRows(context, tx, orgId, {}, [told])
  await write(tx, entry, offered, now)
  return 'offered'
}

/** Keeps a start for a booking beside its own time: the part of it that the booking does not have already. */
export async function holdStart(
  tx: Tx,
  booking: Booking,
  hold: { start: Temporal.Instant; until: Temporal.Instant; owners: string[] },
): Promise<void> {
  const from = hold.start.subtract({ minutes: booking.bufferBeforeMinutes })
  const to = hold.start.add({ minutes: booking.durationMinutes + booking.bufferAfterMinutes })
  const holds = hold.owners.map((owner) => ({
    owner_id: owner,
    session_id: booking.sessions[0]!.id,
    during: `[${from.toString()},${to.toString()})`,
    expires_at: hold.until,
  }))
  await sql`select hold_times(${booking.orgId}, ${booking.id}, ${toJson(holds)}::jsonb)`.execute(tx)
}

// Two places of one person are one person: what either was offered, or stands in its way, is not offered to the other.
async function hadBefore(
  tx: Tx,
  entry: Entry,
  { eventType }: Offer,
  start: Temporal.Instant,
): Promise<boolean> {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = eventType
  const minutes = durationMinutes + bufferBeforeMinutes + bufferAfterMinutes
  const row = await tx
    .selectFrom('waitlist_offers as o')
    .innerJoin('waitlist_entries as p', (join) =>
      join.onRef('p.org_id', '=', 'o.org_id').onRef('p.id', '=', 'o.entry_id'),
    )
    .where('o.org_id', '=', entry.orgId)
    .where('o.starts_at', '>', start.subtract({ minutes }))
    .where('o.starts_at', '<', start.add({ minutes }))
    .where('p.event_type_id', '=', entry.eventTypeId)
    .where(sql`lower(p.email)`, '=', entry.email.toLowerCase())
    .select('o.id')
    .executeTakeFirst()
  return row !== undefined
}

async function write(
  tx: Tx,
  entry: Entry,
  offered: Pick<Offered, 'id' | 'bookingId' | 'start' | 'until'>,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('waitlist_offers')
    .values({
      org_id: entry.orgId,
      id: offered.id,
      entry_id: entry.id,
      booking_id: offered.bookingId,
      starts_at: offered.start,
      until: offered.until,
      state: 'open',
      created_at: at,
    })
    .execute()
  await setEntryState(tx, entry, 'offered')
}

function offeredFact(
  entry: Entry,
  booking: { id: string; revision: number },
  offered: Pick<Offered, 'id' | 'start' | 'until'>,
  at: Temporal.Instant,
) {
  return waitlistFact(entry, 'waitlist.offered', {
    at,
    actor: BY_SYSTEM,
    channel: 'system',
    booking,
    offered,
  })
}

function termsFor({ eventType }: Offer, minimumNoticeMinutes: number): OfferTerms {
  return { offerMinutes: eventType.offerMinutes, minimumNoticeMinutes }
}

function requestOf(entry: Entry, offered: { id: string; start: Temporal.Instant }) {
  return {
    pageId: entry.pageId,
    eventTypeId: entry.eventTypeId,
    starts: [offered.start],
    customer: {
      name: entry.name,
      email: entry.email,
      phone: '',
      zone: entry.zone,
      locale: entry.locale,
    },
    guests: [],
    answers: [],
    requestKey: `waitlist ${offered.id}`,
    channel: 'booking_page' as const,
  }
}
