import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { linkToken } from '#domain/access/booking-links.ts'
import { customerWhoWaits, systemScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import { needsPhone } from '#domain/bookings/booking-details.ts'
import type { ChangeRefusal, Quote, Receipt } from '#domain/bookings/change.ts'
import { commitInside } from '#domain/bookings/commit-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { missingAnswers } from '#domain/bookings/missing-answers.ts'
import { scheduleHeldRows } from '#domain/bookings/schedule-held.ts'
import { paysFirst } from '#domain/bookings/start-payment.ts'
import { writeRows } from '#domain/bookings/write-rows.ts'
import type { Question } from '#domain/event-types/question.ts'
import { findEntry, lastOffer, lockEntry, openOffer, type Entry, type Offered } from './entry.ts'
import { endOffer } from './expire-offers.ts'

/** What else is asked of somebody who takes a time: what the booking form would have asked. */
export interface TakeInput {
  phone: string
  /** Question key → answer. */
  answers: Readonly<Record<string, string>>
  /** Of an earlier time: the quote that was shown. */
  quote: Quote | null
}

/** Where they go next; `token` opens their booking. */
export type Taken =
  | { kind: 'booked'; token: string }
  /** The time is kept while they pay; paying takes it. */
  | { kind: 'pay'; token: string }
  | { kind: 'moved'; token: string; receipt: Receipt | null }

export type TakeRefusal =
  | { code: 'unknown_place' }
  /** It ran out, was declined, or is taken some other way. */
  | { code: 'offer_gone' }
  | { code: 'answers_missing'; keys: string[] }
  | { code: 'phone_missing' }
  /** The move was refused by the ordinary rules: a reason or a payment is needed, or the policy says no now. */
  | { code: 'not_moved'; refusal: ChangeRefusal; session: string; start: string; token: string }

/**
 * Whoever was offered a time takes it. Without a booking the held one is made, or paid first where that is agreed; with
 * one it is moved as any customer moves it. Taking twice answers the same.
 */
export async function takeOffer(
  context: Context,
  token: string,
  input: TakeInput,
): Promise<Outcome<Taken, TakeRefusal>> {
  const found = await findEntry(context.db, token)
  if (!found) return refuse({ code: 'unknown_place' })
  try {
    return await inTransaction(context.db, async (tx) => {
      const entry = (await lockEntry(tx, found.orgId, found.id))!
      const offered = await openOffer(tx, entry)
      if (!offered) return takenBefore(context, tx, entry)
      return entry.bookingId
        ? takeEarlier(context, tx, entry, offered, input)
        : takeHeld(context, tx, entry, offered, input)
    })
  } catch (error) {
    if (violatedConstraint(error) !== 'one_place_at_a_time') throw error
    return refuse({ code: 'offer_gone' })
  }
}

/** What the booking form would have asked, and nobody has yet. */
export function stillToAsk(booking: Booking): { questions: Question[]; phone: boolean } {
  const { locationKind } = booking.eventType
  return {
    questions: missingAnswers(booking),
    phone: locationKind === 'phone' && needsPhone({ locationKind }) && booking.customer.phone === '',
  }
}

async function takeHeld(
  context: Context,
  tx: Tx,
  entry: Entry,
  offered: Offered,
  input: TakeInput,
): Promise<Outcome<Taken, TakeRefusal>> {
  const booking = await lockedBooking(tx, entry, offered)
  const token = tokenOf(context, booking)
  const { state } = booking.sessions[0]!
  // Paid a moment ago; the sweep has not written it down yet.
  if (!booking.heldUntil && state !== 'canceled') return done({ kind: 'booked', token })
  if (!booking.heldUntil || Temporal.Instant.compare(booking.heldUntil, booking.now) <= 0)
    return refuse({ code: 'offer_gone' })
  const refusal = await fillIn(context, tx, booking, input)
  if (refusal) return refuse(refusal)
  if (paysFirst(booking)) return done({ kind: 'pay', token })
  const { rows, recorded } = scheduleHeldRows(booking, [], () => ({}))
  await writeRows(context, tx, entry.orgId, rows, recorded)
  await endOffer(context, tx, entry, offered, { ...booking, revision: booking.revision + 1 }, 'taken')
  return done({ kind: 'booked', token })
}

async function takeEarlier(
  context: Context,
  tx: Tx,
  entry: Entry,
  offered: Offered,
  { quote }: TakeInput,
): Promise<Outcome<Taken, TakeRefusal>> {
  const booking = await lockedBooking(tx, entry, offered)
  const token = tokenOf(context, booking)
  const session = booking.sessions[0]!
  if (session.startsAt.equals(offered.start)) return done({ kind: 'moved', token, receipt: null })
  const hasPassed = Temporal.Instant.compare(offered.until, booking.now) <= 0
  const [move] = quote?.reschedule ?? []
  if (hasPassed || !quote || !move || !Temporal.Instant.from(move.start).equals(offered.start))
    return refuse({ code: 'offer_gone' })
  const scope = customerWhoWaits(entry.orgId, booking.id)
  const outcome = await commitInside(context, tx, scope, quote, {}, {})
  if (!outcome.ok) {
    const { code } = outcome.refusal
    if (code === 'slot_taken' || code === 'slot_unavailable') return refuse({ code: 'offer_gone' })
    const start = offered.start.toString()
    return refuse({ code: 'not_moved', refusal: outcome.refusal, session: session.id, start, token })
  }
  const after = (await loadBooking(tx, systemScope(entry.orgId), booking.id))!
  await endOffer(context, tx, entry, offered, after, 'taken')
  return done({ kind: 'moved', token, receipt: outcome.value })
}

async function lockedBooking(tx: Tx, entry: Entry, { bookingId }: Offered): Promise<Booking> {
  await sql`select lock_booking(${entry.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
  return (await loadBooking(tx, systemScope(entry.orgId), bookingId))!
}

/** The answers and the number that the booking lacks; a refusal names what is still missing. */
async function fillIn(
  context: Context,
  tx: Tx,
  booking: Booking,
  input: TakeInput,
): Promise<TakeRefusal | null> {
  const asked = stillToAsk(booking)
  const answers = asked.questions.map(({ key, label }) => ({
    key,
    label,
    answer: (input.answers[key] ?? '').trim(),
  }))
  const missing = answers.filter(({ answer }) => answer === '').map(({ key }) => key)
  if (missing.length > 0) return { code: 'answers_missing', keys: missing }
  if (asked.phone && input.phone.trim() === '') return { code: 'phone_missing' }
  if (answers.length > 0)
    await writeRows(
      context,
      tx,
      booking.orgId,
      {
        changed_answers: [
          { org_id: booking.orgId, id: booking.id, answers: [...booking.answers, ...answers] },
        ],
      },
      [],
    )
  if (asked.phone)
    await tx
      .updateTable('bookings')
      .set({ customer_phone: input.phone.trim() })
      .where('org_id', '=', booking.orgId)
      .where('id', '=', booking.id)
      .execute()
  return null
}

// The same button pressed twice, or the page opened again after it was.
async function takenBefore(context: Context, tx: Tx, entry: Entry): Promise<Outcome<Taken, TakeRefusal>> {
  const last = entry.state === 'taken' ? await lastOffer(tx, entry) : null
  if (last?.state !== 'taken') return refuse({ code: 'offer_gone' })
  const booking = (await loadBooking(tx, systemScope(entry.orgId), last.bookingId))!
  const token = tokenOf(context, booking)
  return done(entry.bookingId ? { kind: 'moved', token, receipt: null } : { kind: 'booked', token })
}

/** The customer's link to a booking of theirs. */
export function tokenOf({ secret }: Pick<Context, 'secret'>, booking: Booking): string {
  const link = booking.linkGenerations.find(({ audience }) => audience === 'customer')
  return linkToken(secret, booking.orgId, booking.id, 'customer', link?.generation ?? 1)
}
