import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { fairnessWarnings, type GovernedEventType } from './fairness.ts'
import { OPEN_RULE, type ActionRule, type PolicyRules, type Tier, type TierAmount } from './policy.ts'

// What each warning says beside its code, and the edges at which it appears.

const visit: GovernedEventType = {
  name: 'Visit',
  minimumNoticeMinutes: 1_440,
  horizonDays: 60,
  priceMinor: 4_000n,
}
const cheap: GovernedEventType = { ...visit, name: 'Call', priceMinor: 500n }
const percent = (size: number): TierAmount => ({ kind: 'percent', percent: size })
const amount = (minor: string): TierAmount => ({ kind: 'amount', minor })
const tier = (of: TierAmount, fromNoticeMinutes = 0): Tier => ({ fromNoticeMinutes, amount: of })
const TOLD = { description: { kind: 'custom' as const, text: 'We keep the room for you.' } }
const warnings = (
  cancel: Partial<PolicyRules['cancel']>,
  reschedule: Partial<ActionRule> = {},
  types = [visit],
) =>
  fairnessWarnings(
    { cancel: { ...OPEN_RULE, ...cancel }, reschedule: { ...OPEN_RULE, ...reschedule } },
    types,
  )
const codes = (...args: Parameters<typeof warnings>) => warnings(...args).map(({ code }) => code)

describe('credit that is less than the money', () => {
  const credit = (of: TierAmount, money: TierAmount, types?: GovernedEventType[]) =>
    codes({ ...TOLD, tiers: [tier(money)], credit: { amount: of, months: 6 } }, {}, types).filter((code) =>
      code.startsWith('credit'),
    )
  const BELOW = ['credit_below_refund']
  test('of two percentages the smaller one is less, whatever is sold', () => {
    expect(credit(percent(49), percent(50), [])).toEqual(BELOW)
    expect(credit(percent(50), percent(50), [])).toEqual([])
    expect(credit(percent(51), percent(50), [])).toEqual([])
  })
  test('of two amounts the smaller one is less, whatever is sold', () => {
    expect(credit(amount('999'), amount('1000'), [])).toEqual(BELOW)
    expect(credit(amount('1000'), amount('1000'), [])).toEqual([])
    // As numbers, not as words.
    expect(credit(amount('1000'), amount('999'), [])).toEqual([])
    // Both are more than the price, and yet one is less.
    expect(credit(amount('9000'), amount('9001'))).toEqual(BELOW)
  })
  test('of one of each it depends on what is sold: once is enough', () => {
    expect(credit(amount('1000'), percent(50), [cheap, visit])).toEqual(BELOW)
    expect(credit(amount('1000'), percent(50), [cheap])).toEqual([])
    expect(credit(percent(80), amount('9999'), [visit])).toEqual(BELOW)
    expect(credit(percent(100), amount('9999'), [visit])).toEqual([])
    expect(credit(amount('9999'), percent(100), [visit])).toEqual([])
  })
})

test('a warning names its row, its action and what is sold', () => {
  const tiers = [tier(percent(100), 2_880), tier(percent(50), 1_440), tier(percent(0))]
  const until = { allowed: { kind: 'until' as const, noticeMinutes: 2_880 } }
  expect(warnings({ ...until, ...TOLD, tiers }, until)).toEqual([
    { code: 'unreachable_tier', action: 'cancel', position: 2 },
    {
      code: 'booked_inside_window',
      action: 'cancel',
      eventType: 'Visit',
      noticeMinutes: 2_880,
      leadMinutes: 1_440,
    },
    {
      code: 'booked_inside_window',
      action: 'reschedule',
      eventType: 'Visit',
      noticeMinutes: 2_880,
      leadMinutes: 1_440,
    },
  ])
  expect(warnings(TOLD, { ...TOLD, tiers: [tier(amount('4001'))] })).toEqual([
    { code: 'fee_above_price', action: 'reschedule', eventType: 'Visit' },
  ])
  expect(warnings(TOLD, { ...TOLD, tiers: [tier(amount('4000'))] })).toEqual([])
})

test('what closes before anybody could book is said for what it is', () => {
  const months = { allowed: { kind: 'until' as const, noticeMinutes: 60 * 1_440 } }
  expect(warnings(months, months)).toEqual([
    { code: 'never_changeable', action: 'cancel', eventType: 'Visit', noticeMinutes: 86_400 },
    { code: 'never_changeable', action: 'reschedule', eventType: 'Visit', noticeMinutes: 86_400 },
  ])
})

describe('money without a word about why', () => {
  test('is a refund of less than everything, or a fee of more than nothing', () => {
    expect(codes({ tiers: [tier(percent(100))] })).toEqual([])
    expect(codes({ tiers: [tier(percent(99))] })).toEqual(['unexplained_fee'])
    expect(codes({ tiers: [tier(amount('100'))] })).toEqual(['unexplained_fee'])
    expect(codes({}, { tiers: [tier(percent(0))] })).toEqual([])
    expect(codes({}, { tiers: [tier(amount('0'))] })).toEqual([])
    expect(codes({}, { tiers: [tier(percent(1))] })).toEqual(['unexplained_fee'])
    expect(codes({}, { tiers: [tier(amount('1'))] })).toEqual(['unexplained_fee'])
  })
  test('and nothing ever back is nothing in every row', () => {
    expect(codes({ ...TOLD, tiers: [tier(percent(0), 60), tier(amount('0'))] })).toEqual([
      'nothing_ever_back',
    ])
    expect(codes({ ...TOLD, tiers: [tier(percent(1), 60), tier(percent(0))] })).toEqual([])
    expect(codes({ ...TOLD, tiers: [tier(amount('1'))] })).toEqual([])
  })
})

test('never is another window than any time', () => {
  const never = { allowed: { kind: 'never' as const } }
  expect(codes(never)).toEqual(['team_may_customers_may_not', 'windows_differ'])
  expect(codes({ allowed: { kind: 'until', noticeMinutes: 0 } })).toEqual([])
})

test('a verdict says until when its price holds, and a request has none and no grace', () => {
  const startsAt = Temporal.Instant.from('2026-12-03T14:30:00Z')
  const facts = { startsAt, bookedAt: startsAt.subtract({ hours: 72 }), rescheduleCount: 0 }
  const rule = { ...OPEN_RULE, tiers: [tier(percent(50))] }
  const at = (state: 'scheduled' | 'requested', of: ActionRule, hours: number) =>
    evaluate(of, { ...facts, state }, true, startsAt.subtract({ hours }))
  const open = { allowed: true, until: startsAt }
  expect(at('scheduled', rule, 5)).toEqual({
    ...open,
    tier: rule.tiers[0],
    tierUntil: startsAt,
    inGrace: false,
  })
  expect(at('scheduled', OPEN_RULE, 5)).toEqual({ ...open, tier: null, tierUntil: null, inGrace: false })
  const grace = { ...rule, graceMinutes: 48 * 60 }
  const graceEnds = startsAt.subtract({ hours: 24 })
  expect(at('scheduled', grace, 24)).toEqual({ ...open, tier: null, tierUntil: graceEnds, inGrace: true })
  // No grace is no grace, also at the very moment of booking.
  expect(at('scheduled', rule, 72)).toMatchObject({ inGrace: false })
  expect(at('requested', grace, 30)).toEqual({
    allowed: true,
    until: null,
    tier: null,
    tierUntil: null,
    inGrace: false,
  })
})
