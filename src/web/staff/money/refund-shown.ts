import { may } from '#domain/access/scope.ts'
import type { ListedRefund } from '#domain/bookings/list-refunds.ts'
import type { ActionRule } from '#domain/policies/policy.ts'
import { refundWords } from '#messages/staff-refunds.ts'
import type { StaffContext } from '../staff-env.ts'
import type { MoneyProblems } from './typed-amount.ts'

/** What somebody tried to do to a refund in this very request. */
export interface RefundTried {
  refundId: string
  /** In words: what happened, or why not. */
  said: string
  ok: boolean
  /** What is wrong with a field of the refund's own forms, and what was typed there. */
  problems?: MoneyProblems
  typed?: Record<string, string>
}

export interface RefundRowProps {
  c: StaffContext
  refund: ListedRefund
  /** The rule that governs the booking; undefined where no rule asked. */
  rule: { version: number; rule: ActionRule } | undefined
  /** Up to which amount the reader approves what they asked for themselves; null is any. */
  limit: bigint | null
  /** The address of this view, to come back to. */
  here: string
  tried: RefundTried | undefined
}

/** Why this member cannot approve this refund, or null (octopus D21). */
export function whyNotApprove({ c, refund, limit }: Pick<RefundRowProps, 'c' | 'refund' | 'limit'>) {
  const { scope, locale } = c.var
  const words = refundWords(locale)
  if (!may(scope, 'refund.approve')) return words.notYours
  if (isWaiting({ c, refund })) return words.waits(refund.dueAt!, c.var.viewer.zone)
  if (refund.isPaymentDisputed) return words.disputed
  const isOwn = refund.requestedBy?.id === scope.actor.memberId
  return isOwn && limit !== null && refund.amountMinor > limit ? words.ownLimit(limit, refund.currency) : null
}

/** True while the customer can still take the cancellation back. */
export function isWaiting({ c, refund }: Pick<RefundRowProps, 'c' | 'refund'>): boolean {
  return refund.dueAt !== null && Temporal.Instant.compare(refund.dueAt, c.var.viewer.now) > 0
}
