import { expect, test } from 'vitest'
import { OPEN_RULE, type ActionRule } from '#domain/policies/policy.ts'
import { ribbonZones, type PolicyRibbonProps } from './policy-ribbon.tsx'

const tiers: ActionRule = {
  ...OPEN_RULE,
  allowed: { kind: 'until', noticeMinutes: 60 },
  tiers: [
    { fromNoticeMinutes: 48 * 60, amount: { kind: 'percent', percent: 100 } },
    { fromNoticeMinutes: 24 * 60, amount: { kind: 'amount', minor: '2000' } },
    { fromNoticeMinutes: 0, amount: { kind: 'percent', percent: 0 } },
  ],
}

function zones(rule: ActionRule, rest: Partial<PolicyRibbonProps> = {}) {
  return ribbonZones({
    action: 'cancel',
    rule,
    bookedAt: Temporal.Instant.from('2026-12-01T14:30:00Z'),
    startsAt: Temporal.Instant.from('2026-12-11T14:30:00Z'),
    now: Temporal.Instant.from('2026-12-05T14:30:00Z'),
    currency: 'GBP',
    zone: 'Europe/London',
    noun: 'booking',
    locale: 'en-GB',
    ...rest,
  })
}

test('each tier is a stretch of time, the amount first, and now stands in one of them', () => {
  expect(
    zones(tiers).map(({ amount, until, tone, current }) => [amount, until, tone, current ?? false]),
  ).toEqual([
    ['Everything back', 'until Wed 9 Dec, 2:30pm', 'free', true],
    ['£20.00 back', 'until Thu 10 Dec, 2:30pm', 'fee', false],
    ['Nothing back', 'until Fri 11 Dec, 1:30pm', 'late', false],
    ['No online cancelling', 'until the start', 'late', false],
  ])
  expect(zones(tiers)[0]).toMatchObject({ share: 0.8, position: 0.5 })
})

test('a rule that is the same until the start is one stretch', () => {
  expect(zones(OPEN_RULE)).toHaveLength(1)
  expect(zones({ ...OPEN_RULE, allowed: { kind: 'never' } }).map((stretch) => stretch.amount)).toEqual([
    'No online cancelling',
  ])
})

test('a grace period after booking comes first', () => {
  const [first] = zones({ ...tiers, graceMinutes: 60 })
  expect(first).toMatchObject({ amount: 'Free to cancel', until: 'until Tue 1 Dec, 3:30pm' })
})

test('deadlines that have passed before the booking was made are not drawn', () => {
  const late = zones(tiers, {
    bookedAt: Temporal.Instant.from('2026-12-11T08:00:00Z'),
    now: Temporal.Instant.from('2026-12-11T08:00:00Z'),
  })
  expect(late.map((stretch) => stretch.amount)).toEqual(['Nothing back', 'No online cancelling'])
  expect(late[0]).toMatchObject({ current: true, position: 0 })
})

test('at the very deadline the old stretch still holds, as the policy says', () => {
  const at = zones(tiers, { now: Temporal.Instant.from('2026-12-10T14:30:00Z') })
  expect(at.findIndex((stretch) => stretch.current)).toBe(1)
})

test('moving has its own words', () => {
  const fee: ActionRule = {
    ...OPEN_RULE,
    tiers: [
      { fromNoticeMinutes: 1440, amount: { kind: 'percent', percent: 0 } },
      { fromNoticeMinutes: 0, amount: { kind: 'amount', minor: '500' } },
    ],
  }
  expect(zones(fee, { action: 'reschedule' }).map(({ amount, tone }) => [amount, tone])).toEqual([
    ['Free to move', 'free'],
    ['Costs £5.00', 'fee'],
  ])
})
