import { expect } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { ChangeChoices, Quote, Receipt } from '#domain/bookings/change.ts'
import type { CleosBooking } from '../world.ts'
import { paidForShare, type MoneyCase } from './money-oracle.ts'
import { papersOf, type Papers } from './money-papers.ts'
import type { Shop } from './money-shop.ts'

/** A change, and what the books said before it. */
interface Judged {
  given: MoneyCase
  quote: Quote
  choices: ChangeChoices
  papers: Papers
}

/** What was done is what was quoted, in every place in which it is written down. */
export async function judge(
  shop: Shop,
  booking: CleosBooking,
  judged: Judged,
  receipt: Receipt,
): Promise<void> {
  const { world } = shop
  const { given, quote, choices, papers: before } = judged
  const after = await papersOf(world, booking)
  const takesCredit = choices.take === 'credit'
  const back = new Map(quote.cancel.map((entry) => [entry.session, backOf(entry, takesCredit)]))
  const fees = new Map<string, bigint>()
  for (const entry of quote.cancel) fees.set(entry.session, feeOf(entry, given, before, takesCredit))
  for (const move of quote.reschedule) fees.set(move.session, BigInt(move.feeMinor))
  const returned = sum([...back.values()])
  const moved = quote.refundSetting !== 'none' || takesCredit
  const paidNow = quote.payNowMinor !== '0'
  for (const session of before.sessions) {
    const isOff = back.has(session.id)
    const fee = fees.get(session.id) ?? 0n
    const now = after.sessions.find(({ id }) => id === session.id)!
    expect(now.charged).toBe(session.charged - (isOff && given.collected ? session.share : 0n) + fee)
    const paid = session.paid - (moved ? (back.get(session.id) ?? 0n) : 0n)
    expect(now.paid).toBe(paid + (isOff || !paidNow ? 0n : fee))
  }
  const made = after.refunds.filter(({ id }) => !before.refunds.some((refund) => refund.id === id))
  expect(sum(made.map(({ minor }) => minor))).toBe(takesCredit || !moved ? 0n : returned)
  expect(new Set(made.map(({ state }) => state)).difference(new Set([stateOf(quote)])).size).toBe(0)
  const kept = sum(quote.cancel.map(({ session }) => fees.get(session)!))
  expect(receipt.money).toMatchObject({
    refundMinor: (takesCredit ? 0n : returned).toString(),
    creditMinor: (takesCredit ? returned : 0n).toString(),
    feeMinor: quote.feeMinor,
    undecidedMinor: quote.undecidedMinor,
  })
  expect(BigInt(receipt.money!.keptMinor) + BigInt(receipt.money!.owedMinor)).toBe(kept)
  expect(receipt.money!.refunds.map(({ refund, amountMinor }) => [refund, amountMinor]).toSorted()).toEqual(
    made.map(({ id, minor }) => [id, minor.toString()]).toSorted(),
  )
  expect(after.credits - before.credits).toBe(takesCredit ? returned : 0n)
  const { refundMinor, feeMinor, creditMinor, keptMinor, owedMinor } = receipt.money!
  expect(after.lastChange).toMatchObject({ refundMinor, feeMinor, creditMinor, keptMinor, owedMinor })
  expect(after.payable).toBe(sum(after.sessions.map(({ charged }) => charged)) + after.unassigned)
  if (!takesCredit) expect(after.feesTax - before.feesTax).toBe(BigInt(quote.feesTaxMinor))
  // Once more is not once again.
  const again = await commitChange(world.context, booking.scope, quote, choices)
  expect(again).toEqual({ ok: true, value: receipt })
  expect(await papersOf(world, booking)).toEqual(after)
}

function backOf(entry: Quote['cancel'][number], takesCredit: boolean): bigint {
  return BigInt(takesCredit && entry.creditMinor !== '0' ? entry.creditMinor : entry.refundMinor)
}

// Whoever takes credit for a session leaves there what the credit is short of what was paid, and owes nothing.
function feeOf(
  entry: Quote['cancel'][number],
  given: MoneyCase,
  before: Papers,
  takesCredit: boolean,
): bigint {
  if (!takesCredit || entry.creditMinor === '0') return BigInt(entry.keptMinor) + BigInt(entry.owedMinor)
  const index = before.sessions.findIndex(({ id }) => id === entry.session)
  return paidForShare(given, index) - BigInt(entry.creditMinor)
}

function stateOf(quote: Quote): string {
  return quote.refundSetting === 'manual' ? 'requested' : 'approved'
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
