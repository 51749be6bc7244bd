import { expect, test } from 'vitest'
import { FAIR_RULES } from './fair-policy.ts'
import { fairnessWarnings, type GovernedEventType, type LateFee } from './fairness.ts'
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

const CREDIT = { amount: { kind: 'percent' as const, percent: 80 }, months: 12 }
const words = { description: { kind: 'custom' as const, text: 'We keep the room for you.' } }

test('A credit that is less than the money is pointed out, in its row', () => {
  const withCredit = (tiers: Tier[], credit: NonNullable<PolicyRules['cancel']['credit']> = CREDIT) =>
    fairnessWarnings({ cancel: { ...OPEN_RULE, ...words, tiers, credit }, reschedule: OPEN_RULE }, [visit])
  expect(withCredit([percent(1440, 80), percent(0, 50)])).toEqual([])
  expect(withCredit([percent(1440, 50), percent(0, 100)])).toEqual([
    { code: 'credit_below_refund', position: 2 },
  ])
  const fixed = (minor: string): Tier => ({ fromNoticeMinutes: 0, amount: { kind: 'amount', minor } })
  // 80 % of 40.00 is 32.00; 40.00 in money is more, and so is 32.01.
  expect(withCredit([fixed('3200')])).toEqual([])
  expect(withCredit([fixed('3201')])).toEqual([{ code: 'credit_below_refund', position: 1 }])
  const tenPounds = { amount: { kind: 'amount' as const, minor: '1000' }, months: 6 }
  expect(withCredit([fixed('1001')], tenPounds)).toEqual([{ code: 'credit_below_refund', position: 1 }])
  expect(withCredit([percent(0, 25)], tenPounds)).toEqual([])
  expect(withCredit([], tenPounds)).toEqual([{ code: 'credit_never_offered' }])
})

const late = (more: Partial<LateFee> = {}): LateFee => ({
  minor: 2000n,
  windowMinutes: 1440,
  customers: 'automatic',
  ...more,
})
const contradictions = (rules: PolicyRules, fee: LateFee, eventTypes = [visit]) =>
  fairnessWarnings(rules, eventTypes, fee).filter((warning) => warning.code.startsWith('late'))

// Seen to fail when the window had to be shorter than the cut-off, not just no longer (octopus O49).
test('A late fee that begins only when customers cannot cancel any more is pointed out', () => {
  expect(contradictions(FAIR_RULES, late())).toEqual([
    { code: 'late_fee_unreachable', windowMinutes: 1440, noticeMinutes: 1440 },
  ])
  expect(contradictions(both(until(1439)), late())).toEqual([])
  expect(contradictions(both({ ...OPEN_RULE, allowed: { kind: 'never' } }), late())).toEqual([
    { code: 'late_fee_unreachable', windowMinutes: 1440, noticeMinutes: null },
  ])
  expect(contradictions(both(OPEN_RULE), late())).toEqual([])
})

test('Where customers never pay the late fee, only the team gets there, and nothing is pointed out', () => {
  expect(contradictions(FAIR_RULES, late({ customers: 'off' }))).toEqual([])
})

test('A late fee above the price is pointed out, and not where nothing costs anything', () => {
  const fee = late({ minor: 4001n })
  expect(contradictions(both(OPEN_RULE), fee)).toEqual([{ code: 'late_fee_above_price', eventType: 'Visit' }])
  expect(contradictions(both(OPEN_RULE), late({ minor: 4000n }))).toEqual([])
  expect(contradictions(both(OPEN_RULE), fee, [{ ...visit, priceMinor: 0n }])).toEqual([])
})

test('Who can book inside the window of the late fee is late at once', () => {
  expect(contradictions(both(OPEN_RULE), late({ windowMinutes: 1441 }))).toEqual([
    { code: 'late_when_booked', eventType: 'Visit', windowMinutes: 1441, leadMinutes: 1440 },
  ])
})

test('A policy with rows of its own has nothing to do with the late fee', () => {
  const tiers = [percent(0, 50)]
  expect(contradictions(both(until(1440, { tiers })), late({ minor: 9999n, windowMinutes: 9999 }))).toEqual(
    [],
  )
})
