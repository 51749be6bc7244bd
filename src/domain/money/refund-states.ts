/** Where a refund stands. */
export type RefundState =
  | 'requested'
  | 'approved'
  | 'processing'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  | 'rejected'

/** How the money goes back: the provider moves it, a member hands it back, or a spent credit gets it. */
export type RefundWay = 'provider' | 'outside' | 'credit'

/** What may happen to a refund; the first four are decisions of a person. */
export type RefundAct =
  | 'approve'
  | 'reject'
  /** To give back less than was asked for; whoever approves still has to. */
  | 'change'
  /** A refund that failed is tried again, as a new one. */
  | 'retry'
  /** The intent is committed, the provider is called next. */
  | 'send'
  /** The call ended, and nobody knows what it did. */
  | 'lose'
  /** The money left: the provider says so, a member handed it back, or the credit has it. */
  | 'succeed'
  /** It surely did not leave, or it came back. */
  | 'fail'
  /** Nothing was moved and nothing may be sent any more without a person who decides again. */
  | 'put_back'

/**
 * States × acts: the one list of what a refund can do (domain.md §7). An act that is missing is refused. What a
 * provider says only ever moves forward (on its way, arrived, came back), so answers may be heard in any order and
 * any number of times.
 */
const TABLE: Record<RefundState, Partial<Record<RefundAct, RefundState>>> = {
  requested: { approve: 'approved', reject: 'rejected', change: 'requested', succeed: 'succeeded' },
  approved: { reject: 'rejected', send: 'processing', put_back: 'requested', succeed: 'succeeded' },
  processing: {
    send: 'processing',
    lose: 'unknown',
    succeed: 'succeeded',
    fail: 'failed',
    put_back: 'requested',
  },
  unknown: { send: 'unknown', lose: 'unknown', succeed: 'succeeded', fail: 'failed', put_back: 'requested' },
  succeeded: { fail: 'failed' },
  failed: { retry: 'failed' },
  rejected: {},
}

/** The state after an act, or null when it is not possible now. */
export function afterAct(state: RefundState, act: RefundAct): RefundState | null {
  return TABLE[state][act] ?? null
}

/** A decision that a person can take about a refund. */
export type RefundDecision =
  | 'approve'
  | 'reject'
  | 'change'
  | 'mark_paid_back'
  | 'retry'
  | 'ask_again'
  | 'note_seen'

/**
 * What a person can decide about a refund now, for pages that offer buttons; who may is another question. A refund
 * that failed is retried or noted once, whichever comes first.
 */
export function decisionsOpen(refund: {
  state: RefundState
  way: RefundWay
  needsAttention: boolean
}): RefundDecision[] {
  const { state, way, needsAttention } = refund
  const decisions: RefundDecision[] = (['approve', 'change', 'reject'] as const).filter(
    (act) => afterAct(state, act) !== null,
  )
  if (state === 'approved' && way === 'outside') decisions.push('mark_paid_back')
  if (way !== 'outside' && (state === 'approved' || state === 'processing' || state === 'unknown'))
    decisions.push('ask_again')
  if (needsAttention && afterAct(state, 'retry')) decisions.push('retry')
  if (needsAttention) decisions.push('note_seen')
  return decisions
}
