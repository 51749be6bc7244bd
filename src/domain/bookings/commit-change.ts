import { sql } from 'kysely'
import { done, refuse, type Context, type Outcome } from '#platform/context.ts'
import { inTransaction, violatedConstraint, type Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { CustomerScope, MemberScope } from '#domain/access/scope.ts'
import type { Booking } from './booking.ts'
import { LONGEST_REASON, type ChangeChoices, type ChangeRefusal, type Quote, type Receipt } from './change.ts'
import { changeRows } from './change-rows.ts'
import { evaluateSession } from './decide-change.ts'
import { loadBooking } from './load-booking.ts'
import { moneyRefusal } from './money-choices.ts'
import { refundStateFor } from './refund-limits.ts'
import { quoteMoney } from './quote-money.ts'
import { mayAct } from './may-act.ts'
import { missingAnswers } from './missing-answers.ts'
import { nearestTimes } from './nearest-times.ts'
import { belongsTo, quoteId } from './quote.ts'
import { recordRefusedAttempt } from './refused-attempt.ts'
import { writeRows } from './write-rows.ts'
import { transition } from './lifecycle.ts'

/**
 * Carries out a quote: the second of the two calls that change a booking. One transaction; the booking and then
 * everybody's time are locked in a fixed order, and the database refuses whatever overlaps. Committing the same
 * quote again returns the first receipt. A refusal means that nothing changed. `objection` is asked of the locked
 * booking by whoever acts for somebody and has conditions of their own; `isRepeat` says that the quote was committed
 * before and its receipt is about to be given again.
 */
export async function commitChange<Objection = never>(
  context: Context,
  scope: CustomerScope | MemberScope,
  quote: Quote,
  choices: ChangeChoices,
  objection: (booking: Booking, isRepeat: boolean) => Objection | null = () => null,
): Promise<Outcome<Receipt, ChangeRefusal | Objection>> {
  if (!belongsTo(quote, scope)) return refuse({ code: 'quote_unreadable' })
  try {
    return await inTransaction(context.db, (tx) =>
      commitInside(context, tx, scope, quote, choices, { objection }),
    )
  } catch (error) {
    if (violatedConstraint(error) !== 'one_place_at_a_time') throw error
    return refuse(await nearestTimes(context.db, scope, quote))
  }
}

interface CommitOptions<Objection> {
  objection?: (booking: Booking, isRepeat: boolean) => Objection | null
  /** Rows of the payment that this change waited for; with them the change is paid. */
  payment?: (booking: Booking) => Rows
}

/** The same inside a transaction of the caller's, who catches the overlap that the database refuses. */
export async function commitInside<Objection = never>(
  context: Context,
  tx: Tx,
  scope: CustomerScope | MemberScope,
  quote: Quote,
  choices: ChangeChoices,
  options: CommitOptions<Objection>,
): Promise<Outcome<Receipt, ChangeRefusal | Objection>> {
  const newOwners = quote.reschedule.flatMap((move) => move.hosts.map((host) => host.ownerId))
  await sql`select lock_booking(${scope.orgId}, ${quote.bookingId}, ${newOwners}::uuid[])`.execute(tx)
  const booking = await loadBooking(tx, scope, quote.bookingId)
  if (!booking) return refuse({ code: 'unknown_booking' })
  if (!mayAct(scope, booking, 'change')) return refuse({ code: 'not_permitted' })
  // A committed quote always raised the revision, so only a booking that moved on can hold its receipt.
  const movedOn = booking.revision !== quote.baseRevision
  const earlier = movedOn ? await earlierReceipt(tx, quote) : null
  const objected = options.objection?.(booking, earlier !== null) ?? null
  if (objected) return refuse(objected)
  if (earlier) return done(earlier)
  const isPaid = options.payment !== undefined
  const refusal = await refusalOf(context, tx, scope, booking, quote, choices, isPaid)
  if (refusal) return refuse(refusal)
  const refundState = await refundStateFor(tx, scope, booking.id, choices.refundMinor ?? 0n)
  const { rows, recorded, receipt, refundsToSettle, undoUntil } = changeRows(
    booking,
    scope,
    quote,
    choices,
    refundState,
  )
  const all = joinRows(rows, options.payment?.(booking) ?? {})
  await writeRows(context, tx, scope.orgId, all, recorded, {
    settleRefunds: refundsToSettle,
    // What can be taken back leaves when it no longer can.
    ...(undoUntil ? { sureInSeconds: booking.now.until(undoUntil).total('seconds') } : {}),
  })
  return done(receipt)
}

/** Why a quote could not be committed now if its fee were paid, or null; asked before anybody pays. */
export async function objectionToCommit(
  context: Context,
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  quote: Quote,
  choices: ChangeChoices,
): Promise<ChangeRefusal | null> {
  const refusal = await refusalOf(context, tx, scope, booking, quote, choices, false)
  return refusal?.code === 'payment_required' ? null : refusal
}

async function refusalOf(
  context: Context,
  tx: Tx,
  scope: CustomerScope | MemberScope,
  booking: Booking,
  quote: Quote,
  choices: ChangeChoices,
  isPaid: boolean,
): Promise<ChangeRefusal | null> {
  if (booking.revision !== quote.baseRevision || !standsAsQuoted(booking, quote))
    return { code: 'changed_meanwhile', revision: booking.revision }
  const refusal =
    refusalNow(booking, scope, quote, isPaid) ??
    reasonRefusal(quote, choices) ??
    approvalRefusal(quote) ??
    answersRefusal(booking, quote, choices) ??
    moneyRefusal(scope, quote, choices, isPaid)
  if (refusal?.code === 'policy') await recordRefusedAttempt(context, tx, scope, booking, quote, refusal)
  return refusal
}

// A payment, a refund or a fee in between does not change the booking, but it changes what the quote was made of.
function standsAsQuoted(booking: Booking, quote: Quote): boolean {
  if (quoteMoney(booking, quote, quote.actor.kind).feesTaxMinor !== quote.feesTaxMinor) return false
  return quote.cancel.every((entry) => {
    const session = booking.sessions.find(({ id }) => id === entry.session)
    return (
      session?.chargedMinor.toString() === entry.chargedMinor &&
      session.paidMinor.toString() === entry.paidMinor
    )
  })
}

async function earlierReceipt(tx: Tx, quote: Quote): Promise<Receipt | null> {
  const earlier = await tx
    .selectFrom('quotes')
    .where('org_id', '=', quote.orgId)
    .where('id', '=', quoteId(quote))
    .select('receipt')
    .executeTakeFirst()
  return earlier ? (earlier.receipt as unknown as Receipt) : null
}

/**
 * A quote is honoured until it expires even if a deadline passes meanwhile, unless the organization honours
 * none; then, and once it has expired, the policy is asked again (domain.md §2). Nobody but the business changes
 * a session that began.
 */
function refusalNow(
  booking: Booking,
  scope: CustomerScope | MemberScope,
  quote: Quote,
  isPaid: boolean,
): ChangeRefusal | null {
  // Somebody who paid in time is not turned away because the provider took a moment to say so.
  const expired = !isPaid && Temporal.Instant.compare(booking.now, Temporal.Instant.from(quote.expiresAt)) > 0
  const asksAgain = expired || (!isPaid && booking.organization.quoteHonouredMinutes === 0)
  const touched = [
    ...quote.cancel.map((entry) => ({ id: entry.session, action: 'cancel' as const })),
    ...quote.reschedule.map((entry) => ({ id: entry.session, action: 'reschedule' as const })),
  ]
  for (const { id, action } of touched) {
    const session = booking.sessions.find((entry) => entry.id === id)!
    const possible = transition(action, scope.actor.kind, session, booking.now)
    if (!possible.ok) return { code: 'state', session: id, state: session.state }
    const verdict = evaluateSession(booking, session, action)
    if (scope.actor.kind !== 'customer' || verdict.allowed) continue
    const { code } = verdict.refusal
    if (asksAgain || code === 'started' || code === 'switched_off')
      return { code: 'policy', session: id, refusal: verdict.refusal }
  }
  return expired ? { code: 'quote_expired' } : null
}

function reasonRefusal(quote: Quote, choices: ChangeChoices): ChangeRefusal | null {
  const reason = choices.reason?.trim() ?? ''
  if (reason.length > LONGEST_REASON) return { code: 'reason_too_long', longest: LONGEST_REASON }
  // The host's own cancellation gives everything back, or says why it does not.
  const keepsMoney =
    choices.initiative === 'host' && (choices.refundMinor ?? 0n) < BigInt(quote.refundableMinor)
  if (keepsMoney && reason === '') return { code: 'reason_required' }
  return quote.reason === 'required' && reason === '' ? { code: 'reason_required' } : null
}

function approvalRefusal(quote: Quote): ChangeRefusal | null {
  return quote.needsApproval ? { code: 'approval_required' } : null
}

function answersRefusal(
  booking: Booking,
  quote: Quote,
  { answers = [] }: ChangeChoices,
): ChangeRefusal | null {
  if (quote.actor.kind === 'member' || quote.reschedule.length === 0) return null
  const given = new Set(answers.filter(({ answer }) => answer.trim() !== '').map(({ key }) => key))
  const keys = missingAnswers(booking).flatMap(({ key }) => (given.has(key) ? [] : [key]))
  return keys.length > 0 ? { code: 'answers_missing', keys } : null
}
