import { sql } from 'kysely'
import { now } from '#platform/clock.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction } from '#platform/db.ts'
import { isId } from '#platform/ids.ts'
import { actorOf, customerWhoWaits, may, systemScope, type MemberScope } from '#domain/access/scope.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { releaseHeld } from '#domain/bookings/release-held.ts'
import { writeRows } from '#domain/bookings/write-rows.ts'
import type { FactActor } from '#domain/facts/fact.ts'
import type { PaymentProviders } from '#domain/money/payment-provider.ts'
import { record } from '#domain/reactions/record.ts'
import { findEntry, loadEntry, lockEntry, openOffer, setEntryState, type Entry } from './entry.ts'
import { dropOfferHold, endOffer } from './expire-offers.ts'
import { BY_CUSTOMER, waitlistFact, wayOf } from './waitlist-fact.ts'

export type LeaveRefusal =
  | { code: 'unknown_place' }
  /** There is no offer to decline any more, or it was paid for a moment ago. */
  | { code: 'offer_gone' }
  /** A payment for it is on its way and nobody can say yet whether it arrives. */
  | { code: 'unsure' }

/** "No thanks": the time goes to the next in the line, and this person keeps their place. */
export async function declineOffer(
  context: Context,
  providers: PaymentProviders,
  token: string,
): Promise<Outcome<null, LeaveRefusal>> {
  const entry = await findEntry(context.db, token)
  return entry ? decline(context, providers, entry, BY_CUSTOMER) : refuse({ code: 'unknown_place' })
}

/** Leaves the line; a time that stands offered goes to the next. Leaving twice is leaving. */
export async function leaveWaitlist(
  context: Context,
  providers: PaymentProviders,
  token: string,
): Promise<Outcome<null, LeaveRefusal>> {
  const entry = await findEntry(context.db, token)
  return entry ? leave(context, providers, entry, BY_CUSTOMER) : refuse({ code: 'unknown_place' })
}

/** A team member takes somebody off the list. */
export async function removeFromWaitlist(
  context: Context,
  providers: PaymentProviders,
  scope: MemberScope,
  entryId: string,
): Promise<Outcome<null, LeaveRefusal | { code: 'not_permitted' }>> {
  if (!may(scope, 'booking.change.all')) return refuse({ code: 'not_permitted' })
  const entry = isId(entryId) ? await loadEntry(context.db, scope.orgId, entryId) : null
  return entry ? leave(context, providers, entry, actorOf(scope)) : refuse({ code: 'unknown_place' })
}

async function leave(
  context: Context,
  providers: PaymentProviders,
  { orgId, id, state }: Entry,
  actor: FactActor,
): Promise<Outcome<null, LeaveRefusal>> {
  if (state === 'offered') {
    const declined = await decline(context, providers, (await loadEntry(context.db, orgId, id))!, actor)
    if (!declined.ok && declined.refusal.code === 'unsure') return declined
  }
  return inTransaction(context.db, async (tx) => {
    const entry = (await lockEntry(tx, orgId, id))!
    if (entry.state === 'left') return done(null)
    if (entry.state === 'taken') return refuse({ code: 'offer_gone' as const })
    // The sweep offered another time in this very moment; whoever leaves presses once more.
    if (entry.state === 'offered') return refuse({ code: 'unsure' as const })
    await setEntryState(tx, entry, 'left')
    const booking = entry.bookingId ? await loadBooking(tx, systemScope(orgId), entry.bookingId) : null
    const fact = waitlistFact(entry, 'waitlist.left', {
      at: await now(tx, orgId),
      actor,
      channel: wayOf(actor),
      booking,
    })
    await writeRows(context, tx, orgId, {}, [record(fact, null)])
    return done(null)
  })
}

// A held booking is released as every one that is not paid: the provider's page is closed first.
async function decline(
  context: Context,
  providers: PaymentProviders,
  { orgId, id, bookingId }: Entry,
  by: FactActor,
): Promise<Outcome<null, LeaveRefusal>> {
  const before = await loadEntry(context.db, orgId, id)
  const open = before && (await openOffer(context.db, before))
  if (!open) return refuse({ code: 'offer_gone' })
  if (bookingId === null) {
    const released = await releaseHeld(context, providers, customerWhoWaits(orgId, open.bookingId))
    if (!released.ok && released.refusal.code === 'unsure') return refuse({ code: 'unsure' })
  }
  return inTransaction(context.db, async (tx) => {
    const entry = (await lockEntry(tx, orgId, id))!
    const offered = await openOffer(tx, entry)
    // The sweep saw the released booking first and wrote the same down.
    if (offered?.id !== open.id) return done(null)
    await sql`select lock_booking(${orgId}, ${offered.bookingId}, '{}'::uuid[])`.execute(tx)
    const booking = (await loadBooking(tx, systemScope(orgId), offered.bookingId))!
    if (bookingId === null && booking.sessions[0]!.state !== 'canceled')
      return refuse({ code: 'offer_gone' as const })
    if (bookingId !== null) await dropOfferHold(tx, booking, offered)
    await endOffer(context, tx, entry, offered, booking, 'declined', by)
    return done(null)
  })
}
