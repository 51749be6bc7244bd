import { newId } from '#platform/ids.ts'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, type Reader, type Tx } from '#platform/db.ts'
import { joinRows } from '#platform/rows.ts'
import { actorOf, may, type MemberScope } from '#domain/access/scope.ts'
import type { Fact, FactActor } from '#domain/facts/fact.ts'
import type { SessionAmount } from '#domain/money/postings.ts'
import { splitByWeights } from '#domain/money/shares.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking, Session } from './booking.ts'
import { moneyFact } from './capture.ts'
import { chargeFees } from './change-money.ts'
import { promiseRefunds, STATE_BY_SETTING } from './promised-refunds.ts'
import { correctedRows, FEE_LINES } from './correct-fee.ts'
import {
  bookingOfFee,
  feeDecisionsSeen,
  invoiceOfLine,
  loadQuestion,
  type FeeDecisionSeen,
  type Question,
} from './fee-queries.ts'
import { decided, feeDecided, type FeeChoice } from './fee-rows.ts'
import { lockedBooking } from './locked-booking.ts'
import { mayAct } from './may-act.ts'
import { feeRefusal, LARGEST_FEE_MINOR, type FeeRefusal } from './money-choices.ts'
import { surroundings } from './people-concerned.ts'
import { undoEndOf } from './undo-window.ts'
import { writeRows } from './write-rows.ts'

export type DecideFeeRefusal =
  | { code: 'unknown_fee' }
  | { code: 'not_permitted' }
  | { code: 'already_decided' }
  | FeeRefusal

/** What became of the question, and the refunds of money that had been kept back for it. */
export interface DecidedFee {
  decision: 'accepted' | 'changed' | 'skipped'
  amountMinor: bigint
  refunds: { refund: string; amountMinor: string; way: 'provider' | 'outside' | 'credit' }[]
}

/**
 * A member decides on a fee that waits for it (octopus O66–O69, D18). What is charged gets a line of its own. Where a
 * customer's late cancellation kept money back until now, the part that the fee does not need goes back as the refund
 * setting says. Charging the default takes the right to change the booking, less than that the right to waive.
 */
export async function decideFee(
  context: Context,
  scope: MemberScope,
  feeDecisionId: string,
  choice: { decision: 'accept' | 'skip' } | { decision: 'change'; minor: bigint },
): Promise<Outcome<DecidedFee, DecideFeeRefusal>> {
  return inTransaction(context.db, async (tx) => {
    const bookingId = await bookingOfFee(tx, scope, feeDecisionId)
    const booking = bookingId ? await lockedBooking(tx, scope, bookingId) : null
    if (!booking || !mayAct(scope, booking, 'view')) return refuse({ code: 'unknown_fee' })
    if (!mayAct(scope, booking, 'change')) return refuse({ code: 'not_permitted' })
    const asked = await loadQuestion(tx, scope, feeDecisionId)
    if (asked.decision !== 'asked') return refuse({ code: 'already_decided' })
    const feeAsked = { defaultMinor: asked.defaultMinor.toString() }
    const refusal = feeRefusal(scope, { feeAsked, currency: booking.currency }, { fee: choice })
    if (refusal) return refuse(refusal)
    return done(await carryOut(context, tx, scope, { booking, asked, choice }))
  })
}

async function carryOut(
  context: Context,
  tx: Tx,
  scope: MemberScope,
  { booking, asked, choice }: { booking: Booking; asked: Question; choice: FeeChoice },
): Promise<DecidedFee> {
  const { decision, minor } = decided(choice, asked.defaultMinor)
  const parts = splitFee(booking, asked, minor)
  const factId = newId()
  const undoUntil = undoEndOf(sessionsOf(booking, asked), booking.now)
  const author = {
    factId,
    memberId: null,
    remarkId: null,
    refundState: 'requested' as const,
    refundsDueAt: undoUntil,
  }
  const state = STATE_BY_SETTING[booking.organization.refundSetting]
  const back = promiseRefunds(booking, keptTooMuch(booking, asked, parts), author, state)
  const answered = {
    ...asked.row,
    decision,
    amount_minor: minor,
    decided_by: scope.actor.memberId,
    decided_at: booking.now,
  }
  const about = { kind: asked.kind, sessionId: asked.sessionId, defaultMinor: asked.defaultMinor }
  const actor = actorOf(scope)
  const as = decision as DecidedFee['decision']
  await writeRows(
    context,
    tx,
    booking.orgId,
    joinRows(
      { changed_fee_decisions: [answered] },
      chargeFees(booking, [{ kind: `${asked.kind}_fee`, parts }]),
      back.rows,
    ),
    [
      feeDecided(booking, actor, about, { decision: as, minor }, factId),
      ...refundFacts(booking, actor, state, back.rows.refunds ?? []),
    ],
    {
      settleRefunds: back.toSettle,
      ...(undoUntil ? { sureInSeconds: booking.now.until(undoUntil).total('seconds') } : {}),
    },
  )
  return { decision: as, amountMinor: minor, refunds: back.refunds }
}

/** What is paid for a session and neither kept nor asked for any more. */
function spare(session: Session): bigint {
  return session.paidMinor > session.chargedMinor ? session.paidMinor - session.chargedMinor : 0n
}

/** The sessions of the question: the one that was marked, or those that the change canceled late. */
function sessionsOf(booking: Booking, asked: Question): Session[] {
  return booking.sessions.filter((session) => asked.sessionIds.includes(session.id))
}

/** A fee takes first what was kept back for it; without any, each session bears it as it bore the price. */
function splitFee(booking: Booking, asked: Question, minor: bigint): SessionAmount[] {
  const sessions = sessionsOf(booking, asked)
  const kept = keptBack(asked) ? sessions.map(spare) : []
  const weights = kept.some((amount) => amount > 0n)
    ? kept
    : sessions.map((session) => session.priceShareMinor)
  const parts = splitByWeights(minor, weights)
  return sessions.map((session, index) => ({ sessionId: session.id, minor: parts[index]! }))
}

// Only a customer's own cancellation keeps money back; a member said at once how much goes back (oncehub R69).
function keptBack(asked: Question): boolean {
  return asked.kind === 'cancellation' && asked.askedBy === 'customer'
}

function keptTooMuch(booking: Booking, asked: Question, fees: SessionAmount[]): SessionAmount[] {
  if (!keptBack(asked)) return []
  const sessions = sessionsOf(booking, asked)
  const left = sessions.map((session, index) => {
    const rest = spare(session) - fees[index]!.minor
    return { sessionId: session.id, minor: rest > 0n ? rest : 0n }
  })
  const charged = fees.reduce((sum, fee) => sum + fee.minor, 0n)
  const most = asked.defaultMinor > charged ? asked.defaultMinor - charged : 0n
  const all = left.reduce((sum, part) => sum + part.minor, 0n)
  if (all <= most) return left
  const parts = splitByWeights(
    most,
    left.map((part) => part.minor),
  )
  return left.map((part, index) => ({ ...part, minor: parts[index]! }))
}

function refundFacts(
  booking: Booking,
  actor: FactActor,
  state: 'none' | 'requested' | 'approved',
  refunds: readonly Record<string, unknown>[],
): Recorded[] {
  return refunds.map((refund) => {
    const fact: Fact<'refund.requested' | 'refund.approved'> = {
      ...moneyFact(booking, actor),
      kind: state === 'approved' ? 'refund.approved' : 'refund.requested',
      payload: {
        refund: refund.id as string,
        payment: refund.payment_id as string,
        amountMinor: String(refund.amount_minor),
        currency: booking.currency,
        way: refund.way as 'provider' | 'outside' | 'credit',
        cause: 'policy',
        requestedBy: null,
      },
    }
    return record(fact, surroundings(booking, []))
  })
}

export type CorrectFeeRefusal =
  | { code: 'unknown_line' }
  | { code: 'not_permitted' }
  | { code: 'not_a_fee' }
  | { code: 'invoice_is_void' }
  | { code: 'fee_out_of_range'; mostMinor: string; currency: string }

/**
 * Sets a fee on the invoice to another amount by hand (octopus O70, M8). The line stays and asks for the new amount;
 * what was paid beyond it makes the balance negative, and nothing goes back by itself.
 */
export async function correctFee(
  context: Context,
  scope: MemberScope,
  invoiceLineId: string,
  minor: bigint,
): Promise<Outcome<{ invoice: string; fromMinor: bigint }, CorrectFeeRefusal>> {
  return inTransaction(context.db, async (tx) => {
    const found = await invoiceOfLine(tx, scope, invoiceLineId)
    const booking = found ? await lockedBooking(tx, scope, found.booking_id) : null
    if (!found || !booking || !mayAct(scope, booking, 'view')) return refuse({ code: 'unknown_line' })
    if (!may(scope, 'invoice.edit')) return refuse({ code: 'not_permitted' })
    if (found.kind !== 'invoice') return refuse({ code: 'not_a_fee' })
    if (booking.money.invoice?.id !== found.invoice_id) return refuse({ code: 'invoice_is_void' })
    const line = booking.money.invoice.lines.find((entry) => entry.id === invoiceLineId)!
    if (!FEE_LINES.includes(line.kind)) return refuse({ code: 'not_a_fee' })
    if (minor < 0n || minor > LARGEST_FEE_MINOR) {
      const { currency } = booking
      return refuse({ code: 'fee_out_of_range', mostMinor: LARGEST_FEE_MINOR.toString(), currency })
    }
    const fromMinor = line.payableMinor
    if (minor !== fromMinor) {
      const { rows, recorded } = correctedRows(booking, actorOf(scope), line, minor)
      await writeRows(context, tx, booking.orgId, rows, [recorded])
    }
    return done({ invoice: found.invoice_id, fromMinor })
  })
}

/**
 * Fees that somebody was asked about, the newest first and at most a hundred: of one booking, or of all that the member
 * may see; `open` leaves those that still wait.
 */
export function listFeeDecisions(
  db: Reader,
  scope: MemberScope,
  filters: { bookingId?: string | undefined; open?: boolean | undefined },
): Promise<FeeDecisionSeen[]> {
  return feeDecisionsSeen(db, scope, filters)
}
