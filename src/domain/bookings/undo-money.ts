import { done, refuse, type Outcome } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import { joinRows, type Rows } from '#platform/rows.ts'
import type { CustomerScope } from '#domain/access/scope.ts'
import { lockCustomer } from '#domain/money/credits.ts'
import { refundPayload, refundsDueAt, type RefundRow } from '#domain/money/load-refund.ts'
import { restoredSales, withdrawnFees } from '#domain/money/papers.ts'
import { creditWithdrawn, feeCharged, saleRestored } from '#domain/money/postings.ts'
import { afterAct } from '#domain/money/refund-states.ts'
import { record, type Recorded } from '#domain/reactions/record.ts'
import type { Booking, Session } from './booking.ts'
import { moneyFact } from './capture.ts'
import type { Receipt } from './change.ts'
import { withdrawn } from './refund-acts.ts'
import { aboutOf, agreedShare, partiesOf } from './sale.ts'
import { wasGivenBack } from './undo-standing.ts'

interface Canceled {
  receipt: Receipt
  off: Session[]
}

type MoneyRefusal = { code: 'credit_spent' } | { code: 'moved_on' }

/**
 * Puts right what a cancellation did with money: the sale stands again, its fees are taken back, refunds that wait are
 * stopped with their promises, credit is withdrawn. Every balance of the ledger is what it was, by new transactions.
 * `moved_on` when money left, or the papers were voided, since.
 */
export async function restoredMoney(
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  canceled: Canceled,
): Promise<Outcome<{ rows: Rows; recorded: Recorded[] }, MoneyRefusal>> {
  const { receipt } = canceled
  if ((await papersMovedOn(tx, booking, receipt)) || (await wasGivenBack(tx, scope, receipt)))
    return refuse({ code: 'moved_on' })
  const refunds = await refundsDueAt(tx, scope, booking.id, Temporal.Instant.from(receipt.undoUntil!))
  const waiting = refunds.filter(({ state }) => state !== 'rejected')
  if (waiting.some(({ state }) => !afterAct(state, 'reject'))) return refuse({ code: 'moved_on' })
  const credit = await withdrawnCredit(tx, scope, booking, receipt)
  if (!credit.ok) return credit
  const stopped: Rows[] = []
  for (const refund of waiting) stopped.push(await withdrawn(tx, { refund, booking }, { failure: 'undone' }))
  const rows = joinRows(restoredPapers(booking, canceled), credit.value, ...stopped, {
    changed_fee_decisions: await droppedDecisions(tx, booking, receipt),
  })
  return done({ rows, recorded: waiting.map((refund) => stoppedFact(booking, refund)) })
}

// Nobody is told of it by itself: that the booking is back says it.
function stoppedFact(booking: Booking, refund: RefundRow): Recorded {
  const actor = { kind: 'system' as const, id: null, apiKeyId: null }
  const payload = refundPayload(refund)
  return record({ ...moneyFact(booking, actor), kind: 'refund.rejected', payload }, null)
}

/** The sale and its lines; fees of the canceled sessions that still ask for something, whoever charged them. */
function restoredPapers(booking: Booking, { off }: Canceled): Rows {
  const { invoice } = booking.money
  if (!invoice) return {}
  const about = aboutOf(booking)
  const parties = partiesOf(booking)
  const isOff = (sessionId: string | null) => off.some((session) => session.id === sessionId)
  const fees = invoice.lines.filter(
    (line) => line.kind === 'cancellation_fee' && isOff(line.sessionId) && line.payableMinor !== 0n,
  )
  const sales = off
    .filter(({ id }) => invoice.lines.some((line) => line.kind === 'session' && line.sessionId === id))
    .map((session) => ({ sessionId: session.id, share: agreedShare(booking, session) }))
  return joinRows(
    saleRestored(about, sales),
    restoredSales(about, invoice, sales),
    ...fees.map((line) =>
      feeCharged(about, [{ sessionId: line.sessionId, minor: -line.payableMinor }], line.taxBasisPoints),
    ),
    withdrawnFees(about, parties, invoice, fees),
  )
}

async function papersMovedOn(tx: Tx, booking: Booking, receipt: Receipt): Promise<boolean> {
  const voided = await tx
    .selectFrom('invoices')
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('voided_at', '>=', Temporal.Instant.from(receipt.committedAt))
    .select('id')
    .executeTakeFirst()
  return voided !== undefined
}

/** The credit that was given with this change; a change is known by its instant, as every row it wrote. */
async function withdrawnCredit(
  tx: Tx,
  scope: CustomerScope,
  booking: Booking,
  receipt: Receipt,
): Promise<Outcome<Rows, { code: 'credit_spent' }>> {
  if ((receipt.money?.creditMinor ?? '0') === '0') return done({})
  // Nobody spends it between looking and taking it back.
  await lockCustomer(tx, scope, booking.customer.id)
  const entries = await tx
    .selectFrom('credits as c')
    .innerJoin('ledger_transactions as t', (join) =>
      join.onRef('t.org_id', '=', 'c.org_id').onRef('t.credit_id', '=', 'c.id'),
    )
    .innerJoin('ledger_entries as e', (join) =>
      join.onRef('e.org_id', '=', 't.org_id').onRef('e.transaction_id', '=', 't.id'),
    )
    .where('c.org_id', '=', booking.orgId)
    .where('c.booking_id', '=', booking.id)
    .where('c.created_at', '=', Temporal.Instant.from(receipt.committedAt))
    .where('t.kind', '=', 'credit_granted')
    .where('e.account', '=', 'received')
    .select(['c.id', 'c.granted_minor', 'e.session_id', 'e.amount_minor'])
    .orderBy('e.position')
    .execute()
  const [credit] = entries
  if (!credit || (await leftOf(tx, booking, credit.id)) !== credit.granted_minor)
    return refuse({ code: 'credit_spent' })
  const parts = entries.map((entry) => ({ sessionId: entry.session_id, minor: entry.amount_minor }))
  return done(creditWithdrawn(aboutOf(booking), credit.id, parts))
}

async function leftOf(tx: Tx, booking: Booking, creditId: string): Promise<bigint> {
  const rows = await tx
    .selectFrom('ledger_entries')
    .where('org_id', '=', booking.orgId)
    .where('credit_id', '=', creditId)
    .where('account', '=', 'credit')
    .select('amount_minor')
    .execute()
  return rows.reduce((left, row) => left - row.amount_minor, 0n)
}

// A fee for what did not happen is not asked about, and none was charged.
async function droppedDecisions(tx: Tx, booking: Booking, receipt: Receipt) {
  const rows = await tx
    .selectFrom('fee_decisions')
    .where('org_id', '=', booking.orgId)
    .where('booking_id', '=', booking.id)
    .where('kind', '=', 'cancellation')
    .where('created_at', '=', Temporal.Instant.from(receipt.committedAt))
    .selectAll()
    .execute()
  return rows.map((row) => ({
    ...row,
    decision: 'skipped',
    amount_minor: 0n,
    decided_at: row.decided_at ?? booking.now,
  }))
}
