import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { authorOf, may, type MemberScope } from '#domain/access/scope.ts'
import { changedRefund } from '#domain/money/load-refund.ts'
import { afterAct, type RefundAct, type RefundState } from '#domain/money/refund-states.ts'
import { remarkRow } from '#domain/reactions/record.ts'
import { LONGEST_REASON } from './change.ts'
import {
  lessened,
  lockRefund,
  refundFact,
  succeeded,
  waitsForUndo,
  withdrawn,
  type LockedRefund,
  type RefundActed,
} from './refund-acts.ts'
import { ownLimitRefusal } from './refund-limits.ts'
import { LONGEST_REFERENCE, type DecidedRefund, type RefundRefusal } from './request-refund.ts'
import { tryAgain } from './retry-refund.ts'
import { writeRows } from './write-rows.ts'

export type RefundDecided =
  | { decision: 'approve' }
  | { decision: 'reject'; reason: string }
  /** Less than was asked for; it still waits to be approved. More is a request of its own. */
  | { decision: 'change'; amountMinor: bigint }

interface Acted extends RefundActed {
  state: RefundState
  /** Whether the worker has something to do now. */
  settles: boolean
}

/** A permitted member approves a refund, refuses it with a reason, or lowers it. */
export async function decideRefund(
  context: Context,
  scope: MemberScope,
  refundId: string,
  decided: RefundDecided,
): Promise<DecidedRefund> {
  const act = { approve, reject, change }[decided.decision] as Decide
  return decide(context, scope, refundId, decided.decision, (tx, locked) => act(tx, scope, locked, decided))
}

/** What was promised was handed back outside, under this number; no two refunds have the same. */
export async function markPaidBack(
  context: Context,
  scope: MemberScope,
  refundId: string,
  reference: string,
): Promise<DecidedRefund> {
  const number = reference.trim()
  if (number === '') return refuse({ code: 'reference_missing' })
  if (number.length > LONGEST_REFERENCE)
    return refuse({ code: 'reference_too_long', longest: LONGEST_REFERENCE })
  return decide(context, scope, refundId, 'succeed', async (_tx, locked) => {
    const { state, way } = locked.refund
    if (way !== 'outside') return refuse({ code: 'way_not_possible' })
    if (state !== 'approved') return refuse({ code: 'refund_in_state', state })
    const acted = succeeded(locked, { reference: number, actor: authorOf(scope).actor })
    return done({ ...acted, state: 'succeeded', settles: false })
  })
}

/**
 * A member has a refund tried again. One that failed becomes a new refund with a key of its own, since a provider
 * answers a used key with the old failure; one that is on its way is asked about at once.
 */
export async function retryRefund(
  context: Context,
  scope: MemberScope,
  refundId: string,
): Promise<DecidedRefund> {
  if (!may(scope, 'refund.approve')) return refuse({ code: 'not_permitted' })
  return inTransaction(context.db, async (tx): Promise<DecidedRefund> => {
    const locked = await lockRefund(tx, scope, refundId)
    if (!locked) return refuse({ code: 'unknown_refund' })
    const { state, way, needs_attention: isOpen } = locked.refund
    if (afterAct(state, 'send') && way !== 'outside') {
      // A job that waits for its next attempt holds the refund's own key.
      const data = { orgId: scope.orgId, refundId }
      await context.queue.enqueue(tx, 'settle_refund', [{ data, singletonKey: `${refundId} now` }])
      return done({ refundId, state })
    }
    if (!afterAct(state, 'retry') || !isOpen) return refuse({ code: 'refund_in_state', state })
    return tryAgain(context, tx, scope, locked)
  })
}

/** Somebody saw what went wrong and does nothing more about it. */
export async function noteSeen(
  context: Context,
  scope: MemberScope,
  refundId: string,
): Promise<DecidedRefund> {
  return decide(context, scope, refundId, 'note', async (_tx, { refund }) =>
    done({
      rows: { changed_refunds: [changedRefund(refund, { needs_attention: false })] },
      recorded: [],
      state: refund.state,
      settles: false,
    }),
  )
}

type Decide = (
  tx: Tx,
  scope: MemberScope,
  locked: LockedRefund,
  decided: RefundDecided,
) => Promise<Outcome<Acted, RefundRefusal>>

async function decide(
  context: Context,
  scope: MemberScope,
  refundId: string,
  act: RefundAct | 'note',
  carryOut: (tx: Tx, locked: LockedRefund) => Promise<Outcome<Acted, RefundRefusal>>,
): Promise<DecidedRefund> {
  // Whoever handed money back writes that down; everything else is a decision about it.
  const permitted = may(scope, 'refund.approve') || (act === 'succeed' && may(scope, 'refund.request'))
  if (!permitted) return refuse({ code: 'not_permitted' })
  try {
    return await inTransaction(context.db, async (tx) => {
      const locked = await lockRefund(tx, scope, refundId)
      if (!locked) return refuse({ code: 'unknown_refund' })
      const { state } = locked.refund
      if (act !== 'note' && !afterAct(state, act)) return refuse({ code: 'refund_in_state', state })
      // What may not leave yet is not promised either; to give less, or nothing, is decided at any time.
      if ((act === 'approve' || act === 'succeed') && waitsForUndo(locked.refund, locked.booking.now))
        return refuse({ code: 'refund_waits', until: locked.refund.due_at!.toString() })
      const acted = await carryOut(tx, locked)
      if (!acted.ok) return acted
      const { rows, recorded, settles } = acted.value
      await writeRows(context, tx, scope.orgId, rows, recorded, { settleRefunds: settles ? [refundId] : [] })
      return done({ refundId, state: acted.value.state })
    })
  } catch (error) {
    if (violatedConstraint(error) !== 'one_outside_refund_per_reference') throw error
    return refuse({ code: 'reference_used' })
  }
}

async function approve(
  tx: Tx,
  scope: MemberScope,
  locked: LockedRefund,
): Promise<Outcome<Acted, RefundRefusal>> {
  const { refund, payment, booking } = locked
  if (payment.disputed_at) return refuse({ code: 'payment_disputed' })
  const refusal = await ownLimitRefusal(tx, scope, refund)
  if (refusal) return refuse(refusal)
  const { actor } = authorOf(scope)
  const approved_by = scope.actor.memberId
  // It was handed back when it was asked for, with its number; now it is in the books.
  if (refund.way === 'outside' && refund.reference !== '')
    return done({ ...succeeded(locked, { approved_by, actor }), state: 'succeeded', settles: false })
  const row = changedRefund(refund, { state: 'approved', approved_by, failure: '', needs_attention: false })
  return done({
    rows: { changed_refunds: [row] },
    recorded: [refundFact(booking, refund, 'refund.approved', actor)],
    state: 'approved',
    settles: refund.way !== 'outside',
  })
}

async function reject(
  tx: Tx,
  scope: MemberScope,
  locked: LockedRefund,
  decided: RefundDecided,
): Promise<Outcome<Acted, RefundRefusal>> {
  const { refund, booking } = locked
  const reason = decided.decision === 'reject' ? decided.reason.trim() : ''
  if (reason === '') return refuse({ code: 'reason_required' })
  if (reason.length > LONGEST_REASON) return refuse({ code: 'reason_too_long', longest: LONGEST_REASON })
  const remark = remarkRow(booking.orgId, booking.id, 'refund_rejection', reason, booking.now)
  const rows: Rows = await withdrawn(tx, locked, { approved_by: scope.actor.memberId, failure: '' })
  return done({
    rows: joinRows({ remarks: [remark] }, rows),
    recorded: [refundFact(booking, refund, 'refund.rejected', authorOf(scope).actor, remark.id)],
    state: 'rejected',
    settles: false,
  })
}

async function change(
  tx: Tx,
  scope: MemberScope,
  locked: LockedRefund,
  decided: RefundDecided,
): Promise<Outcome<Acted, RefundRefusal>> {
  const { refund, booking } = locked
  const amountMinor = decided.decision === 'change' ? decided.amountMinor : 0n
  if (amountMinor <= 0n) return refuse({ code: 'refund_not_positive' })
  const { currency } = refund
  if (amountMinor > refund.amount_minor)
    return refuse({ code: 'refund_too_large', mostMinor: refund.amount_minor.toString(), currency })
  const changed = { ...refund, amount_minor: amountMinor }
  const same = amountMinor === refund.amount_minor
  return done({
    rows: same ? {} : await lessened(tx, locked, amountMinor),
    recorded: same ? [] : [refundFact(booking, changed, 'refund.changed', authorOf(scope).actor)],
    state: refund.state,
    settles: false,
  })
}
