import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { systemScope } from '#domain/access/scope.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { Quote, Receipt } from '#domain/bookings/change.ts'
import { evaluateSession } from '#domain/bookings/decide-change.ts'
import { loadBooking } from '#domain/bookings/load-booking.ts'
import { payableNow } from '#domain/bookings/start-payment.ts'
import { cancelMoney, moveFee, type SessionBalance } from '#domain/money/session-money.ts'
import type { Tier } from '#domain/policies/policy.ts'

/**
 * What the books say about one booking, by the part it plays. Totals are sums of ledger entries made here, not those
 * that pages ask for; the others are columns of rows and the policy's arithmetic for every tier there is.
 */
export interface Known {
  list: bigint[]
  total: bigint[]
  tax: bigint[]
  taxParts: bigint[]
  discount: bigint[]
  /** What came in, and what is left of it. */
  paid: bigint[]
  kept: bigint[]
  charged: bigint[]
  balance: bigint[]
  refunded: bigint[]
  payNow: bigint[]
  later: bigint[]
  /** Rows. */
  payments: bigint[]
  refunds: bigint[]
  lines: bigint[]
  papers: bigint[]
  credits: bigint[]
  fees: bigint[]
  /** What the tiers of the policy come to, and the tier of this moment. */
  tierBack: bigint[]
  tierFee: bigint[]
  tierOwed: bigint[]
  tierCredit: bigint[]
  nowBack: bigint[]
  nowKept: bigint[]
  nowOwed: bigint[]
  nowFee: bigint[]
  nowCredit: bigint[]
  /** Of that, what each session comes to, and what was paid for those that were chosen. */
  eachBack: bigint[]
  eachFee: bigint[]
  chosenPaid: bigint[]
  /** What a member agreed to, for each session. */
  agreed: bigint[]
  /** What is paid first once a request is approved. */
  dueFirst: bigint[]
  /** What changes of the booking did. */
  doneBack: bigint[]
  doneKept: bigint[]
  doneFee: bigint[]
  doneCredit: bigint[]
  /** The organization's own. */
  defaultFees: bigint[]
  /** What a form says before anybody typed anything. */
  nothing: bigint[]
}

export type Role = keyof Known

const PAPERS = `from invoice_lines l join invoices i on i.org_id = l.org_id and i.id = l.invoice_id
  where l.org_id = $1 and i.booking_id = $2`

/**
 * Everything that is known of one booking's money, the organization's standing fees with it. A page about some of its
 * sessions names them in `chosen`.
 */
export async function knownOf(
  context: Context,
  orgId: string,
  bookingId: string,
  chosen: string[] = [],
): Promise<Known> {
  const booking = (await loadBooking(context.db, systemScope(orgId), bookingId))!
  const ledger = await ledgerOf(context, orgId, bookingId)
  const column = (query: string) => amounts(context, query, orgId, bookingId)
  const done = await changesOf(context, orgId, bookingId)
  const { lateFee, callOutFeeMinor, noShowFeeMinor } = booking.organization.money
  const payNow = booking.heldUntil ? payableNow(booking) : 0n
  return {
    list: [booking.priceMinor],
    total: [booking.heldUntil || ledger.sold === 0n ? booking.money.totalMinor : ledger.sold],
    tax: [booking.money.taxMinor],
    taxParts: [
      ...(await column(`select l.tax_minor as one ${PAPERS}`)),
      ...(await taxesOfPapers(context, orgId, bookingId)),
    ],
    discount: [-booking.money.discountMinor, booking.money.discountMinor],
    paid: [ledger.paid],
    kept: [ledger.paid - ledger.refunded - ledger.credited],
    charged: [ledger.charged],
    balance: [ledger.charged - ledger.received],
    refunded: [ledger.refunded],
    payNow: [payNow],
    later: [booking.money.totalMinor - payNow],
    payments: await column(
      'select unnest(array[amount_minor, captured_minor, refunded_minor]) as one from payments where org_id = $1 and booking_id = $2',
    ),
    refunds: await column('select amount_minor as one from refunds where org_id = $1 and booking_id = $2'),
    lines: await column(`select unnest(array[l.amount_minor, l.payable_minor]) as one ${PAPERS}`),
    papers: await column(`select sum(l.payable_minor)::bigint as one ${PAPERS} group by i.id`),
    credits: await column('select granted_minor as one from credits where org_id = $1 and booking_id = $2'),
    fees: await column(
      'select unnest(array[default_minor, amount_minor]) as one from fee_decisions where org_id = $1 and booking_id = $2',
    ),
    ...tiersOf(booking),
    ...nowOf(chosen.length === 0 ? booking : onlyOf(booking, chosen)),
    agreed: await column('select fee_minor as one from asks where org_id = $1 and booking_id = $2'),
    dueFirst: [payableNow(booking)],
    ...done,
    nothing: [0n],
    defaultFees: [lateFee?.minor, booking.lateFee?.minor, callOutFeeMinor, noShowFeeMinor].filter(
      (fee) => typeof fee === 'bigint',
    ),
  }
}

/** The same part of several bookings, for pages that list them. */
export function together(all: Known[]): Known {
  const [first] = all
  const roles = Object.keys(first ?? {}) as Role[]
  return Object.fromEntries(
    roles.map((role) => [role, all.flatMap((known) => known[role])]),
  ) as unknown as Known
}

async function ledgerOf(context: Context, orgId: string, bookingId: string) {
  const { rows } = await sql<{ account: string; kind: string; minor: bigint }>`
    select e.account, t.kind, sum(e.amount_minor)::bigint as minor
    from ledger_entries e join ledger_transactions t on t.org_id = e.org_id and t.id = e.transaction_id
    where e.org_id = ${orgId} and e.booking_id = ${bookingId} group by 1, 2`.execute(context.db)
  const sum = (account: string, ...kinds: string[]) =>
    rows
      .filter((row) => row.account === account && (kinds.length === 0 || kinds.includes(row.kind)))
      .reduce((total, row) => total + row.minor, 0n)
  return {
    sold: sum('receivable', 'sold'),
    charged: sum('receivable'),
    received: -sum('received'),
    paid: -sum('received', 'payment_received', 'payment_lost'),
    refunded: sum('received', 'refund_promised', 'refund_withdrawn'),
    credited: sum('received', 'credit_granted'),
  }
}

async function amounts(context: Context, query: string, orgId: string, bookingId: string): Promise<bigint[]> {
  const filled = query.replaceAll('$1', `'${orgId}'`).replaceAll('$2', `'${bookingId}'`)
  const { rows } = await sql.raw<{ one: bigint | null }>(filled).execute(context.db)
  return rows.flatMap(({ one }) => (one === null ? [] : [one]))
}

// What a paper prints at its foot: per rate, what lies under the tax, and the tax.
async function taxesOfPapers(context: Context, orgId: string, bookingId: string): Promise<bigint[]> {
  const { rows } = await sql<{ total: bigint; tax: bigint }>`
    select sum(l.payable_minor)::bigint as total, sum(l.tax_minor)::bigint as tax
    from invoice_lines l join invoices i on i.org_id = l.org_id and i.id = l.invoice_id
    where l.org_id = ${orgId} and i.booking_id = ${bookingId}
    group by i.id, l.tax_basis_points`.execute(context.db)
  return rows.flatMap(({ total, tax }) => [tax, total - tax])
}

async function changesOf(context: Context, orgId: string, bookingId: string) {
  const rows = await context.db
    .selectFrom('quotes')
    .where('org_id', '=', orgId)
    .where('booking_id', '=', bookingId)
    .select('receipt')
    .execute()
  const moneys = rows.flatMap(({ receipt }) => (receipt as Receipt).money ?? [])
  const all = (key: 'refundMinor' | 'keptMinor' | 'owedMinor' | 'feeMinor' | 'creditMinor') =>
    moneys.map((money) => BigInt(money[key]))
  const kept = moneys.map((money) => BigInt(money.keptMinor) + BigInt(money.owedMinor))
  return {
    doneBack: all('refundMinor'),
    doneKept: kept,
    doneFee: [
      ...all('feeMinor'),
      ...rows.flatMap(({ receipt }) =>
        (receipt as Receipt).quote.reschedule.map(({ feeMinor }) => BigInt(feeMinor)),
      ),
    ],
    doneCredit: all('creditMinor'),
  }
}

/** Every tier of the policy, as if the customer came while it holds; of a held booking, after they paid what is asked. */
function tiersOf(booking: Booking) {
  const { cancel, reschedule } = booking.policy.rules
  const canceled = cancel.tiers.map((tier) => canceledAt(booking, () => tier))
  return {
    tierBack: canceled.map(({ refundMinor }) => refundMinor),
    tierOwed: canceled.map(({ owedMinor }) => owedMinor),
    tierCredit: canceled.map(({ creditMinor, refundMinor }) => creditMinor || refundMinor),
    tierFee: reschedule.tiers.map((tier) => movedAt(booking, () => tier)),
  }
}

function nowOf(booking: Booking) {
  const tierNow = (action: 'cancel' | 'reschedule') => (session: Booking['sessions'][number]) => {
    const verdict = evaluateSession(booking, session, action)
    return verdict.allowed ? verdict.tier : null
  }
  const { refundMinor, keptMinor, owedMinor, creditMinor } = canceledAt(booking, tierNow('cancel'))
  const open = openSessions(booking)
  const alone = open.map((session) => onlyOf(booking, [session.id]))
  return {
    eachBack: alone.map((one) => canceledAt(one, tierNow('cancel')).refundMinor),
    eachFee: alone.map((one) => movedAt(one, tierNow('reschedule'))),
    chosenPaid: [open.reduce((sum, { paidMinor }) => sum + paidMinor, 0n)],
    nowBack: [refundMinor],
    nowKept: [-keptMinor, keptMinor],
    nowOwed: [owedMinor],
    nowCredit: [creditMinor || refundMinor],
    nowFee: [movedAt(booking, tierNow('reschedule'))],
  }
}

// How many sessions were booked decides on the share of a fixed amount, so that only the open ones become fewer.
function onlyOf(booking: Booking, chosen: string[]): Booking {
  const sessions = booking.sessions.map((session) =>
    chosen.includes(session.id) ? session : { ...session, state: 'completed' as const },
  )
  return { ...booking, sessions }
}

type TierFor = (session: Booking['sessions'][number]) => Tier | null

function canceledAt(booking: Booking, tierFor: TierFor) {
  const parts = openSessions(booking).map((session) =>
    cancelMoney(
      booking,
      session,
      { tier: tierFor(session), inGrace: false },
      booking.policy.rules.cancel,
      null,
    ),
  )
  const sum = (key: 'refundMinor' | 'keptMinor' | 'owedMinor' | 'creditMinor') =>
    parts.reduce((total, part) => total + part[key], 0n)
  return {
    refundMinor: sum('refundMinor'),
    keptMinor: sum('keptMinor'),
    owedMinor: sum('owedMinor'),
    creditMinor: sum('creditMinor'),
  }
}

function movedAt(booking: Booking, tierFor: TierFor): bigint {
  return openSessions(booking).reduce(
    (total, session) =>
      total + moveFee(booking, session, { tier: tierFor(session), inGrace: false }).feeMinor,
    0n,
  )
}

function openSessions(booking: Booking): (Booking['sessions'][number] & SessionBalance)[] {
  const open = booking.sessions.filter(
    ({ state, askedToMoveAt }) => state === 'scheduled' || state === 'held' || askedToMoveAt,
  )
  if (!booking.heldUntil) return open
  const paid = payableNow(booking)
  // Demonstrations hold bookings of one session only, so all that is paid now is paid for it.
  return open.map((session) => ({ ...session, chargedMinor: session.priceShareMinor, paidMinor: paid }))
}

/** What a quote promised, for the page that says what it had said. */
export function quoted(quote: Quote): bigint[] {
  return [BigInt(quote.refundMinor), BigInt(quote.feeMinor), BigInt(quote.payNowMinor)]
}
