import { newId } from '#platform/ids.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { FactActor, FactPayloads } from '#domain/facts/fact.ts'
import type { Booking } from './booking.ts'
import { moneyFact } from './capture.ts'
import type { ChangeChoices } from './change.ts'
import { surroundings } from './people-concerned.ts'

/** What a member makes of a fee they are asked about. */
export type FeeChoice = NonNullable<ChangeChoices['fee']>

export type FeeKind = 'cancellation' | 'call_out' | 'no_show'

/** A fee that somebody is asked about, as the record of the decision keeps it (octopus D18). */
export interface FeeAsked {
  kind: FeeKind
  sessionId: string | null
  /** The default at that time; 0 where there was none. */
  defaultMinor: bigint
}

export type FeeDecision = 'asked' | 'accepted' | 'changed' | 'skipped' | 'automatic'

/** The amount that a choice comes to, and its name in the record. */
export function decided(choice: FeeChoice, defaultMinor: bigint) {
  const decision = DECISIONS[choice.decision]
  const minor = choice.decision === 'change' ? choice.minor : choice.decision === 'accept' ? defaultMinor : 0n
  return { decision, minor }
}

const DECISIONS = { accept: 'accepted', change: 'changed', skip: 'skipped', ask: 'asked' } as const

/** The record of a decision, or of a question that waits for one. */
export function feeDecisionRow(
  booking: Booking,
  asked: FeeAsked,
  { decision, minor }: { decision: FeeDecision; minor: bigint },
  author: { factId: string; memberId: string | null; remarkId: string | null },
) {
  const isOpen = decision === 'asked'
  return {
    org_id: booking.orgId,
    id: newId(),
    booking_id: booking.id,
    session_id: asked.sessionId,
    fact_id: author.factId,
    kind: asked.kind,
    default_minor: asked.defaultMinor,
    currency: booking.currency,
    decision,
    amount_minor: minor,
    decided_by: isOpen ? null : author.memberId,
    decided_at: isOpen ? null : booking.now,
    remark_id: author.remarkId,
    created_at: booking.now,
  }
}

/** The fact that somebody decided on a fee. */
export function feeDecided(
  booking: Booking,
  actor: FactActor,
  asked: FeeAsked,
  to: { decision: FactPayloads['fee.decided']['decision']; minor: bigint },
  id = newId(),
): Recorded {
  const payload: FactPayloads['fee.decided'] = {
    kind: asked.kind,
    decision: to.decision,
    defaultMinor: asked.defaultMinor.toString(),
    amountMinor: to.minor.toString(),
    currency: booking.currency,
  }
  return record({ ...moneyFact(booking, actor), id, kind: 'fee.decided', payload }, surroundings(booking, []))
}
