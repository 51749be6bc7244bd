import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { Rows } from '#platform/rows.ts'
import { changedAskRow } from './ask-rows.ts'
import { toAsk } from '#domain/asks/load-ask.ts'
import { actorOf, type CustomerScope } from '#domain/access/scope.ts'
import type { Channel, Fact } from '#domain/facts/fact.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking, Session } from './booking.ts'
import type { Receipt } from './change.ts'
import { surroundings } from './people-concerned.ts'
import { sessionRow } from './session-row.ts'

export interface Restored {
  receipt: Receipt
  /** The sessions that the change had canceled. */
  off: Session[]
  channel: Channel
}

/** Everything but the money that a cancellation changed, as it was before, with the next SEQUENCE for calendars. */
export async function restoredRows(
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  { receipt, off, channel }: Restored,
): Promise<{ rows: Rows; recorded: Recorded; revision: number }> {
  const { orgId } = booking
  const revision = booking.revision + 1
  const rows: Rows = {
    changed_allocations: off.flatMap((session) =>
      session.allocations
        .filter((entry) => entry.kind === 'undo')
        .map((entry) => ({ org_id: orgId, id: entry.id, kind: 'session', expires_at: null })),
    ),
    changed_sessions: off.map((session) =>
      sessionRow(orgId, session, { state: 'scheduled', sequence: session.sequence + 1 }),
    ),
    changed_bookings: [{ org_id: orgId, id: booking.id, revision, updated_at: booking.now }],
    changed_asks: await reopenedAsks(tx, booking, receipt),
  }
  const after = off.map((session) => ({ ...session, sequence: session.sequence + 1 }))
  const fact = restoredFact(scope, booking, { receipt, off, channel }, revision)
  return { rows, recorded: record(fact as Fact, surroundings(booking, after)), revision }
}

// Questions that the cancellation had settled, unless something became of them since.
async function reopenedAsks(tx: Tx, booking: Booking, receipt: Receipt) {
  const settled = receipt.settledAsks ?? []
  if (settled.length === 0) return []
  const rows = await tx
    .selectFrom('asks')
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where(
      'id',
      'in',
      settled.map(({ ask }) => ask),
    )
    .where('state', 'in', ['done', 'withdrawn'])
    .select(['id', 'kind', 'action', 'sessions', 'wishes', 'state', 'answer', 'fee_minor', 'offered'])
    .select(['answer_by', 'valid_until', 'created_at'])
    .execute()
  const isAsking = booking.asks.some((ask) => ask.state === 'open')
  return rows.flatMap((row) => {
    const was = settled.find(({ ask }) => ask === row.id)!.was
    // A booking asks one thing at a time.
    if (was === 'open' && isAsking) return []
    const ask = toAsk({ ...row, fee_minor: String(row.fee_minor), reason: null })
    return [changedAskRow(booking.orgId, ask, { state: was })]
  })
}

function restoredFact(
  scope: CustomerScope,
  booking: Booking,
  { receipt, off, channel }: Restored,
  revision: number,
): Fact<'booking.restored'> {
  return {
    id: newId(),
    orgId: booking.orgId,
    kind: 'booking.restored',
    at: booking.now,
    bookingId: booking.id,
    revision,
    actor: actorOf(scope),
    channel,
    remarkId: null,
    payload: {
      quote: receipt.quoteId,
      sessions: off.map((session) => ({
        session: session.id,
        start: session.startsAt.toString(),
        end: session.endsAt.toString(),
      })),
      refundMinor: receipt.money?.refundMinor ?? '0',
      creditMinor: receipt.money?.creditMinor ?? '0',
      currency: receipt.quote.currency,
    },
  }
}
