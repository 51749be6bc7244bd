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

/** Most organizations looked at in one sweep; which ones is chance, so that none is forgotten while there are more. */
const MOST_ORGANIZATIONS = 200
/** People looked at who wait for one event type, in one sweep: the first of them. */
const MOST_IN_LINE = 200
/** How often one person's time may slip away to somebody faster before the next sweep tries again. */
const TRIES = 3

/**
 * Offers times that became free to whoever waits for them, and keeps each time for them alone. Event types share their
 * hosts, so that one time can be wanted in several lines: whoever joined first is asked first, whichever they wait in.
 * Nobody is offered the same time twice, and nobody two times at once. Costs one short question while nobody waits.
 * Returns how many offers were made.
 */
export async function offerPlaces(context: Context): Promise<number> {
  await endOverdue(context)
  let made = 0
  for (const lines of await linesWithPeople(context.db)) made += await offerInOrder(context, lines)
  return made
}

interface Line extends OfferTerms {
  orgId: string
  eventTypeId: string
  /** The earliest start that can be offered. */
  earliest: Temporal.Instant
  /** How far apart two starts are that do not stand in each other's way. */
  apartMinutes: number
}

/** The lines of each organization in which somebody waits, by event type. */
async function linesWithPeople(db: Reader): Promise<Map<string, Line>[]> {
  const { rows } = await sql<{
    org_id: string
    event_type_id: string
    now: Temporal.Instant
    offer_minutes: number
    minimum_notice_minutes: number
    apart_minutes: number
  }>`
    with lines as materialized (
      select distinct w.org_id, w.event_type_id from waitlist_entries w
      join event_types e on e.org_id = w.org_id and e.id = w.event_type_id
      where w.state = 'waiting' and e.active and e.waitlist and e.approval = 'automatic' and e.session_count = 1),
    organizations_with_people as materialized (
      select org_id, org_now(org_id) as now, random() as chance from lines
      group by org_id order by chance limit ${MOST_ORGANIZATIONS})
    select l.org_id, l.event_type_id, o.now, e.offer_minutes, e.minimum_notice_minutes,
      e.duration_minutes + e.buffer_before_minutes + e.buffer_after_minutes as apart_minutes
    from organizations_with_people o join lines l on l.org_id = o.org_id
      join event_types e on e.org_id = l.org_id and e.id = l.event_type_id`.execute(db)
  const byOrganization = new Map<string, Map<string, Line>>()
  for (const row of rows) {
    const terms = { offerMinutes: row.offer_minutes, minimumNoticeMinutes: row.minimum_notice_minutes }
    const lines = byOrganization.get(row.org_id) ?? new Map<string, Line>()
    byOrganization.set(row.org_id, lines)
    lines.set(row.event_type_id, {
      ...terms,
      orgId: row.org_id,
      eventTypeId: row.event_type_id,
      earliest: earliestOffered(terms, row.now),
      apartMinutes: row.apart_minutes,
    })
  }
  return [...byOrganization.values()]
}

async function offerInOrder(context: Context, lines: ReadonlyMap<string, Line>): Promise<number> {
  const waiting = await peopleInOrder(context.db, lines)
  // What is free for anybody, by event type, as it was after the last offer.
  const free = new Map<string, Int32Array>()
  let made = 0
  for (const person of waiting) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const start = await firstFree(context.db, person, free, waiting)
      if (!start) break
      const outcome = await makeOffer(context, person.entry, start)
      if (outcome === 'not_now') break
      // Whatever came of it, times are others than they were a moment ago, in every line of the same hosts.
      free.clear()
      if (outcome === 'gone') continue
      made += 1
      break
    }
  }
  return made
}

interface Person {
  line: Line
  entry: Entry
  /** Starts, as UTC minutes, that were offered to their address before, in whichever of their places. */
  had: number[]
}

/** Everybody who waits in these lines of one organization, whoever joined first before everybody else. */
async function peopleInOrder(db: Reader, lines: ReadonlyMap<string, Line>): Promise<Person[]> {
  const people: Person[] = []
  for (const line of lines.values()) people.push(...(await peopleInLine(db, line)))
  return people.toSorted(
    ({ entry: one }, { entry: other }) =>
      Temporal.Instant.compare(one.createdAt, other.createdAt) || (one.id < other.id ? -1 : 1),
  )
}

async function peopleInLine(db: Reader, line: Line): Promise<Person[]> {
  const rows = await entries(db)
    .where('w.org_id', '=', line.orgId)
    .where('w.event_type_id', '=', line.eventTypeId)
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
  return rows.map(({ had, ...row }) => ({ line, entry: toEntry(row), had: had ?? [] }))
}

async function firstFree(
  db: Reader,
  { line, entry, had }: Person,
  free: Map<string, Int32Array>,
  waiting: readonly Person[],
): Promise<Temporal.Instant | null> {
  const { earliest, apartMinutes } = line
  const from = Temporal.Instant.compare(entry.from, earliest) > 0 ? entry.from : earliest
  const starts = entry.bookingId
    ? await freeForOwn(db, entry, from)
    : await freeInLine(db, line, free, waiting)
  // What stands in the way of a time they had is that time once more, and belongs to the next in the line.
  const isNew = (start: Temporal.Instant) =>
    had.every((earlier) => Math.abs(toMinute(start) - earlier) >= apartMinutes)
  return startsWithin(starts, from, entry.to).find(isNew) ?? null
}

/** Looked up when somebody of the line is next, and kept until something was offered. */
async function freeInLine(
  db: Reader,
  line: Line,
  free: Map<string, Int32Array>,
  waiting: readonly Person[],
): Promise<Int32Array> {
  const { orgId, eventTypeId, earliest } = line
  const known = free.get(eventTypeId)
  if (known) return known
  const until = waiting
    .filter((person) => person.line === line)
    .map(({ entry }) => entry.to)
    .toSorted(Temporal.Instant.compare)
    .at(-1)!
  const found = await freeForAnybody(db, orgId, eventTypeId, earliest, until)
  free.set(eventTypeId, found)
  return found
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
