import { sql } from 'kysely'
import { now } from '#platform/clock.ts'
import type { Reader } from '#platform/db.ts'
import { systemScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { meetsAtPlace, zoneOfPage } from '#domain/event-types/meeting-zone.ts'
import { loadOffer, type Offer } from '#domain/event-types/offer.ts'
import { findEntry, lastOffer, waitingToken, type Entry, type Offered } from './entry.ts'

/** One place in the line, with everything that its page shows. */
export interface Waiting {
  entry: Entry
  /** The clock of whoever waits, or of the place where people meet. */
  zone: string
  now: Temporal.Instant
  /** What they wait for; null once the page does not offer it any more. */
  offer: Offer | null
  /** 1 is the first of those who wait for some of the same days. */
  place: number
  /** The open offer, else the last one; null where there was none. */
  offered: Offered | null
  /** The booking held for them by the offer, or the one they have. */
  booking: Booking | null
  /**
   * offered: a time is theirs until a moment to come. waiting: they stand in the line. gone: the same, after an offer
   * that ran out. taken, left and ended are over.
   */
  standing: 'offered' | 'waiting' | 'gone' | 'taken' | 'left' | 'ended'
}

/** What a link opens, or null. Reads only; what the sweep has not written down yet is already seen. */
export async function loadWaiting(db: Reader, token: string): Promise<Waiting | null> {
  const entry = await findEntry(db, token)
  if (!entry) return null
  const scope = systemScope(entry.orgId)
  const at = await now(db, entry.orgId)
  const [offer, offered, place] = [
    await loadOffer(db, scope, entry.pageId, entry.eventTypeId),
    await lastOffer(db, entry),
    await placeOf(db, entry),
  ]
  const bookingId = entry.bookingId ?? offered?.bookingId
  const booking = bookingId ? await loadBooking(db, scope, bookingId) : null
  return {
    entry,
    zone: offer && meetsAtPlace(offer) ? zoneOfPage(offer) : entry.zone,
    now: at,
    offer: offer?.page.active && offer.eventType.active ? offer : null,
    place,
    offered,
    booking,
    standing: standingOf(entry, offered, booking, at),
  }
}

/** The link of whoever a held booking is offered to, while it is; null for every other booking. */
export async function waitingTokenFor(
  db: Reader,
  secret: string,
  booking: Pick<Booking, 'orgId' | 'id'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('waitlist_offers as o')
    .innerJoin('waitlist_entries as w', (join) =>
      join.onRef('w.org_id', '=', 'o.org_id').onRef('w.id', '=', 'o.entry_id'),
    )
    .where('o.org_id', '=', booking.orgId)
    .where('o.booking_id', '=', booking.id)
    .where('o.state', '=', 'open')
    .where('w.booking_id', 'is', null)
    .select('w.id')
    .executeTakeFirst()
  return row ? waitingToken(secret, booking.orgId, row.id) : null
}

function standingOf(
  entry: Entry,
  offered: Offered | null,
  booking: Booking | null,
  at: Temporal.Instant,
): Waiting['standing'] {
  if (entry.state === 'taken' || entry.state === 'left' || entry.state === 'ended') return entry.state
  const session = booking?.sessions[0]
  if (!offered || !session) return 'waiting'
  if (offered.state !== 'open') return offered.state === 'lapsed' ? 'gone' : 'waiting'
  if (entry.bookingId === null && !booking!.heldUntil)
    return session.state === 'canceled' ? 'waiting' : 'taken'
  if (entry.bookingId !== null && session.startsAt.equals(offered.start)) return 'taken'
  const until = entry.bookingId === null ? booking!.heldUntil! : offered.until
  return Temporal.Instant.compare(until, at) > 0 ? 'offered' : 'gone'
}

async function placeOf(db: Reader, entry: Entry): Promise<number> {
  const { rows } = await sql<{ place: number }>`
    select count(*)::integer as place from waitlist_entries w
      join waitlist_entries mine on mine.org_id = w.org_id and mine.id = ${entry.id}
    where w.org_id = ${entry.orgId} and w.event_type_id = ${entry.eventTypeId}
      and w.state in ('waiting', 'offered') and w.wanted && mine.wanted
      and (w.created_at, w.id) <= (mine.created_at, mine.id)`.execute(db)
  return Math.max(1, rows[0]!.place)
}
