import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db.ts'
import { deriveToken, hashToken } from '#platform/tokens.ts'
import type { Asking } from '#domain/event-types/asking.ts'

/** Somebody who waits for a time of one event type. */
export interface Entry {
  orgId: string
  id: string
  pageId: string
  eventTypeId: string
  /** The booking they have and want earlier; null for people without one. */
  bookingId: string | null
  name: string
  email: string
  zone: string
  locale: string
  /** The span in which they want a time to start: from, and before. */
  from: Temporal.Instant
  to: Temporal.Instant
  /** waiting and offered stand in the line; taken has a time, left went away, ended ran out of days. */
  state: 'waiting' | 'offered' | 'taken' | 'left' | 'ended'
  createdAt: Temporal.Instant
}

/** A time that was offered to somebody who waits. */
export interface Offered {
  id: string
  entryId: string
  /** The booking that is held for them, or the one they have. */
  bookingId: string
  start: Temporal.Instant
  /** Until when it is theirs alone. */
  until: Temporal.Instant
  state: 'open' | 'taken' | 'declined' | 'lapsed'
}

/**
 * Whether people can wait for it: a time that becomes free must be one that can be had at once, so packages and what
 * the team approves have no waiting list.
 */
export function hasWaitlist(
  eventType: Pick<Asking, 'approval' | 'waitlist'> & { sessionCount: number; active: boolean },
): boolean {
  const { active, approval, waitlist, sessionCount } = eventType
  return active && waitlist && approval === 'automatic' && sessionCount === 1
}

/** The token of somebody's place in the line: made again for every mail, and kept as a hash alone. */
export function waitingToken(secret: string, orgId: string, entryId: string): string {
  return deriveToken(secret, 'waiting-list', orgId, entryId)
}

/** The place that a link opens, or null. */
export async function findEntry(db: Reader, token: string): Promise<Entry | null> {
  const row = await entries(db)
    .innerJoin('link_index as i', (join) =>
      join.onRef('i.org_id', '=', 'w.org_id').onRef('i.token_hash', '=', 'w.token_hash'),
    )
    .where('i.token_hash', '=', hashToken(token))
    .executeTakeFirst()
  return row ? toEntry(row) : null
}

/** One place in the line; with a transaction it stays as it is until that ends. */
export async function loadEntry(db: Reader, orgId: string, entryId: string): Promise<Entry | null> {
  const row = await entries(db).where('w.org_id', '=', orgId).where('w.id', '=', entryId).executeTakeFirst()
  return row ? toEntry(row) : null
}

/**
 * The same, locked. Whoever offers, takes, declines, leaves or sweeps locks the place first, then the booking, then
 * everybody's time: one order, so that nobody waits in a circle.
 */
export async function lockEntry(tx: Tx, orgId: string, entryId: string): Promise<Entry | null> {
  await sql`select 1 from waitlist_entries where org_id = ${orgId} and id = ${entryId} for no key update`.execute(
    tx,
  )
  return loadEntry(tx, orgId, entryId)
}

/** The offer that stands open for a place, or null. */
export async function openOffer(db: Reader, { orgId, id }: Entry): Promise<Offered | null> {
  const row = await offers(db, orgId)
    .where('entry_id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row ? toOffered(row) : null
}

/** What was offered to a place last, whatever became of it. */
export async function lastOffer(db: Reader, { orgId, id }: Entry): Promise<Offered | null> {
  const row = await offers(db, orgId)
    .where('entry_id', '=', id)
    .orderBy(sql`(state = 'open')`, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toOffered(row) : null
}

export async function setEntryState(tx: Tx, { orgId, id }: Entry, state: Entry['state']): Promise<void> {
  await tx
    .updateTable('waitlist_entries')
    .set({ state })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .execute()
}

export async function setOfferState(
  tx: Tx,
  orgId: string,
  offerId: string,
  state: Offered['state'],
): Promise<void> {
  await tx
    .updateTable('waitlist_offers')
    .set({ state })
    .where('org_id', '=', orgId)
    .where('id', '=', offerId)
    .execute()
}

/** Places in the line as rows; `toEntry` reads them. */
export function entries(db: Reader) {
  return db
    .selectFrom('waitlist_entries as w')
    .select(['w.org_id', 'w.id', 'w.page_id', 'w.event_type_id', 'w.booking_id', 'w.name', 'w.email'])
    .select(['w.zone', 'w.locale', 'w.state', 'w.created_at'])
    .select([
      sql<Temporal.Instant>`lower(w.wanted)`.as('wanted_from'),
      sql<Temporal.Instant>`upper(w.wanted)`.as('wanted_to'),
    ])
}

export function toEntry(
  row: Awaited<ReturnType<ReturnType<typeof entries>['executeTakeFirstOrThrow']>>,
): Entry {
  return {
    orgId: row.org_id,
    id: row.id,
    pageId: row.page_id,
    eventTypeId: row.event_type_id,
    bookingId: row.booking_id,
    name: row.name,
    email: row.email,
    zone: row.zone,
    locale: row.locale,
    from: row.wanted_from,
    to: row.wanted_to,
    state: row.state as Entry['state'],
    createdAt: row.created_at,
  }
}

function offers(db: Reader, orgId: string) {
  return db
    .selectFrom('waitlist_offers')
    .where('org_id', '=', orgId)
    .select(['id', 'entry_id', 'booking_id', 'starts_at', 'until', 'state'])
}

function toOffered(row: {
  id: string
  entry_id: string
  booking_id: string
  starts_at: Temporal.Instant
  until: Temporal.Instant
  state: string
}): Offered {
  return {
    id: row.id,
    entryId: row.entry_id,
    bookingId: row.booking_id,
    start: row.starts_at,
    until: row.until,
    state: row.state as Offered['state'],
  }
}
