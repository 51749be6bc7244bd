import { partsOf, rule, type Act, type OracleCase } from './policy-oracle.ts'

/*
 * A second answer to "what does it cost?", written from the rules of the design (§§3, 7) alone, before the product's
 * arithmetic was read. Every amount is an exact fraction until the one place where a rule rounds it.
 *
 * Where the rules leave something open, this is what was assumed:
 * - Discount first, then tax, each once for the whole booking; sessions get equal parts of the total and of its tax.
 * - Without a rule about money nothing is kept: what was paid goes back (octopus D16).
 * - Fees of earlier changes are paid before the session is; what was paid beyond both is no part of a refund, but a
 *   balance that the business sees.
 * - The organization's late fee is for the whole booking, as every amount is, and has no cap (octopus D18).
 * - Credit belongs to the policy's own tiers, and is offered where it is more than the money.
 * - A request was not agreed on yet, so no rule of money binds whoever withdraws it.
 */

/** A part of something: per cent of it, or a sum for the whole booking that is divided like the price. */
export type Portion = { percent: number } | { total: bigint }

export interface MoneyCase extends OracleCase {
  discount: Portion | null
  tax: { basisPoints: number; inclusive: boolean }
  feeTaxBasisPoints: number
  terms: { kind: 'full' | 'card_on_file' | 'pay_at_venue' } | { kind: 'deposit'; part: Portion }
  credit: { part: Portion; months: number } | null
  owesUnpaid: boolean
  late: { total: bigint; windowMinutes: number; customers: 'off' | 'ask_staff' | 'automatic' } | null
  provider: boolean
  /** Per session: fees put on the invoice so far, and what was paid for it in all. */
  books: { fees: bigint; paid: bigint }[]
}

export interface OraclePrice {
  total: bigint
  discount: bigint
  tax: bigint
}

/** What happens with the money of one session. */
export interface SessionMoney {
  rule: 'none' | 'grace' | 'policy' | 'late_fee'
  refund: bigint
  kept: bigint
  owed: bigint
  undecided: bigint
  credit: bigint
  fee: bigint
}

export interface MoneyTotals extends Omit<SessionMoney, 'rule'> {
  payNow: bigint
  feesTax: bigint
  taxBack: bigint
}

const MINUTE = 60_000_000n
const NOTHING = { refund: 0n, kept: 0n, owed: 0n, undecided: 0n, credit: 0n, fee: 0n }

/** Discount off the list price, then tax: out of what is left where it is inclusive, on top where it is not. */
export function priceBy(list: bigint, discount: Portion | null, tax: MoneyCase['tax']): OraclePrice {
  const wanted = discount ? wholePortion(discount, list) : 0n
  const off = least(wanted, list)
  const left = list - off
  const rate = BigInt(tax.basisPoints)
  const due = tax.inclusive
    ? nearest(fraction(left * rate, 10_000n + rate))
    : nearest(fraction(left * rate, 10_000n))
  return { total: tax.inclusive ? left : left + due, discount: off, tax: due }
}

export function dueFirst(terms: MoneyCase['terms'], total: bigint): bigint {
  if (terms.kind === 'full') return total
  return terms.kind === 'deposit' ? least(wholePortion(terms.part, total), total) : 0n
}

/** What each session is sold for: its part of the total, and of the tax in it. */
export function soldFor(given: MoneyCase): { total: bigint; tax: bigint }[] {
  const price = priceBy(given.priceMinor, given.discount, given.tax)
  const taxes = partsOf(price.tax, given.sessions.length)
  return partsOf(price.total, given.sessions.length).map((total, index) => ({ total, tax: taxes[index]! }))
}

/** For a customer who may do it; `acts` has one act, or none, a session. */
export function costs(given: MoneyCase, acts: (Act | null)[], now: bigint): (SessionMoney | null)[] {
  return acts.map((act, index) => {
    if (act === null) return null
    return act === 'cancel' ? canceling(given, index, now) : moving(given, index, now)
  })
}

export function totalsOf(
  given: MoneyCase,
  acts: (Act | null)[],
  costed: (SessionMoney | null)[],
): MoneyTotals {
  const sold = soldFor(given)
  const sums: MoneyTotals = { ...NOTHING, payNow: 0n, feesTax: 0n, taxBack: 0n }
  for (const [index, entry] of costed.entries()) {
    if (!entry) continue
    for (const key of ['refund', 'kept', 'owed', 'undecided', 'fee'] as const) sums[key] += entry[key]
    sums.credit += most(entry.credit, entry.refund)
    sums.feesTax += taxInFee(given, entry.fee) + taxInFee(given, entry.kept + entry.owed)
    if (acts[index] === 'cancel' && given.collected) sums.taxBack += sold[index]!.tax
  }
  // Whoever takes credit takes it for every session; those that bring no more than money bring the money's worth.
  if (!costed.some((entry) => entry !== null && entry.credit > 0n)) sums.credit = 0n
  sums.payNow = given.provider ? sums.fee : 0n
  return sums
}

function canceling(given: MoneyCase, index: number, now: bigint): SessionMoney {
  const share = soldFor(given)[index]!.total
  const paid = paidForShare(given, index)
  if (!given.collected) return { rule: 'none', ...NOTHING }
  const all: SessionMoney = { ...NOTHING, rule: 'none', refund: paid }
  if (given.sessions[index]!.state === 'requested') return all
  if (isGrace(given, 'cancel', now)) return { ...all, rule: 'grace' }
  const { steps } = given.rules.cancel
  if (steps.length > 0) {
    const { step } = rule(withoutLimits(given), index, 'cancel', now)
    const keeps = (portion: Portion) => share - least(portionOf(portion, share, index, given), share)
    const keep = keeps(toPortion(step!))
    const refund = most(paid - keep, 0n)
    const credit = given.credit ? paid - keeps(given.credit.part) : 0n
    return {
      rule: 'policy',
      refund,
      kept: paid - refund,
      owed: given.owesUnpaid ? most(keep - paid, 0n) : 0n,
      undecided: 0n,
      credit: credit > refund ? credit : 0n,
      fee: 0n,
    }
  }
  const { late } = given
  if (!late || late.customers === 'off') return all
  // Exactly the window left is still free.
  if (given.sessions[index]!.start - now >= BigInt(late.windowMinutes) * MINUTE) return all
  const fee = partsOf(late.total, given.sessions.length)[index]!
  const held = least(fee, paid)
  const rest = paid - held
  const ask = late.customers === 'ask_staff'
  return {
    rule: 'late_fee',
    refund: rest,
    kept: ask ? 0n : held,
    owed: ask ? 0n : fee - held,
    undecided: ask ? held : 0n,
    credit: 0n,
    fee: 0n,
  }
}

function moving(given: MoneyCase, index: number, now: bigint): SessionMoney {
  const { steps } = given.rules.move
  if (!given.collected || given.sessions[index]!.state === 'requested') return { rule: 'none', ...NOTHING }
  if (isGrace(given, 'move', now)) return { rule: 'grace', ...NOTHING }
  if (steps.length === 0) return { rule: 'none', ...NOTHING }
  const { step } = rule(withoutLimits(given), index, 'move', now)
  const share = soldFor(given)[index]!.total
  return { rule: 'policy', ...NOTHING, fee: portionOf(toPortion(step!), share, index, given) }
}

/** What was paid for the session itself: fees of earlier changes were paid first and stay paid. */
export function paidForShare(given: MoneyCase, index: number): bigint {
  const { fees, paid } = given.books[index]!
  return least(most(paid - fees, 0n), soldFor(given)[index]!.total)
}

function isGrace(given: MoneyCase, act: Act, now: bigint): boolean {
  const { graceMinutes } = given.rules[act]
  return graceMinutes !== null && now - given.bookedAt <= BigInt(graceMinutes) * MINUTE
}

function taxInFee(given: MoneyCase, fee: bigint): bigint {
  const rate = BigInt(given.feeTaxBasisPoints)
  return nearest(fraction(fee * rate, 10_000n + rate))
}

/** The step in force is asked of the policy's oracle, which must not refuse for reasons that are not about money. */
function withoutLimits(given: MoneyCase): OracleCase {
  const open = { until: 'start' as const, most: null, graceMinutes: null }
  return {
    ...given,
    collected: true,
    switches: { cancel: true, move: true },
    rules: { cancel: { ...given.rules.cancel, ...open }, move: { ...given.rules.move, ...open } },
  }
}

function toPortion(step: { percent?: number; total?: bigint }): Portion {
  return step.percent === undefined ? { total: step.total! } : { percent: step.percent }
}

function portionOf(portion: Portion, share: bigint, index: number, given: MoneyCase): bigint {
  return 'total' in portion
    ? partsOf(portion.total, given.sessions.length)[index]!
    : wholePortion(portion, share)
}

function wholePortion(portion: Portion, of: bigint): bigint {
  return 'total' in portion ? portion.total : nearest(fraction(of * BigInt(portion.percent), 100n))
}

interface Fraction {
  over: bigint
  under: bigint
}

function fraction(over: bigint, under: bigint): Fraction {
  return { over, under }
}

/** The whole number nearest to a fraction that is not negative; of two, the greater. */
function nearest({ over, under }: Fraction): bigint {
  const below = over / under
  const toBelow = over - below * under
  const toAbove = under - toBelow
  return toBelow < toAbove ? below : below + 1n
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}

function most(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}
