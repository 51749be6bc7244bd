import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { joinRows } from '#platform/rows.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import type { Channel } from '#domain/facts/fact.ts'
import type { Booking, Session } from './booking.ts'
import type { Receipt } from './change.ts'
import { loadReceipt } from './change-history.ts'
import { transition } from './lifecycle.ts'
import { loadBooking } from './load-booking.ts'
import { freeAgain } from './nearest-times.ts'
import { restoredMoney } from './undo-money.ts'
import { restoredRows } from './undo-rows.ts'
import { wasRestored } from './undo-standing.ts'
import { writeRows } from './write-rows.ts'

/** Why a cancellation was not taken back; nothing changed. */
export type UndoRefusal =
  | { code: 'unknown_booking' }
  /** Never to be undone, or undone already. */
  | { code: 'nothing_to_undo' }
  /** The time is not kept any more: whether it can be booked again, and which free starts are near, ISO instants. */
  | { code: 'undo_too_late'; stillFree: boolean; nearest: string[] }
  /** The credit that was given instead of money has been spent since. */
  | { code: 'credit_spent' }

/**
 * The customer takes a cancellation back (domain.md §4): exactly its sessions, with their times, people, money and
 * papers, as if it had not been. Only while the times are kept, so nobody else can have them. Asking twice changes
 * nothing twice.
 */
export async function undoCancel(
  context: Context,
  scope: CustomerScope,
  request: { quoteId: string; channel: Channel },
): Promise<Outcome<{ revision: number }, UndoRefusal>> {
  const outcome = await inTransaction(context.db, (tx) => undoInside(context, tx, scope, request))
  if (outcome.ok) return outcome
  if (outcome.refusal.code !== 'undo_too_late') return refuse(outcome.refusal)
  // What is free is looked up once the locks are gone.
  const { booking, receipt } = outcome.refusal
  return refuse({ code: 'undo_too_late', ...(await freeAgain(context.db, scope, booking, receipt.quote)) })
}

type Inside =
  | Exclude<UndoRefusal, { code: 'undo_too_late' }>
  | { code: 'undo_too_late'; booking: Booking; receipt: Receipt }

async function undoInside(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  { quoteId, channel }: { quoteId: string; channel: Channel },
): Promise<Outcome<{ revision: number }, Inside>> {
  const { bookingId } = scope.actor
  await sql`select lock_booking(${scope.orgId}, ${bookingId}, '{}'::uuid[])`.execute(tx)
  const kept = await keepHolds(tx, scope)
  const booking = await loadBooking(tx, scope, bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  const receipt = (await loadReceipt(tx, scope, quoteId))?.receipt
  if (!receipt?.undoUntil || (await wasRestored(tx, scope, quoteId)))
    return refuse({ code: 'nothing_to_undo' })
  const off = booking.sessions.filter(({ id }) => receipt.quote.cancel.some((entry) => entry.session === id))
  if (off.some((session) => !transition('undo', 'customer', session, booking.now).ok))
    return refuse({ code: 'nothing_to_undo' })
  if (!isKept(booking, off, receipt, kept)) return refuse({ code: 'undo_too_late', booking, receipt })
  const money = await restoredMoney(tx, scope, booking, { receipt, off })
  if (!money.ok)
    return money.refusal.code === 'credit_spent'
      ? refuse(money.refusal)
      : refuse({ code: 'undo_too_late', booking, receipt })
  const { rows, recorded, revision } = await restoredRows(tx, scope, booking, { receipt, off, channel })
  // What happened last is that the booking is back, so its fact comes after those of the refunds.
  await writeRows(context, tx, scope.orgId, joinRows(rows, money.value.rows), [
    ...money.value.recorded,
    recorded,
  ])
  return done({ revision })
}

/**
 * The sweep drops holds that ran out without asking anybody, so the rows themselves are locked as well. Those it is
 * dropping at this moment are left to it: they count as gone.
 */
async function keepHolds(tx: Tx, scope: CustomerScope): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from allocations
    where org_id = ${scope.orgId} and booking_id = ${scope.actor.bookingId} and kind = 'undo'
      and expires_at > org_now(org_id)
    for update skip locked`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

function isKept(booking: Booking, off: Session[], receipt: Receipt, kept: ReadonlySet<string>): boolean {
  if (Temporal.Instant.compare(booking.now, Temporal.Instant.from(receipt.undoUntil!)) >= 0) return false
  return off.every((session) =>
    session.assignments.every((host) =>
      session.allocations.some((entry) => kept.has(entry.id) && entry.ownerId === host.ownerId),
    ),
  )
}
