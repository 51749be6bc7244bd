import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import type { Reader } from '#platform/db.ts'
import { toMinute } from '#platform/zones.ts'
import { systemScope } from '#domain/access/scope.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { entries, toEntry, type Entry } from './entry.ts'
import {
  earliestOffered,
  freeForAnybody,
  freeForBooking,
  mayComeEarlier,
  startsWithin,
  type OfferTerms,
} from './free-for.ts'
import { makeOffer } from './make-offer.ts'

/** Most lines looked at in one sweep; which ones is chance, so that none is forgotten while there are more. */
const MOST_LINES = 200
/** People looked at in one line and sweep: the first in the line. */
const MOST_IN_LINE = 200
/** How often one person's time may slip away to somebody faster before the next sweep tries again. */
const TRIES = 3

/**
 * Offers times that became free to whoever waits for them, the first in the line first, and keeps each time for them
 * alone. Nobody is offered the same time twice, and nobody two times at once. Costs one short question while nobody
 * waits. Returns how many offers were made.
 */
export async function offerPlaces(context: Context): Promise<number> {
  await endOverdue(context)
  let made = 0
  for (const line of await linesWithPeople(context.db)) made += await offerInLine(context, line)
  return made
}

interface Line extends OfferTerms {
  orgId: string
  eventTypeId: string
  now: Temporal.Instant
  /** How far apart two starts are that do not stand in each other's way. */
  apartMinutes: number
}

async function linesWithPeople(db: Reader): Promise<Line[]> {
  const { rows } = await sql<{
    org_id: string
    event_type_id: string
    now: Temporal.Instant
    offer_minutes: number
    minimum_notice_minutes: number
    apart_minutes: number
  }>`
    with lines as materialized (
      select distinct org_id, event_type_id from waitlist_entries where state = 'waiting')
    select l.org_id, l.event_type_id, org_now(l.org_id) as now, e.offer_minutes, e.minimum_notice_minutes,
      e.duration_minutes + e.buffer_before_minutes + e.buffer_after_minutes as apart_minutes
    from lines l join event_types e on e.org_id = l.org_id and e.id = l.event_type_id
    where e.active and e.waitlist and e.approval = 'automatic' and e.session_count = 1
    order by random() limit ${MOST_LINES}`.execute(db)
  return rows.map((row) => ({
    orgId: row.org_id,
    eventTypeId: row.event_type_id,
    now: row.now,
    offerMinutes: row.offer_minutes,
    minimumNoticeMinutes: row.minimum_notice_minutes,
    apartMinutes: row.apart_minutes,
  }))
}

async function offerInLine(context: Context, line: Line): Promise<number> {
  const waiting = await peopleInLine(context.db, line)
  const until = waiting
    .map(({ entry }) => entry.to)
    .toSorted(Temporal.Instant.compare)
    .at(-1)
  if (!until) return 0
  const earliest = earliestOffered(line, line.now)
  const look = () => freeForAnybody(context.db, line.orgId, line.eventTypeId, earliest, until)
  let free = await look()
  let made = 0
  for (const person of waiting) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const start = await firstFree(context.db, person, free, earliest, line.apartMinutes)
      if (!start) break
      const outcome = await makeOffer(context, person.entry, start)
      if (outcome === 'not_now') break
      // Whatever came of it, times are others than they were a moment ago.
      free = await look()
      if (outcome === 'gone') continue
      made += 1
      break
    }
  }
  return made
}

interface Person {
  entry: Entry
  /** Starts, as UTC minutes, that were offered to their address before, in whichever of their places. */
  had: number[]
}

async function peopleInLine(db: Reader, { orgId, eventTypeId }: Line): Promise<Person[]> {
  const rows = await entries(db)
    .where('w.org_id', '=', orgId)
    .where('w.event_type_id', '=', eventTypeId)
    .where('w.state', '=', 'waiting')
    .select(
      sql<
        number[] | null
      >`(select array_agg((extract(epoch from o.starts_at) / 60)::integer) from waitlist_offers o
        join waitlist_entries p on p.org_id = o.org_id and p.id = o.entry_id
        where p.org_id = w.org_id and p.event_type_id = w.event_type_id and lower(p.email) = lower(w.email))`.as(
        'had',
      ),
    )
    .orderBy('w.created_at')
    .orderBy('w.id')
    .limit(MOST_IN_LINE)
    .execute()
  return rows.map(({ had, ...row }) => ({ entry: toEntry(row), had: had ?? [] }))
}

async function firstFree(
  db: Reader,
  { entry, had }: Person,
  free: Int32Array,
  earliest: Temporal.Instant,
  apartMinutes: number,
): Promise<Temporal.Instant | null> {
  const from = Temporal.Instant.compare(entry.from, earliest) > 0 ? entry.from : earliest
  const starts = entry.bookingId ? await freeForOwn(db, entry, from) : free
  // What stands in the way of a time they had is that time once more, and belongs to the next in the line.
  const isNew = (start: Temporal.Instant) =>
    had.every((earlier) => Math.abs(toMinute(start) - earlier) >= apartMinutes)
  return startsWithin(starts, from, entry.to).find(isNew) ?? null
}

async function freeForOwn(db: Reader, entry: Entry, from: Temporal.Instant): Promise<Int32Array> {
  const booking = await loadBooking(db, systemScope(entry.orgId), entry.bookingId!)
  return booking && mayComeEarlier(booking) ? freeForBooking(db, booking, from, entry.to) : new Int32Array(0)
}

/** Places whose days have passed, and those of bookings that have no later time any more, end. */
async function endOverdue(context: Context): Promise<void> {
  const at = await databaseNow(context.db)
  await sql`
    update waitlist_entries w set state = 'ended' from organizations g
    where w.state = 'waiting' and g.id = w.org_id
      and (upper(w.wanted) <= ${at}::timestamptz + g.clock_offset
        or (w.booking_id is not null and not exists (
          select 1 from sessions s where s.org_id = w.org_id and s.booking_id = w.booking_id
            and s.state = 'scheduled' and s.starts_at > ${at}::timestamptz + g.clock_offset)))`.execute(
    context.db,
  )
}
