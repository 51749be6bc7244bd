import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { actorOf, type MemberScope } from '#domain/access/scope.ts'
import { remarkRow, type Recorded } from '#domain/reactions/record.ts'
import type { WrittenAlong } from './act-on-sessions.ts'
import type { Booking, Session } from './booking.ts'
import { chargeFees } from './change-money.ts'
import { correctedRows } from './correct-fee.ts'
import { decided, feeDecided, feeDecisionRow, type FeeChoice } from './fee-rows.ts'
import { feeRefusal, type FeeRefusal } from './money-choices.ts'

/** The fees of a session that nobody came to, or that could not be done; neither is ever a cancellation fee (O80). */
type AttendanceFee = 'call_out' | 'no_show'

/** The organization's fee that a member is asked about before they mark this, or null; a free booking has none. */
export function attendanceFeeAsked(booking: Booking, kind: AttendanceFee): { defaultMinor: string } | null {
  const { callOutFeeMinor, noShowFeeMinor } = booking.organization.money
  const minor = kind === 'call_out' ? callOutFeeMinor : noShowFeeMinor
  return booking.paymentMode === 'free' || minor === null ? null : { defaultMinor: minor.toString() }
}

/**
 * What is written when a session is marked: the fee as it was chosen, with the record of the decision (octopus
 * O76–O79). The session itself stays on the invoice, because its time was taken; the fee comes on top.
 */
export function chargeAttendance(
  scope: MemberScope,
  kind: AttendanceFee,
  { fee, reason }: { fee?: FeeChoice | undefined; reason?: string },
) {
  return async (
    _tx: Tx,
    booking: Booking,
    sessions: Session[],
    factId: string,
  ): Promise<Outcome<WrittenAlong, FeeRefusal>> => {
    const feeAsked = attendanceFeeAsked(booking, kind)
    const refusal = feeRefusal(scope, { feeAsked, currency: booking.currency }, fee ? { fee } : {})
    if (refusal) return refuse(refusal)
    const remark = reason ? remarkRow(booking.orgId, booking.id, 'failed_reason', reason, booking.now) : null
    const remarkId = remark?.id ?? null
    const author = { factId, memberId: scope.actor.memberId, remarkId }
    const money = fee ? feeOf(scope, booking, sessions[0]!, { kind, fee, feeAsked }, author) : NOTHING
    const rows = joinRows({ remarks: remark ? [remark] : [] }, money.rows)
    return done({ rows, recorded: money.recorded, remarkId })
  }
}

const NOTHING: { rows: Rows; recorded: Recorded[] } = { rows: {}, recorded: [] }

function feeOf(
  scope: MemberScope,
  booking: Booking,
  session: Session,
  chosen: { kind: AttendanceFee; fee: FeeChoice; feeAsked: { defaultMinor: string } | null },
  author: { factId: string; memberId: string; remarkId: string | null },
): { rows: Rows; recorded: Recorded[] } {
  const defaultMinor = BigInt(chosen.feeAsked?.defaultMinor ?? 0)
  const { decision, minor } = decided(chosen.fee, defaultMinor)
  if (!chosen.feeAsked && minor === 0n) return NOTHING
  const asked = { kind: chosen.kind, sessionId: session.id, defaultMinor }
  const parts = [{ sessionId: session.id, minor }]
  return {
    rows: joinRows(
      { fee_decisions: [feeDecisionRow(booking, asked, { decision, minor }, author)] },
      chargeFees(booking, [{ kind: `${chosen.kind}_fee`, parts }]),
    ),
    recorded: decision === 'asked' ? [] : [feeDecided(booking, actorOf(scope), asked, { decision, minor })],
  }
}

/**
 * What is written when that is taken back: the session took place, so its fee is no longer asked for, and a question
 * about one is closed. What was paid for it stays as the customer's until somebody gives it back.
 */
export function dropAttendanceFee(scope: MemberScope, kind: AttendanceFee) {
  return async (
    tx: Tx,
    booking: Booking,
    sessions: Session[],
    _factId: string,
  ): Promise<Outcome<WrittenAlong, never>> => {
    const [session] = sessions
    const lines = (booking.money.invoice?.lines ?? []).filter(
      (line) => line.kind === `${kind}_fee` && line.sessionId === session!.id && line.payableMinor > 0n,
    )
    const dropped = lines.map((line) => correctedRows(booking, actorOf(scope), line, 0n))
    const open = await tx
      .selectFrom('fee_decisions')
      .where('org_id', '=', booking.orgId)
      .where('booking_id', '=', booking.id)
      .where('session_id', '=', session!.id)
      .where('kind', '=', kind)
      .where('decision', '=', 'asked')
      .selectAll()
      .execute()
    const closed = open.map((row) => ({
      ...row,
      decision: 'skipped',
      decided_by: scope.actor.memberId,
      decided_at: booking.now,
    }))
    const answers = open.map((row) =>
      feeDecided(
        booking,
        actorOf(scope),
        { kind, sessionId: row.session_id, defaultMinor: row.default_minor },
        { decision: 'skipped', minor: 0n },
      ),
    )
    const rows = joinRows({ changed_fee_decisions: closed }, ...dropped.map((entry) => entry.rows))
    return done({ rows, recorded: [...dropped.map((entry) => entry.recorded), ...answers] })
  }
}
