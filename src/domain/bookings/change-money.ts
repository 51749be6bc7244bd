import { newId } from '#platform/ids.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import { canceledLines, emptyInvoice, feeLines } from '#domain/money/papers.ts'
import { creditGranted, feeCharged, saleCanceled, type SessionAmount } from '#domain/money/postings.ts'
import { paidForShare } from '#domain/money/session-money.ts'
import { splitByWeights, splitEvenly } from '#domain/money/shares.ts'
import type { Booking, Session } from './booking.ts'
import type { ChangeChoices, Quote, SettledMoney } from './change.ts'
import { decided, feeDecisionRow, type FeeDecision } from './fee-rows.ts'
import { promiseRefunds, STATE_BY_SETTING, type MoneyAuthor } from './promised-refunds.ts'
import { creditOrRefund } from './quote-money.ts'
import { aboutOf, creditRow, partiesOf, saleOf } from './sale.ts'

/** Rows that do with money what the quote says and the choices leave open, and the ids of refunds to carry out. */
export function changeMoney(
  booking: Booking,
  quote: Quote,
  choices: ChangeChoices,
  author: MoneyAuthor,
): { rows: Rows; settled: SettledMoney; refundsToSettle: string[] } {
  const off = booking.sessions.filter((session) => quote.cancel.some((entry) => entry.session === session.id))
  const moveFees = quote.reschedule.map((move) => ({ sessionId: move.session, minor: BigInt(move.feeMinor) }))
  const { fees: cancelFees, decisions } = cancellationFees(booking, quote, choices, off, author)
  const charged = chargeFees(booking, [
    { kind: 'reschedule_fee', parts: moveFees },
    { kind: 'cancellation_fee', parts: cancelFees },
  ])
  const back = moneyBack(quote, choices, off, cancelFees)
  const takesCredit = choices.take === 'credit' && quote.creditMinor !== '0'
  const credit = takesCredit ? grantCredit(booking, quote, back) : null
  const promised = credit
    ? null
    : promiseRefunds(booking, back, author, stateOfRefunds(quote, choices, author))
  const owed = owedInAll(quote, choices, off, cancelFees)
  return {
    rows: joinRows(cancelSales(booking, off), charged, credit?.rows ?? {}, promised?.rows ?? {}, decisions),
    settled: {
      refundMinor: credit ? '0' : amountOf(back).toString(),
      feeMinor: quote.feeMinor,
      keptMinor: (amountOf(cancelFees) - owed).toString(),
      owedMinor: owed.toString(),
      undecidedMinor: quote.undecidedMinor,
      creditMinor: credit ? amountOf(back).toString() : '0',
      creditExpiresAt: credit?.expiresAt.toString() ?? null,
      refunds: promised?.refunds ?? [],
    },
    refundsToSettle: promised?.toSettle ?? [],
  }
}

function cancelSales(booking: Booking, off: Session[]): Rows {
  const sales = off.flatMap((session) => {
    const share = saleOf(booking, session)
    return share ? [{ sessionId: session.id, share }] : []
  })
  if (sales.length === 0) return {}
  const about = aboutOf(booking)
  return joinRows(
    saleCanceled(about, sales),
    canceledLines(about, partiesOf(booking), booking.money.invoice!, sales),
  )
}

/** The fees for canceling, session by session, and the record of the decision where one was asked for (octopus D18). */
function cancellationFees(
  booking: Booking,
  quote: Quote,
  choices: ChangeChoices,
  off: Session[],
  author: MoneyAuthor,
): { fees: SessionAmount[]; decisions: Rows } {
  if (quote.actor.kind === 'customer') {
    const fees = quote.cancel.map((entry) => ({
      sessionId: entry.session,
      minor: keptOf(entry, choices) + owedOf(entry, choices),
    }))
    if (!quote.cancel.some((entry) => entry.rule === 'late_fee')) return { fees, decisions: {} }
    const amount = amountOf(fees)
    // Whether the rules charged it or a member is asked shows in what was charged, however little was paid.
    const isAsked = amount === 0n
    const defaultMinor = isAsked ? lateFeeOf(booking, quote) : amount
    if (defaultMinor === 0n) return { fees, decisions: {} }
    const decision = isAsked ? ('asked' as const) : ('automatic' as const)
    return { fees, decisions: decisionRows(booking, defaultMinor, { decision, minor: amount }, author) }
  }
  const defaultMinor = BigInt(quote.feeAsked?.defaultMinor ?? 0)
  const to = decided(choices.fee ?? { decision: 'skip' }, defaultMinor)
  const { minor } = to
  const parts = splitByWeights(
    minor,
    off.map((session) => session.priceShareMinor),
  )
  const fees = off.map((session, index) => ({ sessionId: session.id, minor: parts[index]! }))
  if (!quote.feeAsked && minor === 0n) return { fees, decisions: {} }
  return { fees, decisions: decisionRows(booking, defaultMinor, to, author) }
}

// Whoever takes credit gets more back than money would be: only the rest of what they paid is kept, and nothing is owed.
function keptOf(entry: Quote['cancel'][number], choices: ChangeChoices): bigint {
  const kept = BigInt(entry.keptMinor)
  return takesCreditFor(entry, choices) ? kept + BigInt(entry.refundMinor) - BigInt(entry.creditMinor) : kept
}

function owedOf(entry: Quote['cancel'][number], choices: ChangeChoices): bigint {
  return takesCreditFor(entry, choices) ? 0n : BigInt(entry.owedMinor)
}

// Of a fee that a member charges, what was paid covers as much as it can.
function owedInAll(
  quote: Quote,
  choices: ChangeChoices,
  off: Session[],
  cancelFees: SessionAmount[],
): bigint {
  if (quote.actor.kind === 'customer')
    return quote.cancel.reduce((sum, entry) => sum + owedOf(entry, choices), 0n)
  return off.reduce((sum, session, index) => {
    const beyond = cancelFees[index]!.minor - paidForShare(session)
    return beyond > 0n ? sum + beyond : sum
  }, 0n)
}

function takesCreditFor(entry: Quote['cancel'][number], choices: ChangeChoices): boolean {
  return choices.take === 'credit' && entry.creditMinor !== '0'
}

/** The fee that a member is asked about: all of it, also where less was paid; never less than what is kept for it. */
function lateFeeOf(booking: Booking, quote: Quote): bigint {
  const kept = BigInt(quote.undecidedMinor)
  const { lateFee } = booking
  if (!lateFee) return kept
  const shares = splitEvenly(lateFee.minor, booking.sessions.length)
  const sessions = booking.sessions.filter((session) =>
    quote.cancel.some((entry) => entry.rule === 'late_fee' && entry.session === session.id),
  )
  const fee = sessions.reduce((sum, session) => sum + shares[session.position]!, 0n)
  return fee > kept ? fee : kept
}

function decisionRows(
  booking: Booking,
  defaultMinor: bigint,
  to: { decision: FeeDecision; minor: bigint },
  author: MoneyAuthor,
): Rows {
  const asked = { kind: 'cancellation' as const, sessionId: null, defaultMinor }
  return { fee_decisions: [feeDecisionRow(booking, asked, to, author)] }
}

/** Fees of one kind, session by session. */
export interface FeeCharge {
  kind: Parameters<typeof feeLines>[2]
  parts: readonly SessionAmount[]
}

/** Charges fees: the ledger asks for them, and the invoice has a line for each; a new invoice where there is none. */
export function chargeFees(booking: Booking, charges: readonly FeeCharge[]): Rows {
  const kinds = charges.map(({ kind, parts }) => ({ kind, parts: parts.filter((fee) => fee.minor > 0n) }))
  const fees = kinds.flatMap(({ parts }) => parts)
  if (fees.length === 0) return {}
  const about = aboutOf(booking)
  const rate = booking.organization.money.feeTaxBasisPoints
  const fresh = booking.money.invoice ? null : emptyInvoice(about, partiesOf(booking))
  const invoice = booking.money.invoice ?? fresh!
  const lines = kinds.map(({ kind, parts }, index) => {
    const before = kinds.slice(0, index).reduce((sum, entry) => sum + entry.parts.length, 0)
    return feeLines(about, invoice, kind, parts, rate, before)
  })
  return joinRows(fresh?.rows ?? {}, feeCharged(about, fees, rate), ...lines)
}

/** What goes back, session by session: as quoted to a customer, or as much as a member chose of what is left. */
function moneyBack(
  quote: Quote,
  choices: ChangeChoices,
  off: Session[],
  cancelFees: SessionAmount[],
): SessionAmount[] {
  if (quote.actor.kind === 'customer') {
    const minorOf = (entry: Quote['cancel'][number]) =>
      choices.take === 'credit' ? creditOrRefund(entry) : BigInt(entry.refundMinor)
    return quote.cancel.map((entry) => ({ sessionId: entry.session, minor: minorOf(entry) }))
  }
  const left = off.map((session, index) => {
    const paid = paidForShare(session) - cancelFees[index]!.minor
    return { sessionId: session.id, minor: paid > 0n ? paid : 0n }
  })
  const wanted = choices.refundMinor ?? 0n
  const parts = splitByWeights(
    wanted,
    left.map((part) => part.minor),
  )
  return left.map((part, index) => ({ ...part, minor: wanted === 0n ? 0n : parts[index]! }))
}

// Money goes back by itself only for a customer's own change (oncehub R118); a member's refund was just decided.
function stateOfRefunds(
  quote: Quote,
  choices: ChangeChoices,
  author: MoneyAuthor,
): 'none' | 'requested' | 'approved' {
  if (quote.actor.kind === 'member') return choices.refundMinor ? author.refundState : 'none'
  return STATE_BY_SETTING[quote.refundSetting]
}

function grantCredit(booking: Booking, quote: Quote, back: SessionAmount[]) {
  const id = newId()
  const months = quote.creditMonths ?? 12
  const zone = booking.organization.zone
  const expiresAt = booking.now.toZonedDateTimeISO(zone).add({ months }).toInstant()
  const credit = creditRow(booking, id, amountOf(back), expiresAt)
  const rows = joinRows({ credits: [credit] }, creditGranted(aboutOf(booking), id, back))
  return { id, expiresAt, rows }
}

function amountOf(parts: readonly SessionAmount[]): bigint {
  return parts.reduce((sum, part) => sum + part.minor, 0n)
}
