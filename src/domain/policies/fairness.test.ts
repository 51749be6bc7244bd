import { expect, test } from 'vitest'
import { FAIR_RULES } from './fair-policy.ts'
import { fairnessWarnings, type GovernedEventType } from './fairness.ts'
import { OPEN_RULE, type ActionRule, type PolicyRules, type Tier } from './policy.ts'

const visit: GovernedEventType = {
  name: 'Visit',
  minimumNoticeMinutes: 1440,
  horizonDays: 60,
  priceMinor: 4000n,
}
const until = (noticeMinutes: number, more: Partial<ActionRule> = {}): ActionRule => ({
  ...OPEN_RULE,
  allowed: { kind: 'until', noticeMinutes },
  ...more,
})
const both = (rule: ActionRule): PolicyRules => ({ cancel: rule, reschedule: rule })
const percent = (fromNoticeMinutes: number, size: number): Tier => ({
  fromNoticeMinutes,
  amount: { kind: 'percent', percent: size },
})
const codes = (rules: PolicyRules, eventTypes = [visit]) =>
  fairnessWarnings(rules, eventTypes).map((warning) => warning.code)

test('Fair rules for visits booked a day ahead give no warning', () => {
  expect(codes(FAIR_RULES)).toEqual([])
})

test('Who books two hours ahead can never change what closes a day before', () => {
  const late = { ...visit, minimumNoticeMinutes: 120 }
  expect(codes(FAIR_RULES, [late])).toEqual(['booked_inside_window', 'booked_inside_window'])
  expect(codes(both(until(60 * 1440)))).toEqual(['never_changeable', 'never_changeable'])
})

test('A fee above the price is pointed out, and not where nothing costs anything', () => {
  const fee: Tier = { fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '5000' } }
  const rules = { cancel: OPEN_RULE, reschedule: { ...OPEN_RULE, tiers: [fee] } }
  expect(codes(rules)).toEqual(['unexplained_fee', 'fee_above_price'])
  expect(codes(rules, [{ ...visit, priceMinor: 0n }])).toEqual(['unexplained_fee'])
})

test('Canceling and moving with different times are pointed out', () => {
  expect(codes({ cancel: until(60), reschedule: OPEN_RULE })).toEqual(['windows_differ'])
})

test('A row that begins after changes have closed never applies', () => {
  const words = { description: { kind: 'custom' as const, text: 'We keep the room for you.' } }
  const tiers = [percent(2880, 100), percent(1440, 50), percent(0, 0)]
  expect(codes(both(until(1440, { ...words, tiers })))).toEqual(['unreachable_tier', 'unreachable_tier'])
  expect(codes(both(until(1439, { ...words, tiers })))).toEqual([])
})

test('What only the team may do, and money without a word about why, is pointed out', () => {
  expect(
    codes({
      cancel: { ...OPEN_RULE, allowed: { kind: 'never' } },
      reschedule: { ...OPEN_RULE, allowed: { kind: 'never' } },
    }),
  ).toEqual(['team_may_customers_may_not', 'team_may_customers_may_not'])
  expect(codes({ cancel: { ...OPEN_RULE, tiers: [percent(0, 0)] }, reschedule: OPEN_RULE })).toEqual([
    'unexplained_fee',
    'nothing_ever_back',
  ])
})
