import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db.ts'
import { may, type CustomerScope, type MemberScope } from '#domain/access/scope.ts'
import type { RefundRow } from '#domain/money/load-refund.ts'

/** Above the member's limit somebody else approves (octopus D21). */
export interface OwnLimitRefusal {
  code: 'own_request'
  limitMinor: string
  currency: string
}

/** Whether a refund that a member asks for is approved with that, or needs somebody else. */
export async function refundStateFor(
  tx: Tx,
  scope: CustomerScope | MemberScope,
  bookingId: string,
  amountMinor: bigint,
): Promise<'requested' | 'approved'> {
  if (scope.actor.kind !== 'member' || amountMinor === 0n) return 'requested'
  const member = scope as MemberScope
  if (!may(member, 'refund.approve')) return 'requested'
  const { limit, asked } = await ownRefunds(tx, member, bookingId, null)
  return limit === null || asked + amountMinor <= limit ? 'approved' : 'requested'
}

/** Why a member may not approve this refund because they asked for it themselves, or null. */
export async function ownLimitRefusal(
  tx: Tx,
  scope: MemberScope,
  refund: Pick<RefundRow, 'id' | 'booking_id' | 'requested_by' | 'amount_minor' | 'currency'>,
): Promise<OwnLimitRefusal | null> {
  if (refund.requested_by !== scope.actor.memberId) return null
  const { limit, asked } = await ownRefunds(tx, scope, refund.booking_id, refund.id)
  return limit === null || asked + refund.amount_minor <= limit
    ? null
    : { code: 'own_request', limitMinor: limit.toString(), currency: refund.currency }
}

/** Up to which amount a member approves what they asked for themselves; null is any. */
export async function refundLimitOf(db: Reader, scope: MemberScope): Promise<bigint | null> {
  const member = await db
    .selectFrom('team_members')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', scope.actor.memberId)
    .select('refund_limit_minor')
    .executeTakeFirstOrThrow()
  return member.refund_limit_minor
}

// A large refund must not be made of small ones, so what they asked for on the same booking counts together.
async function ownRefunds(
  tx: Tx,
  scope: MemberScope,
  bookingId: string,
  exceptId: string | null,
): Promise<{ limit: bigint | null; asked: bigint }> {
  const limit = await refundLimitOf(tx, scope)
  if (limit === null) return { limit, asked: 0n }
  const { asked } = await tx
    .selectFrom('refunds')
    .where('org_id', '=', scope.orgId)
    .where('booking_id', '=', bookingId)
    .where('requested_by', '=', scope.actor.memberId)
    .where('state', 'not in', ['rejected', 'failed'])
    .where((eb) => (exceptId === null ? eb.lit(true) : eb('id', '<>', exceptId)))
    .select(sql<bigint>`coalesce(sum(amount_minor), 0)::bigint`.as('asked'))
    .executeTakeFirstOrThrow()
  return { limit, asked }
}
