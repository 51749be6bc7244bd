import { decideChange } from '#domain/bookings/decide-change.ts'
import type { Quote } from '#domain/bookings/change.ts'
import { dueAtBooking, priceOf, saleShares } from '#domain/money/price.ts'
import { rule, type Act } from './policy-oracle.ts'
import {
  costs,
  dueFirst,
  paidForShare,
  priceBy,
  soldFor,
  totalsOf,
  type MoneyCase,
  type SessionMoney,
} from './money-oracle.ts'
import { askedOf, questionOf, type MoneyQuestion } from './money-cases.ts'
import { amountOf, bookingFor, freeHost, requestFor } from './money-booking.ts'

/** What was compared, so that a generator that only makes dull cases is noticed. */
export interface Agreement {
  /** The first question on which the two opinions differ, with both answers. */
  difference: { seed: number; product: unknown; oracle: unknown; question: MoneyQuestion } | null
  allowed: number
  refused: number
  byRule: Record<SessionMoney['rule'], number>
}

/** Asks both for the questions of `runs` seeds, the first of which is `seed`. */
export function compareMoney(seed: number, runs: number): Agreement {
  const agreement: Agreement = {
    difference: null,
    allowed: 0,
    refused: 0,
    byRule: { none: 0, grace: 0, policy: 0, late_fee: 0 },
  }
  for (let number = seed; number < seed + runs; number += 1) {
    const question = questionOf(number)
    const [product, oracle] = [answerOfProduct(question), answerOfOracle(question)]
    if (textOf(product) !== textOf(oracle))
      return { ...agreement, difference: { seed: number, product, oracle, question } }
    if (oracle.change === 'refused') agreement.refused += 1
    else {
      agreement.allowed += 1
      for (const { rule: name } of oracle.change.sessions) agreement.byRule[name] += 1
    }
  }
  return agreement
}

/** As JSON with keys in order. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => {
    if (typeof entry === 'bigint') return `${entry}`
    const isRecord = typeof entry === 'object' && entry !== null && !Array.isArray(entry)
    return isRecord
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : entry
  })
}

interface Answer {
  price: unknown
  change: 'refused' | { sessions: (SessionMoney & { from: number | null })[]; totals: unknown }
}

export function answerOfOracle({ given, acts, actor, now }: MoneyQuestion): Answer {
  const price = {
    ...priceBy(given.priceMinor, given.discount, given.tax),
    due: dueFirst(given.terms, priceBy(given.priceMinor, given.discount, given.tax).total),
    sold: soldFor(given),
  }
  const rulings = inOrder(acts).map(({ act, index }) => rule(given, index, act, now))
  if (actor === 'member') return { price, change: memberOf(given, acts, now) }
  if (rulings.some(({ reasons }) => reasons.length > 0)) return { price, change: 'refused' }
  const costed = costs(given, acts, now)
  const sessions = inOrder(acts).map(({ index }, at) => ({
    ...costed[index]!,
    from: rulings[at]!.step?.noticeMinutes ?? null,
  }))
  const { refund, kept, owed, undecided, credit, fee, payNow, feesTax, taxBack } = totalsOf(
    given,
    acts,
    costed,
  )
  return {
    price,
    change: {
      sessions,
      totals: {
        refund,
        kept,
        owed,
        undecided,
        credit,
        fee,
        payNow,
        feesTax,
        taxBack,
        refundable: 0n,
        asked: 0n,
      },
    },
  }
}

// Members are bound by the state alone, and nothing moves by itself (oncehub R69, D22; octopus O63).
function memberOf(given: MoneyCase, acts: (Act | null)[], now: bigint): Answer['change'] {
  const chosen = inOrder(acts)
  const possible = chosen.every(({ act, index }) => {
    const { state } = given.sessions[index]!
    return state === 'scheduled' || (['requested', 'completed'].includes(state) && act === 'cancel')
  })
  if (!possible) return 'refused'
  const nothing = { refund: 0n, kept: 0n, owed: 0n, undecided: 0n, credit: 0n, fee: 0n }
  const off = acts.flatMap((act, index) => (act === 'cancel' ? [index] : []))
  const sold = soldFor(given)
  const hasInvoice = given.collected
  return {
    sessions: chosen.map(({ act, index }) => ({
      rule: 'none' as const,
      ...nothing,
      from: rule(given, index, act, now).step?.noticeMinutes ?? null,
    })),
    totals: {
      ...nothing,
      payNow: 0n,
      feesTax: 0n,
      taxBack: hasInvoice ? off.reduce((sum, index) => sum + sold[index]!.tax, 0n) : 0n,
      refundable: hasInvoice ? off.reduce((sum, index) => sum + paidForShare(given, index), 0n) : 0n,
      asked: askedOf(given, acts, now),
    },
  }
}

function answerOfProduct(question: MoneyQuestion): Answer {
  const { given, acts, actor, now } = question
  const listed = priceOf(given.priceMinor, given.discount && amountOf(given.discount), given.tax)
  const booking = bookingFor(question)
  const price = {
    total: listed.totalMinor,
    discount: listed.discountMinor,
    tax: listed.taxMinor,
    due: dueAtBooking(booking.paymentTerms, listed.totalMinor),
    sold: saleShares(listed, given.tax, given.sessions.length).map(({ grossMinor, taxMinor }) => ({
      total: grossMinor,
      tax: taxMinor,
    })),
  }
  const who =
    actor === 'member'
      ? ({ kind: 'member', memberId: 'alva', permissions: new Set(), apiKeyId: null } as never)
      : ({ kind: 'customer', bookingId: booking.id, apiKeyId: null } as never)
  const outcome = decideChange(booking, requestFor(acts), who, freeHost(now))
  if (!outcome.ok && !['policy', 'state'].includes(outcome.refusal.code))
    throw new Error(`Neither opinion is about this: ${textOf(outcome.refusal)}.`)
  return { price, change: outcome.ok ? amountsOf(outcome.value) : 'refused' }
}

/** What a quote says of money, in the words of the second opinion. */
export function amountsOf(quote: Quote): Exclude<Answer['change'], 'refused'> {
  const cancels = quote.cancel.map((entry) => ({
    rule: entry.rule as SessionMoney['rule'],
    refund: BigInt(entry.refundMinor),
    kept: BigInt(entry.keptMinor),
    owed: BigInt(entry.owedMinor),
    undecided: BigInt(entry.undecidedMinor),
    credit: BigInt(entry.creditMinor),
    fee: 0n,
    from: entry.tier?.fromNoticeMinutes ?? null,
  }))
  const moves = quote.reschedule.map((entry) => ({
    rule: entry.rule as SessionMoney['rule'],
    refund: 0n,
    kept: 0n,
    owed: 0n,
    undecided: 0n,
    credit: 0n,
    fee: BigInt(entry.feeMinor),
    from: entry.tier?.fromNoticeMinutes ?? null,
  }))
  const totals = {
    refund: BigInt(quote.refundMinor),
    kept: BigInt(quote.keptMinor),
    owed: BigInt(quote.owedMinor),
    undecided: BigInt(quote.undecidedMinor),
    credit: BigInt(quote.creditMinor),
    fee: BigInt(quote.feeMinor),
    payNow: BigInt(quote.payNowMinor),
    feesTax: BigInt(quote.feesTaxMinor),
    taxBack: BigInt(quote.taxBackMinor),
    refundable: BigInt(quote.refundableMinor),
    asked: BigInt(quote.feeAsked?.defaultMinor ?? 0),
  }
  return { sessions: [...cancels, ...moves], totals }
}

/** What is asked, cancellations first, as a change lists them. */
function inOrder(acts: (Act | null)[]): { act: Act; index: number }[] {
  return (['cancel', 'move'] as const).flatMap((wanted) =>
    acts.flatMap((act, index) => (act === wanted ? [{ act: wanted, index }] : [])),
  )
}
