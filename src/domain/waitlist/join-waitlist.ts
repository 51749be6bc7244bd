import { sql } from 'kysely'
import { databaseNow } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { hashToken } from '#platform/tokens.ts'
import { hit } from '#domain/access/rate-limit.ts'
import type { CustomerScope, SystemScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { surroundings } from '#domain/bookings/people-concerned.ts'
import { writeRows } from '#domain/bookings/write-rows.ts'
import type { Offer } from '#domain/event-types/offer.ts'
import { record } from '#domain/reactions/record.ts'
import { entries, hasWaitlist, toEntry, waitingToken, type Entry } from './entry.ts'
import { freeForAnybody, freeForBooking, mayComeEarlier, startsWithin } from './free-for.ts'
import { aroundEntry, BY_CUSTOMER, waitlistFact } from './waitlist-fact.ts'

/** What somebody asks for who has no booking. */
export interface WaitRequest {
  name: string
  email: string
  zone: string
  locale: string
  from: Temporal.Instant
  to: Temporal.Instant
  /** Made with the form: the same form sent twice is one place in the line. At most 100 characters. */
  requestKey: string
  /** Where the request came from, for the limit; empty counts nothing. */
  source: string
}

export type WaitRefusal =
  | { code: 'no_waiting_list' }
  /** The span has passed, or is further ahead than anything is offered. */
  | { code: 'nothing_to_wait_for' }
  /** Some of it is free at this moment, so nobody has to wait; the first of these starts. */
  | { code: 'free_now'; starts: string[] }
  | { code: 'too_many'; waitMinutes: number }

const WINDOW_SECONDS = 3600
const TIMES_PER_SOURCE = 20
/** A stranger who types somebody's address fills their inbox with no more than this. */
const TIMES_PER_EMAIL = 6
const MOST_SHOWN = 3
const LIVE = ['waiting', 'offered']

/**
 * Puts somebody without a booking on the list of one event type, and mails them their link. The same person waits once
 * for the same span: asking again mails the link again, so that no answer tells a stranger who waits.
 */
export async function joinWaitlist(
  context: Context,
  scope: SystemScope,
  offer: Offer,
  request: WaitRequest,
): Promise<Outcome<{ entry: string; token: string }, WaitRefusal>> {
  if (!hasWaitlist(offer.eventType) || !offer.page.active) return refuse({ code: 'no_waiting_list' })
  const horizon = offer.now.add({ hours: 24 * offer.eventType.horizonDays })
  const from = later(request.from, offer.now)
  const to = earlier(request.to, horizon)
  if (Temporal.Instant.compare(from, to) >= 0) return refuse({ code: 'nothing_to_wait_for' })
  const free = await freeForAnybody(context.db, scope.orgId, offer.eventType.id, from, to)
  if (free.length > 0) return refuse({ code: 'free_now', starts: shown(startsWithin(free, from, to)) })
  const tooMany = await countAttempt(context, request)
  if (tooMany) return refuse(tooMany)
  const entry = newEntry(offer, { ...request, from: request.from, to: request.to, bookingId: null })
  return write(context, scope, entry, request.requestKey, (known) =>
    record(
      waitlistFact(known, 'waitlist.joined', {
        at: offer.now,
        actor: BY_CUSTOMER,
        channel: 'booking_page',
        booking: null,
      }),
      aroundEntry(known, offer),
    ),
  )
}

/** The customer of a booking asks for an earlier time: from now until their present start, at the same address. */
export async function joinForEarlier(
  context: Context,
  scope: CustomerScope,
  offer: Offer,
  requestKey: string,
): Promise<Outcome<{ entry: string; token: string }, WaitRefusal>> {
  const booking = await loadBooking(context.db, scope, scope.actor.bookingId)
  if (!booking || booking.eventType.id !== offer.eventType.id || !hasWaitlist(offer.eventType))
    return refuse({ code: 'no_waiting_list' })
  if (!mayComeEarlier(booking)) return refuse({ code: 'nothing_to_wait_for' })
  const known = await entryOfBooking(context.db as Tx, booking)
  if (known) return done(opened(context.secret, known))
  const { startsAt } = booking.sessions[0]!
  const free = await freeForBooking(context.db, booking, booking.now, startsAt)
  if (free.length > 0)
    return refuse({ code: 'free_now', starts: shown(startsWithin(free, booking.now, startsAt)) })
  const entry = newEntry(offer, {
    name: booking.customer.name,
    email: booking.customer.email,
    zone: booking.customer.zone,
    locale: booking.customer.locale,
    from: booking.now,
    to: startsAt,
    bookingId: booking.id,
  })
  return write(context, scope, entry, requestKey, (made) =>
    record(
      waitlistFact(made, 'waitlist.joined', {
        at: booking.now,
        actor: BY_CUSTOMER,
        channel: 'mail_link',
        booking,
      }),
      surroundings(booking, booking.sessions),
    ),
  )
}

type Recording = (entry: Entry) => ReturnType<typeof record>

async function write(
  context: Context,
  scope: SystemScope | CustomerScope,
  entry: Entry,
  requestKey: string,
  recorded: Recording,
): Promise<Outcome<{ entry: string; token: string }, never>> {
  try {
    return await inTransaction(context.db, async (tx) => {
      // Somebody who clicks twice must not have two places, and the booking's own lock is the queue for that.
      if (entry.bookingId) {
        await sql`select lock_booking(${scope.orgId}, ${entry.bookingId}, '{}'::uuid[])`.execute(tx)
        const known = await entryOfBooking(tx, { orgId: scope.orgId, id: entry.bookingId })
        if (known) return done(opened(context.secret, known))
      }
      await insert(context, tx, entry, requestKey)
      await writeRows(context, tx, scope.orgId, {}, [recorded(entry)])
      return done(opened(context.secret, entry))
    })
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'waitlist_entries_org_id_request_key_key')
      return done(opened(context.secret, (await entryByKey(context, scope.orgId, requestKey))!))
    if (constraint !== 'waits_once') throw error
    return again(context, entry, recorded)
  }
}

// They wait already: their place stays, and the link goes to their mail once more.
async function again(
  context: Context,
  entry: Entry,
  recorded: Recording,
): Promise<Outcome<{ entry: string; token: string }, never>> {
  const row = await entries(context.db)
    .where('w.org_id', '=', entry.orgId)
    .where('w.event_type_id', '=', entry.eventTypeId)
    .where(sql`lower(w.email)`, '=', entry.email.toLowerCase())
    .where('w.wanted', '=', sql<string>`tstzrange(${entry.from}, ${entry.to})`)
    .where('w.state', 'in', LIVE)
    .executeTakeFirst()
  const known = row ? toEntry(row) : entry
  await inTransaction(context.db, (tx) => writeRows(context, tx, entry.orgId, {}, [recorded(known)]))
  return done(opened(context.secret, known))
}

async function insert({ secret }: Context, tx: Tx, entry: Entry, requestKey: string): Promise<void> {
  const tokenHash = hashToken(waitingToken(secret, entry.orgId, entry.id))
  await tx
    .insertInto('waitlist_entries')
    .values({
      org_id: entry.orgId,
      id: entry.id,
      page_id: entry.pageId,
      event_type_id: entry.eventTypeId,
      booking_id: entry.bookingId,
      name: entry.name,
      email: entry.email,
      zone: entry.zone,
      locale: entry.locale,
      wanted: sql<string>`tstzrange(${entry.from}, ${entry.to})`,
      state: entry.state,
      token_hash: tokenHash,
      request_key: requestKey,
      created_at: entry.createdAt,
    })
    .execute()
  await tx.insertInto('link_index').values({ token_hash: tokenHash, org_id: entry.orgId }).execute()
}

function newEntry(
  offer: Offer,
  asked: Pick<Entry, 'name' | 'email' | 'zone' | 'locale' | 'from' | 'to' | 'bookingId'>,
): Entry {
  const { name, email, zone, locale, from, to, bookingId } = asked
  return {
    orgId: offer.orgId,
    id: newId(),
    pageId: offer.page.id,
    eventTypeId: offer.eventType.id,
    bookingId,
    name,
    email,
    zone,
    locale,
    from,
    to,
    state: 'waiting',
    createdAt: offer.now,
  }
}

async function entryOfBooking(tx: Tx, booking: Pick<Booking, 'orgId' | 'id'>): Promise<Entry | null> {
  const row = await entries(tx)
    .where('w.org_id', '=', booking.orgId)
    .where('w.booking_id', '=', booking.id)
    .where('w.state', 'in', LIVE)
    .executeTakeFirst()
  return row ? toEntry(row) : null
}

async function entryByKey({ db }: Context, orgId: string, requestKey: string): Promise<Entry | null> {
  const row = await entries(db)
    .where('w.org_id', '=', orgId)
    .where('w.request_key', '=', requestKey)
    .executeTakeFirst()
  return row ? toEntry(row) : null
}

async function countAttempt(
  { db }: Context,
  { source, email }: WaitRequest,
): Promise<{ code: 'too_many'; waitMinutes: number } | null> {
  if (source === '') return null
  const at = await databaseNow(db)
  const bySource = await hit(db, `wait:source:${source}`, TIMES_PER_SOURCE, WINDOW_SECONDS, at)
  const byEmail = await hit(db, `wait:email:${email.toLowerCase()}`, TIMES_PER_EMAIL, WINDOW_SECONDS, at)
  return bySource && byEmail ? null : { code: 'too_many', waitMinutes: WINDOW_SECONDS / 60 }
}

function opened(secret: string, entry: Entry): { entry: string; token: string } {
  return { entry: entry.id, token: waitingToken(secret, entry.orgId, entry.id) }
}

function shown(starts: Temporal.Instant[]): string[] {
  return starts.slice(0, MOST_SHOWN).map(String)
}

function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? one : other
}
