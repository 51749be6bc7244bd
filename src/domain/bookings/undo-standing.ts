import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { LinkScope } from '#domain/access/scope.ts'
import type { Booking } from './booking.ts'
import type { Receipt } from './change.ts'

/** never: it could not be taken back at all. over: it could, and no longer can. */
export type UndoStanding = 'open' | 'restored' | 'over' | 'never'

/** Whether a cancellation can be taken back now, as far as looking tells; taking it back asks again under the locks. */
export async function undoStanding(
  db: Reader,
  scope: LinkScope,
  booking: Booking,
  receipt: Receipt,
): Promise<UndoStanding> {
  if (!receipt.undoUntil) return 'never'
  if (await wasRestored(db, scope, receipt.quoteId)) return 'restored'
  if (!isStillKept(booking, receipt)) return 'over'
  const hasMoneyLeft = (await wasGivenBack(db, scope, receipt)) || (await isCreditSpent(db, scope, receipt))
  return hasMoneyLeft ? 'over' : 'open'
}

/**
 * True when money left by itself since the change, by a member's hand or on the provider's own pages: put back, the
 * booking would be owed what nobody agreed to pay again.
 */
export async function wasGivenBack(db: Reader, scope: LinkScope, receipt: Receipt): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from refunds r join facts f on f.org_id = r.org_id and f.id = r.fact_id
      where r.org_id = ${scope.orgId} and r.booking_id = ${scope.actor.bookingId}
        and r.cause = 'member' and f.kind like 'refund.%' and r.state not in ('rejected', 'failed')
        and r.created_at >= ${receipt.committedAt}::timestamptz) as found`.execute(db)
  return rows[0]!.found
}

/** True when something of the credit that the change gave was spent; a change is known by its instant. */
export async function isCreditSpent(db: Reader, scope: LinkScope, receipt: Receipt): Promise<boolean> {
  if ((receipt.money?.creditMinor ?? '0') === '0') return false
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from credits c
      where c.org_id = ${scope.orgId} and c.booking_id = ${scope.actor.bookingId}
        and c.created_at = ${receipt.committedAt}::timestamptz
        and c.granted_minor <> (select -coalesce(sum(e.amount_minor), 0) from ledger_entries e
          where e.org_id = c.org_id and e.credit_id = c.id and e.account = 'credit')) as found`.execute(db)
  return rows[0]!.found
}

/** The newest cancellation of the booking that can still be taken back, or null. */
export async function openUndo(db: Reader, scope: LinkScope, booking: Booking): Promise<Receipt | null> {
  // Nearly every booking keeps nothing, and its page then asks nothing.
  if (!booking.sessions.some((session) => session.allocations.some(({ kind }) => kind === 'undo')))
    return null
  const { rows } = await sql<{ receipt: Receipt }>`
    select receipt from quotes
    where org_id = ${scope.orgId} and booking_id = ${scope.actor.bookingId}
      and (receipt ->> 'undoUntil')::timestamptz > ${booking.now}
    order by committed_at desc limit 5`.execute(db)
  for (const { receipt } of rows)
    if ((await undoStanding(db, scope, booking, receipt)) === 'open') return receipt
  return null
}

/** True when this very change was taken back before. */
export async function wasRestored(db: Reader, scope: LinkScope, quoteId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from facts
      where org_id = ${scope.orgId} and booking_id = ${scope.actor.bookingId} and kind = 'booking.restored'
        and payload ->> 'quote' = ${quoteId}) as found`.execute(db)
  return rows[0]!.found
}

function isStillKept(booking: Booking, receipt: Receipt): boolean {
  if (Temporal.Instant.compare(booking.now, Temporal.Instant.from(receipt.undoUntil!)) >= 0) return false
  return receipt.quote.cancel.every((entry) => {
    const session = booking.sessions.find(({ id }) => id === entry.session)
    return session?.state === 'canceled' && session.allocations.some(({ kind }) => kind === 'undo')
  })
}
