import { sql } from 'kysely'
import type { Reader } from '#platform/db.ts'
import type { CustomerScope, LinkScope } from '#domain/access/scope.ts'
import type { ActorKind, Channel } from '#domain/facts/fact.ts'
import type { Receipt } from './change.ts'

/** A receipt with what became of its money; `refund` is null when none was set in motion. */
export interface KeptReceipt {
  receipt: Receipt
  refund: { amountMinor: bigint; currency: string; state: string } | null
}

/** The receipt of a change of the scope's own booking, by the id of its quote; null for anybody else's. */
export async function loadReceipt(
  db: Reader,
  scope: CustomerScope,
  quoteId: string,
): Promise<KeptReceipt | null> {
  const row = await db
    .selectFrom('quotes as q')
    .leftJoin('facts as f', (join) =>
      join
        .onRef('f.org_id', '=', 'q.org_id')
        .onRef('f.booking_id', '=', 'q.booking_id')
        .on(sql`f.payload ->> 'quote'`, '=', quoteId),
    )
    .leftJoin('refunds as r', (join) =>
      join.onRef('r.org_id', '=', 'f.org_id').onRef('r.fact_id', '=', 'f.id'),
    )
    .where('q.org_id', '=', scope.orgId)
    .where('q.booking_id', '=', scope.actor.bookingId)
    .where('q.id', '=', quoteId)
    .select(['q.receipt', 'r.amount_minor', 'r.currency', 'r.state'])
    .executeTakeFirst()
  if (!row) return null
  const refund =
    row.amount_minor === null
      ? null
      : { amountMinor: row.amount_minor, currency: row.currency!, state: row.state! }
  return { receipt: row.receipt as unknown as Receipt, refund }
}

/** How a session came to be canceled: who, when, by which way, and the words that were given. */
export interface Cancellation {
  at: Temporal.Instant
  by: { kind: ActorKind; name: string | null }
  channel: Channel
  reason: string | null
  refundMinor: bigint
}

/** The newest cancellation of the link's booking, or null when nothing of it was canceled. */
export async function loadCancellation(db: Reader, scope: LinkScope): Promise<Cancellation | null> {
  const row = await db
    .selectFrom('facts as f')
    .leftJoin('remarks as r', (join) =>
      join.onRef('r.org_id', '=', 'f.org_id').onRef('r.id', '=', 'f.remark_id'),
    )
    .leftJoin('time_owners as o', (join) =>
      join.onRef('o.org_id', '=', 'f.org_id').onRef('o.id', '=', 'f.actor_id'),
    )
    .where('f.org_id', '=', scope.orgId)
    .where('f.booking_id', '=', scope.actor.bookingId)
    .where(sql<boolean>`f.kind in ('booking.canceled', 'booking.changed')`)
    .select([
      'f.at',
      'f.actor_kind',
      'f.channel',
      'o.name',
      'r.body',
      sql<string>`f.payload ->> 'refundMinor'`.as('refund'),
    ])
    .orderBy('f.id', 'desc')
    .executeTakeFirst()
  if (!row) return null
  return {
    at: row.at,
    by: { kind: row.actor_kind as ActorKind, name: row.name },
    channel: row.channel as Channel,
    reason: row.body,
    refundMinor: BigInt(row.refund),
  }
}
