import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import type { Context } from '#platform/context.ts'
import { violatedConstraint, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { actorOf, type Scope } from '#domain/access/scope.ts'
import type { Channel, Fact, FactKind, FactPayloads } from '#domain/facts/fact.ts'
import { remarkRow, type Recorded } from '#domain/reactions/record.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { LONGEST_REASON } from '#domain/bookings/change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { writeRows } from '#domain/bookings/write-rows.ts'

/** How long an approved time is kept for somebody who has to pay first. */
export const PAY_WITHIN_HOURS = 24

/**
 * The booking as it stands once everybody who changes it has finished, with everybody locked who has a session of it or
 * could have one: an answer may give it to somebody else of the pool.
 */
export async function lockedWithPool(tx: Tx, scope: Scope, bookingId: string): Promise<Booking | null> {
  await sql`select lock_booking(${scope.orgId}, ${bookingId}, array(
    select a.owner_id from assignments a join sessions s on s.org_id = a.org_id and s.id = a.session_id
      where s.org_id = ${scope.orgId} and s.booking_id = ${bookingId}
    union
    select c.owner_id from bookings b
      join seats p on p.org_id = b.org_id and p.event_type_id = b.event_type_id
      join seat_candidates c on c.org_id = p.org_id and c.seat_id = p.id
      where b.org_id = ${scope.orgId} and b.id = ${bookingId}))`.execute(tx)
  return loadBooking(tx, scope, bookingId)
}

/** A fact about this booking, at the revision that is being written. */
export function factAbout<K extends FactKind>(
  booking: Booking,
  scope: Scope,
  kind: K,
  payload: FactPayloads[K],
  how: { channel: Channel; remarkId?: string | null },
): Fact<K> {
  return {
    id: newId(),
    orgId: booking.orgId,
    kind,
    at: booking.now,
    bookingId: booking.id,
    revision: booking.revision + 1,
    actor: actorOf(scope),
    channel: how.channel,
    remarkId: how.remarkId ?? null,
    payload,
  }
}

/** Writes what was asked or answered as the next revision of the booking, which it returns. */
export async function writeRevision(
  context: Context,
  tx: Tx,
  booking: Booking,
  rows: Rows,
  recorded: Recorded[],
): Promise<number> {
  const revision = booking.revision + 1
  const change = { org_id: booking.orgId, id: booking.id, revision, updated_at: booking.now }
  const held = { held_until: booking.heldUntil }
  const all = rows['changed_bookings'] ? rows : joinRows(rows, { changed_bookings: [{ ...change, ...held }] })
  await writeRows(context, tx, booking.orgId, all, recorded)
  return revision
}

/** What somebody wrote, as a remark; null when they wrote nothing. */
export function wordsOf(booking: Booking, kind: 'ask_reason' | 'ask_answer', text: string | undefined) {
  const words = text?.trim() ?? ''
  return words === '' ? null : remarkRow(booking.orgId, booking.id, kind, words, booking.now)
}

/** Why these words cannot be kept, or null. */
export function wordsRefusal(text: string | undefined): { code: 'reason_too_long'; longest: number } | null {
  return (text?.trim() ?? '').length > LONGEST_REASON
    ? { code: 'reason_too_long', longest: LONGEST_REASON }
    : null
}

/** Runs what may find a time taken by somebody who was faster; `whenTaken` says what is free instead. */
export async function orTaken<T>(work: () => Promise<T>, whenTaken: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (violatedConstraint(error) !== 'one_place_at_a_time') throw error
    return whenTaken()
  }
}

/** The first of these instants. */
export function earliest(...instants: Temporal.Instant[]): Temporal.Instant {
  return instants.toSorted(Temporal.Instant.compare)[0]!
}
