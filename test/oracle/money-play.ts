import { expect } from 'vitest'
import { commitChange } from '#domain/bookings/commit-change.ts'
import type { Booking } from '#domain/bookings/booking.ts'
import type { ChangeChoices, ChangeRequest, Quote } from '#domain/bookings/change.ts'
import { quoteChange } from '#domain/bookings/quote-change.ts'
import { balanceOfBooking } from '#domain/bookings/sale.ts'
import { loadFinancialSettings, saveFinancialSettings } from '#domain/organizations/financial-settings.ts'
import type { CleosBooking } from '../world.ts'
import { amountsOf, answerOfOracle, textOf } from './money-agreement.ts'
import { bookingOf, dice, lateMoments, type Dice } from './money-cases.ts'
import { momentsOf } from './policy-cases.ts'
import type { MoneyCase } from './money-oracle.ts'
import { rule, type Act } from './policy-oracle.ts'
import { judge } from './money-judge.ts'
import { papersOf, type Papers } from './money-papers.ts'
import { caseOf, goesWell, offer, payFor, payMore, placed, sell, type Deal, type Shop } from './money-shop.ts'

const MINUTE = 60_000_000n

/** How one change ended: done as quoted, or refused whole for this reason. */
export type Ending = 'done' | 'paid' | 'credit' | 'by staff' | 'nothing possible' | `refused: ${string}`

/** Cleo books what the number says, time passes, and one change after another is quoted and committed. */
export async function play(shop: Shop, number: number): Promise<Ending[]> {
  const roll = dice(number)
  const deal = placed(shop, bookingOf(roll), roll, await shop.world.now())
  const booking = await sell(shop, deal, roll, number)
  await payMore(shop, booking, roll)
  const endings: Ending[] = []
  for (let change = roll.int(1, 3); change > 0; change -= 1) {
    await passToTurn(shop, deal, booking, roll)
    endings.push(await changeOnce(shop, deal, booking, roll))
    if (roll.chance(0.3)) await payMore(shop, booking, roll)
  }
  return endings
}

async function changeOnce(shop: Shop, deal: Deal, booking: CleosBooking, roll: Dice): Promise<Ending> {
  const { world } = shop
  const before = await world.load(booking)
  const given = caseOf(shop, deal, before)
  const acts = actsOf(given, before, roll)
  if (!acts) return 'nothing possible'
  const request = requestOf(shop, booking, before, acts)
  if (roll.chance(0.15)) return byStaff(shop, booking, { ...request, reschedule: [] }, before, roll)
  const quoted = await quoteChange(world.context.reader, booking.scope, request)
  // Time has passed since the acts were chosen, and at a turn it takes but a moment to be too late.
  if (!quoted.ok) return `refused: ${quoted.refusal.code}`
  const quote = quoted.value
  const now = Temporal.Instant.from(quote.quotedAt).epochNanoseconds / 1_000n
  const opinion = answerOfOracle({ given, acts, actor: 'customer', currency: shop.currency, now })
  expect(textOf(amountsOf(quote))).toBe(textOf(opinion.change))
  const choices: ChangeChoices = quote.creditMinor !== '0' && roll.chance(0.6) ? { take: 'credit' } : {}
  const spoiled = await spoil(shop, deal, booking, quote, roll)
  const papers = await papersOf(world, booking)
  if (quote.payNowMinor !== '0') {
    const unpaid = await commitChange(world.context, booking.scope, quote, choices)
    expect(unpaid.ok).toBe(false)
    expect(await papersOf(world, booking)).toEqual(papers)
    if (!unpaid.ok && unpaid.refusal.code !== 'payment_required') return `refused: ${unpaid.refusal.code}`
    if (!goesWell(BigInt(quote.payNowMinor))) return 'refused: payment_required'
    if (!(await payFor(shop, booking, { kind: 'change', quote, choices }))) return 'refused: policy'
  }
  const done = await commitChange(world.context, booking.scope, quote, choices)
  if (!done.ok) {
    // Refused whole: not a row more than before.
    expect(held(await papersOf(world, booking), quote)).toEqual(held(papers, quote))
    // Whatever else happened: what has begun is not changed.
    const { refusal } = done
    const hasBegun = refusal.code === 'policy' && refusal.refusal.code === 'started'
    if (spoiled && !hasBegun) expect(spoiled).toContain(refusal.code)
    return `refused: ${refusal.code}`
  }
  expect(spoiled ?? ['honoured']).toContain('honoured')
  await judge(shop, booking, { given, quote, choices, papers }, done.value)
  return choices.take === 'credit' ? 'credit' : quote.payNowMinor === '0' ? 'done' : 'paid'
}

// A fee that was paid a moment too late, because a session began meanwhile, was taken and promised back.
function held(papers: Papers, quote: Quote): unknown {
  if (quote.payNowMinor === '0') return papers
  const { refunds: _refunds, entries: _entries, payments, ...rest } = papers
  return { ...rest, left: sum(payments.map(({ captured, refunded }) => captured - refunded)) }
}

/** Something comes between the quote and its commit. What may become of it then, or null where nothing came. */
async function spoil(
  shop: Shop,
  deal: Deal,
  booking: CleosBooking,
  quote: Quote,
  roll: Dice,
): Promise<string[] | null> {
  const { world } = shop
  const what = roll.pick([
    'nothing',
    'nothing',
    'nothing',
    'other deal',
    'nine minutes',
    'too long',
    'other tab',
  ])
  if (what === 'other deal') {
    const before = await world.load(booking)
    await offer(shop, { ...bookingOf(roll), sessions: deal.sessions, late: deal.late }, roll)
    const { refundSetting } = quote
    await keepRefundSetting(shop, refundSetting)
    expect((await world.load(booking)).policy).toEqual(before.policy)
    return ['honoured', 'changed_meanwhile']
  }
  if (what === 'nine minutes') {
    await world.pass({ minutes: 9 })
    return ['honoured', 'state', 'policy']
  }
  if (what === 'too long') {
    await world.pass({ minutes: 10, seconds: 30 })
    return ['quote_expired', 'policy', 'state']
  }
  if (what !== 'other tab') return null
  const { sessions } = await world.load(booking)
  const other = sessions.find(({ state }) => state === 'scheduled')!
  const request = {
    bookingId: booking.bookingId,
    cancel: [other.id],
    reschedule: [],
    channel: 'staff_page' as const,
  }
  const first = await quoteChange(world.context.reader, world.alva, request)
  if (!first.ok) return null
  const choices: ChangeChoices = first.value.feeAsked ? { fee: { decision: 'skip' } } : {}
  const won = await commitChange(world.context, world.alva, first.value, choices)
  expect(won.ok).toBe(true)
  return ['changed_meanwhile']
}

// The setting acts live, and is in the quote; here only what the booking agreed to is put to the test.
async function keepRefundSetting({ world }: Shop, refundSetting: Quote['refundSetting']): Promise<void> {
  const {
    currency: _currency,
    provider: _provider,
    ...settings
  } = await loadFinancialSettings(world.context.reader, world.scope)
  await saveFinancialSettings(world.context, world.scope, { ...settings, refundSetting })
}

/** A member cancels: the fee and the refund are theirs to decide, and the books follow. */
async function byStaff(
  shop: Shop,
  booking: CleosBooking,
  request: ChangeRequest,
  before: Booking,
  roll: Dice,
): Promise<Ending> {
  const { world } = shop
  if (request.cancel.length === 0) return 'nothing possible'
  const quoted = await quoteChange(world.context.reader, world.alva, request)
  if (!quoted.ok) return `refused: ${quoted.refusal.code}`
  const quote = quoted.value
  const asked = BigInt(quote.feeAsked?.defaultMinor ?? 0)
  const decision = roll.pick(['accept', 'skip', 'change'] as const)
  const fee = decision === 'accept' ? asked : decision === 'skip' ? 0n : BigInt(roll.int(0, 9_000))
  const most = BigInt(quote.refundableMinor) - fee
  const refundMinor = most > 0n && roll.chance(0.7) ? 1n + (most - 1n) / BigInt(roll.int(1, 3)) : 0n
  const choices: ChangeChoices = {
    fee: decision === 'change' ? { decision, minor: fee } : { decision },
    ...(refundMinor > 0n ? { refundMinor } : {}),
  }
  const done = await commitChange(world.context, world.alva, quote, choices)
  if (!done.ok) throw new Error(`Alva was refused: ${JSON.stringify(done.refusal)}`)
  const papers = await papersOf(world, booking)
  const off = before.sessions.filter(({ id }) => request.cancel.includes(id))
  const shares =
    before.paymentMode === 'price_collected' ? sum(off.map(({ priceShareMinor }) => priceShareMinor)) : 0n
  const after = await world.load(booking)
  expect(balanceOfBooking(after)).toBe(balanceOfBooking(before) - shares + fee + refundMinor)
  expect(done.value.money).toMatchObject({
    refundMinor: `${refundMinor}`,
    feeMinor: '0',
  })
  const { keptMinor, owedMinor } = done.value.money!
  expect(BigInt(keptMinor) + BigInt(owedMinor)).toBe(fee)
  expect(papers.payable).toBe(sum(papers.sessions.map(({ charged }) => charged)) + papers.unassigned)
  return 'by staff'
}

/** Time passes to one of the moments at which an answer turns, or to nowhere in particular. */
async function passToTurn({ world }: Shop, deal: Deal, booking: CleosBooking, roll: Dice): Promise<void> {
  const loaded = await world.load(booking)
  const open = loaded.sessions.filter(({ state }) => state === 'scheduled')
  if (open.length === 0) return
  const given = {
    ...deal,
    bookedAt: loaded.createdAt.epochNanoseconds / 1_000n,
    sessions: open.map(({ startsAt }) => ({
      state: 'scheduled' as const,
      start: startsAt.epochNanoseconds / 1_000n,
      moves: 0,
    })),
  }
  const now = (await world.now()).epochNanoseconds / 1_000n
  const last = given.sessions.reduce((latest, { start }) => (start > latest ? start : latest), 0n)
  // The clock goes on while Cleo pays, so nobody stands at the very door of a session.
  const isTooClose = (turn: bigint) =>
    given.sessions.some(({ start }) => turn < start && start - turn < MINUTE)
  const turns = momentsOf(given)
    .concat(lateMoments(given))
    .filter((turn) => turn > now && turn < last && !isTooClose(turn))
  if (turns.length === 0 || roll.chance(0.2)) return
  await world.pass({ seconds: Math.round(Number(roll.pick(turns) - now) / 1_000_000) })
}

function actsOf(given: MoneyCase, booking: Booking, roll: Dice): (Act | null)[] | null {
  const now = booking.now.epochNanoseconds / 1_000n
  const acts = given.sessions.map((_, index) => {
    const act = roll.pick<Act | null>(['cancel', 'cancel', 'move', null])
    return act && rule(given, index, act, now).reasons.length > 0 ? null : act
  })
  return acts.some((act) => act !== null) ? acts : null
}

function requestOf(
  shop: Shop,
  booking: CleosBooking,
  { sessions, now }: Booking,
  acts: (Act | null)[],
): ChangeRequest {
  const chosen = (wanted: Act) => sessions.filter((_, index) => acts[index] === wanted)
  return {
    bookingId: booking.bookingId,
    cancel: chosen('cancel').map(({ id }) => id),
    reschedule: chosen('move').map(({ id }) => ({
      session: id,
      start: shop.freeFrom(now.add({ hours: 300 })),
    })),
    channel: 'mail_link',
  }
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
