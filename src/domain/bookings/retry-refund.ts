import { done, refuse, type Context } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { joinRows } from '#platform/rows.ts'
import { authorOf, type MemberScope } from '#domain/access/scope.ts'
import type { Fact } from '#domain/facts/fact.ts'
import { changedRefund, partsOfRefund, refundPayload } from '#domain/money/load-refund.ts'
import { refundPromised } from '#domain/money/postings.ts'
import { record } from '#domain/reactions/record.ts'
import { moneyFact } from './capture.ts'
import { refundRow } from './promised-refunds.ts'
import { giveBackParts } from './give-back-parts.ts'
import { surroundings } from './people-concerned.ts'
import type { LockedRefund } from './refund-acts.ts'
import { ownLimitRefusal } from './refund-limits.ts'
import { mostOf, type DecidedRefund } from './request-refund.ts'
import { aboutOf } from './sale.ts'
import { writeRows } from './write-rows.ts'

/** A new refund in the place of one that failed, under the same lock. */
export async function tryAgain(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  { refund, payment, booking }: LockedRefund,
): Promise<DecidedRefund> {
  if (payment.disputed_at) return refuse({ code: 'payment_disputed' })
  const most = mostOf(booking, payment)
  if (refund.amount_minor > most)
    return refuse({ code: 'refund_too_large', mostMinor: most.toString(), currency: refund.currency })
  const refusal = await ownLimitRefusal(tx, scope, refund)
  if (refusal) return refuse(refusal)
  const { memberId } = scope.actor
  const frame = { ...moneyFact(booking, authorOf(scope).actor), remarkId: refund.remark_id }
  const named = {
    id: newId(),
    paymentId: payment.id,
    amountMinor: refund.amount_minor,
    way: refund.way,
  }
  const author = { factId: frame.id, memberId: refund.requested_by ?? memberId, remarkId: refund.remark_id }
  const row = {
    ...refundRow(booking, named, author, { state: 'approved', cause: refund.cause }),
    requested_by: refund.cause === 'member' ? author.memberId : refund.requested_by,
    approved_by: memberId,
  }
  const fact: Fact<'refund.approved'> = { ...frame, kind: 'refund.approved', payload: refundPayload(row) }
  const before = await partsOfRefund(tx, refund)
  // One that was made and failed at the provider before we heard of it was never promised here.
  const parts = before.length > 0 ? before : giveBackParts(booking, refund.amount_minor)
  const rows = joinRows(
    { refunds: [row], changed_refunds: [changedRefund(refund, { needs_attention: false })] },
    refundPromised(aboutOf(booking), named, parts),
  )
  await writeRows(context, tx, scope.orgId, rows, [record(fact as Fact, surroundings(booking, []))], {
    settleRefunds: refund.way === 'outside' ? [] : [named.id],
  })
  return done({ refundId: named.id, state: 'approved' })
}
