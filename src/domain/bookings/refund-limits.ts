import type { Reader } from '#platform/db.ts'
import type { MemberScope } from '#domain/access/scope.ts'
import type { RefundRow } from '#domain/money/load-refund.ts'
import type { RefundRefusal } from './request-refund.ts'

/** Whoever asked for a refund approves it only up to their own limit; null is no limit (octopus D21). */
export async function ownLimitRefusal(
  db: Reader,
  scope: MemberScope,
  refund: Pick<RefundRow, 'requested_by' | 'amount_minor' | 'currency'>,
): Promise<Extract<RefundRefusal, { code: 'own_request' }> | null> {
  if (refund.requested_by !== scope.actor.memberId) return null
  const limit = await refundLimitOf(db, scope)
  return limit === null || refund.amount_minor <= limit
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
