import { databaseNow } from '#platform/clock.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, type Tx } from '#platform/db.ts'
import { systemScope, type SystemScope } from '#domain/access/scope.ts'
import { changedRefund, loadRefund, type RefundRow } from '#domain/money/load-refund.ts'
import type { PaymentRow } from '#domain/money/load-payment.ts'
import { openProvider } from '#domain/money/payment-accounts.ts'
import {
  ProviderUnsure,
  type PaymentProvider,
  type PaymentProviders,
  type RefundIntent,
  type RefundTruth,
} from '#domain/money/payment-provider.ts'
import { afterAct, type RefundState } from '#domain/money/refund-states.ts'
import { isMirrored, mirrorProviderRefunds } from './mirror-refunds.ts'
import { lockRefund, putBack, waitsForUndo, type LockedRefund } from './refund-acts.ts'
import { applyRefundTruth } from './refund-truth.ts'
import { returnCredit } from './return-credit.ts'
import { writeRows } from './write-rows.ts'

/**
 * For a day the provider takes the same key for the same refund. An hour is left over, so that a call that was begun
 * in time also arrives in time.
 */
const SEND_AGAIN_HOURS = 23

/**
 * Carries out one approved refund, or finds out what became of it; may be called at any time, any number of times, by
 * several at once. The intent is committed before the call and its id is the key, so that a process that dies
 * anywhere in between is followed by one that asks the same again. Returns the state afterwards, null when there is no
 * such refund. Throws `ProviderUnsure` when nobody knows; the row then says so.
 */
export async function settleRefund(
  context: Context,
  providers: PaymentProviders,
  orgId: string,
  refundId: string,
): Promise<RefundState | null> {
  const scope = systemScope(orgId)
  const refund = await loadRefund(context.db, scope, refundId)
  if (!refund) return null
  if (refund.way === 'outside' || !afterAct(refund.state, 'send')) return refund.state
  if (refund.way === 'credit') return returnCredit(context, scope, refundId)
  const provider = await providerOf(context, providers, scope, refund)
  if (!provider) return inTransaction(context.db, (tx) => noteDisconnected(context, tx, scope, refundId))
  const intent = await inTransaction(context.db, (tx) => commitIntent(context, tx, scope, refundId))
  if (intent.next === 'nothing') return intent.state
  if (intent.next === 'read') return readAgain(context, provider, scope, intent.locked)
  try {
    const truth =
      intent.next === 'send'
        ? await provider.refund(intentOf(intent.locked))
        : await provider.findRefund(intentOf(intent.locked))
    return await inTransaction(context.db, (tx) => writeAnswer(context, tx, scope, refundId, truth))
  } catch (error) {
    if (error instanceof ProviderUnsure)
      await inTransaction(context.db, (tx) => noteUnsure(context, tx, scope, refundId))
    throw error
  }
}

async function providerOf(
  context: Context,
  providers: PaymentProviders,
  scope: SystemScope,
  refund: RefundRow,
): Promise<PaymentProvider | null> {
  const { provider } = await context.db
    .selectFrom('payments')
    .where('org_id', '=', scope.orgId)
    .where('id', '=', refund.payment_id)
    .select('provider')
    .executeTakeFirstOrThrow()
  return openProvider(context.db, scope, context.secret, providers, provider)
}

type Intent =
  | { next: 'nothing'; state: RefundState | null }
  /** read: it was made in the console. find: it is too late to send it again. The row is as it was before. */
  | { next: 'send' | 'find' | 'read'; locked: LockedRefund }

async function commitIntent(context: Context, tx: Tx, scope: SystemScope, refundId: string): Promise<Intent> {
  const locked = await lockRefund(tx, scope, refundId)
  const state = locked && afterAct(locked.refund.state, 'send')
  if (!state) return { next: 'nothing', state: locked?.refund.state ?? null }
  const { refund, payment, booking } = locked
  if (isMirrored(refund)) return { next: 'read', locked }
  if (waitsForUndo(refund, booking.now)) return { next: 'nothing', state: refund.state }
  // What the customer's bank takes back must not be given back besides (F16); what was sent already is asked about.
  if (payment.disputed_at && !refund.sent_at) {
    const acted = putBack(locked, 'payment_disputed')
    await writeRows(context, tx, scope.orgId, acted.rows, acted.recorded)
    return { next: 'nothing', state: 'requested' }
  }
  const at = await databaseNow(tx)
  if (refund.sent_at && isTooLate(refund.sent_at, at)) return { next: 'find', locked }
  const change = { state, attempts: refund.attempts + 1, sent_at: refund.sent_at ?? at }
  const row = changedRefund(refund, change)
  await writeRows(context, tx, scope.orgId, { changed_refunds: [row] }, [])
  return { next: 'send', locked }
}

function isTooLate(sentAt: Temporal.Instant, at: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, sentAt.add({ hours: SEND_AGAIN_HOURS })) >= 0
}

function intentOf({ refund, payment }: { refund: RefundRow; payment: PaymentRow }): RefundIntent {
  return {
    id: refund.id,
    paymentId: payment.id,
    paymentReference: payment.provider_reference ?? '',
    amountMinor: refund.amount_minor,
    currency: refund.currency,
    firstSentAt: refund.sent_at,
  }
}

async function writeAnswer(
  context: Context,
  tx: Tx,
  scope: SystemScope,
  refundId: string,
  truth: RefundTruth | null,
): Promise<RefundState> {
  const locked = (await lockRefund(tx, scope, refundId))!
  if (truth) return applyRefundTruth(context, tx, locked, truth)
  // It never arrived, and its key may no longer be used: a person decides afresh, nothing is sent by itself.
  const state = afterAct(locked.refund.state, 'put_back')
  if (!state) return locked.refund.state
  const acted = putBack(locked, 'never_arrived')
  await writeRows(context, tx, scope.orgId, acted.rows, acted.recorded)
  return state
}

async function noteUnsure(context: Context, tx: Tx, scope: SystemScope, refundId: string): Promise<void> {
  const { refund } = (await lockRefund(tx, scope, refundId))!
  const state = afterAct(refund.state, 'lose')
  if (!state || state === refund.state) return
  await writeRows(context, tx, scope.orgId, { changed_refunds: [changedRefund(refund, { state })] }, [])
}

// The promise stands; staff see why nothing happens, and the sweep tries again.
async function noteDisconnected(
  context: Context,
  tx: Tx,
  scope: SystemScope,
  refundId: string,
): Promise<RefundState> {
  const { refund } = (await lockRefund(tx, scope, refundId))!
  if (afterAct(refund.state, 'send') && refund.failure !== 'provider_not_connected') {
    const row = changedRefund(refund, { failure: 'provider_not_connected', needs_attention: true })
    await writeRows(context, tx, scope.orgId, { changed_refunds: [row] }, [])
  }
  return refund.state
}

async function readAgain(
  context: Context,
  provider: PaymentProvider,
  scope: SystemScope,
  { refund, payment }: LockedRefund,
): Promise<RefundState> {
  const truth = await provider.read({ id: payment.id, reference: payment.provider_reference })
  await mirrorProviderRefunds(context, scope, payment, truth)
  return (await loadRefund(context.db, scope, refund.id))!.state
}
