import type { Context } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { changedRefund, type RefundRow } from '#domain/money/load-refund.ts'
import type { RefundTruth } from '#domain/money/payment-provider.ts'
import { afterAct, type RefundState } from '#domain/money/refund-states.ts'
import { failed, succeeded, type LockedRefund, type RefundActed } from './refund-acts.ts'
import { writeRows } from './write-rows.ts'

/** True when a provider's answer about a refund says something that our row does not say yet. */
export function isNews(
  refund: Pick<RefundRow, 'state' | 'provider_reference'>,
  truth: Pick<RefundTruth, 'state' | 'reference'>,
): boolean {
  if (truth.state === 'pending')
    return afterAct(refund.state, 'send') !== null && refund.provider_reference !== truth.reference
  return afterAct(refund.state, truth.state === 'succeeded' ? 'succeed' : 'fail') !== null
}

/**
 * Writes down what a provider says of a refund, once: whatever was known before stays, answers only move it forward.
 * Returns the state afterwards.
 */
export async function applyRefundTruth(
  context: Context,
  tx: Tx,
  locked: LockedRefund,
  truth: Omit<RefundTruth, 'refundId'>,
): Promise<RefundState> {
  const { refund, payment } = locked
  if (!isNews(refund, truth)) return refund.state
  // The key carries the amount, so another one cannot be: then a person has to look before anything is booked.
  if (truth.amountMinor !== refund.amount_minor) return doubt(context, tx, locked)
  const acted = await rowsOf(tx, locked, truth)
  await writeRows(context, tx, refund.org_id, acted.rows, acted.recorded)
  // A provider that refuses may have given the money back another way, as in its own console: then it says so.
  if (truth.state === 'failed')
    await context.queue.enqueue(tx, 'settle_payment', [
      { data: { orgId: refund.org_id, paymentId: payment.id }, singletonKey: `${payment.id} ${refund.id}` },
    ])
  return stateAfter(truth)
}

async function rowsOf(
  tx: Tx,
  locked: LockedRefund,
  truth: Omit<RefundTruth, 'refundId'>,
): Promise<RefundActed> {
  if (truth.state === 'failed') return failed(tx, locked, truth.failure, truth.reference)
  if (truth.state === 'succeeded') return succeeded(locked, { provider_reference: truth.reference })
  const state = stateAfter(truth)
  const row = changedRefund(locked.refund, { state, provider_reference: truth.reference, failure: '' })
  return { rows: { changed_refunds: [row] }, recorded: [] }
}

function stateAfter(truth: Pick<RefundTruth, 'state'>): RefundState {
  // The provider knows it and it is on its way: that is no longer unknown.
  return truth.state === 'pending' ? 'processing' : truth.state
}

async function doubt(context: Context, tx: Tx, { refund }: LockedRefund): Promise<RefundState> {
  const row = changedRefund(refund, { failure: 'amount_differs', needs_attention: true })
  await writeRows(context, tx, refund.org_id, { changed_refunds: [row] }, [])
  return refund.state
}
