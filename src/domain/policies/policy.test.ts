import { describe, expect, test } from 'vitest'
import { fallsToZero, LONGEST_NOTICE_MINUTES, LONGEST_TEXT, OPEN_RULE, policyRules } from './policy.ts'

const accepts = (cancel: object, reschedule: object = {}) =>
  policyRules.safeParse({ cancel: { ...OPEN_RULE, ...cancel }, reschedule: { ...OPEN_RULE, ...reschedule } })
    .success
const percent = (fromNoticeMinutes: number, size: number) => ({
  fromNoticeMinutes,
  amount: { kind: 'percent', percent: size },
})
const minor = (text: string) => [{ fromNoticeMinutes: 0, amount: { kind: 'amount', minor: text } }]

test('a rule that lets customers act until the start, for nothing', () => {
  expect(OPEN_RULE).toEqual({
    allowed: { kind: 'any_time' },
    reason: 'optional',
    description: { kind: 'system' },
    blockedMessage: '',
    tiers: [],
    limit: null,
    graceMinutes: null,
  })
  expect(accepts({})).toBe(true)
})

describe('what may be changed, and until when', () => {
  test.each([
    [{ kind: 'any_time' }, true],
    [{ kind: 'never' }, true],
    [{ kind: 'until', noticeMinutes: 0 }, true],
    [{ kind: 'until', noticeMinutes: LONGEST_NOTICE_MINUTES }, true],
    [{ kind: 'until', noticeMinutes: LONGEST_NOTICE_MINUTES + 1 }, false],
    [{ kind: 'until', noticeMinutes: -1 }, false],
    [{ kind: 'until', noticeMinutes: 1.5 }, false],
    [{ kind: 'until' }, false],
    [{ kind: 'sometimes' }, false],
    [{ kind: 'any_time', noticeMinutes: 5 }, false],
    [{ kind: 'never', noticeMinutes: 5 }, false],
  ])('%o', (allowed, accepted) => expect(accepts({ allowed })).toBe(accepted))
})

test('a reason is required, optional or hidden', () => {
  expect(['required', 'optional', 'hidden'].map((reason) => accepts({ reason }))).toEqual([true, true, true])
  expect(accepts({ reason: '' })).toBe(false)
  expect(accepts({ reason: 'always' })).toBe(false)
})

test('words are as long as they are allowed, and no custom description is empty', () => {
  const words = (length: number) => 'x'.repeat(length)
  expect(accepts({ description: { kind: 'custom', text: words(LONGEST_TEXT) } })).toBe(true)
  expect(accepts({ description: { kind: 'custom', text: words(LONGEST_TEXT + 1) } })).toBe(false)
  expect(accepts({ description: { kind: 'custom', text: 'x' } })).toBe(true)
  expect(accepts({ description: { kind: 'custom', text: '' } })).toBe(false)
  expect(accepts({ description: { kind: 'custom' } })).toBe(false)
  expect(accepts({ description: { kind: 'system', text: 'x' } })).toBe(false)
  expect(accepts({ description: { kind: 'other' } })).toBe(false)
  expect(accepts({ blockedMessage: words(LONGEST_TEXT) })).toBe(true)
  expect(accepts({ blockedMessage: words(LONGEST_TEXT + 1) })).toBe(false)
})

describe('amounts', () => {
  test.each([
    ['0', true],
    ['999999999999999', true],
    ['1000000000000000', false],
    ['', false],
    ['-5', false],
    ['5.5', false],
    ['5x', false],
    ['x5', false],
  ])('%s minor units', (text, accepted) => expect(accepts({ tiers: minor(text) })).toBe(accepted))
  test.each([
    [0, true],
    [100, true],
    [101, false],
    [-1, false],
    [0.5, false],
  ])('%f per cent', (size, accepted) => expect(accepts({ tiers: [percent(0, size)] })).toBe(accepted))
  test('are one kind or the other, and nothing beside', () => {
    const tier = (amount: object) => accepts({ tiers: [{ fromNoticeMinutes: 0, amount }] })
    expect(tier({ kind: 'gold', percent: 5 })).toBe(false)
    expect(tier({ kind: 'percent', percent: 5, minor: '5' })).toBe(false)
    expect(tier({ kind: 'amount', minor: '5', percent: 5 })).toBe(false)
    expect(accepts({ tiers: [{ ...percent(0, 5), note: '' }] })).toBe(false)
  })
})

describe('tiers', () => {
  test('fall from the longest notice to 0', () => {
    expect(accepts({ tiers: [percent(LONGEST_NOTICE_MINUTES, 100), percent(1, 50), percent(0, 0)] })).toBe(
      true,
    )
    expect(accepts({ tiers: [percent(LONGEST_NOTICE_MINUTES + 1, 100), percent(0, 0)] })).toBe(false)
    expect(accepts({ tiers: [percent(1, 100)] })).toBe(false)
    expect(accepts({ tiers: [percent(0, 100), percent(0, 50)] })).toBe(false)
    expect(accepts({ tiers: [percent(1.5, 100), percent(0, 50)] })).toBe(false)
    expect(accepts({ tiers: [percent(5, 100), percent(-1, 50)] })).toBe(false)
    const wrong = policyRules.safeParse({
      cancel: { ...OPEN_RULE, tiers: [percent(1, 1)] },
      reschedule: OPEN_RULE,
    })
    expect(wrong.error!.issues.map(({ message }) => message)).toEqual([
      'Tiers go from the longest notice to the shortest and end at 0.',
    ])
  })
  test('are twenty at the most', () => {
    const falling = (count: number) =>
      Array.from({ length: count }, (_, index) => percent(count - 1 - index, 50))
    expect(accepts({ tiers: falling(20) })).toBe(true)
    expect(accepts({ tiers: falling(21) })).toBe(false)
  })
  test('are in order for whoever asks', () => {
    const falls = (...notices: number[]) =>
      fallsToZero(notices.map((fromNoticeMinutes) => ({ fromNoticeMinutes })))
    expect([falls(), falls(0), falls(5, 0), falls(9, 5, 0)]).toEqual([true, true, true, true])
    expect([falls(5), falls(0, 5), falls(5, 5, 0), falls(5, 9, 0)]).toEqual([false, false, false, false])
  })
})

test('limits and grace are whole numbers within reason, or none', () => {
  for (const field of ['limit', 'graceMinutes'] as const) {
    const most = field === 'limit' ? 100 : LONGEST_NOTICE_MINUTES
    expect([null, 0, most].map((value) => accepts({ [field]: value }))).toEqual([true, true, true])
    expect([most + 1, -1, 0.5].map((value) => accepts({ [field]: value }))).toEqual([false, false, false])
  }
})

test('credit and what is owed beyond what was paid belong to canceling alone', () => {
  const credit = (months: number, more: object = {}) => ({
    credit: { amount: { kind: 'percent', percent: 80 }, months, ...more },
  })
  expect([1, 120].map((months) => accepts(credit(months)))).toEqual([true, true])
  expect([0, 121, 1.5].map((months) => accepts(credit(months)))).toEqual([false, false, false])
  expect(accepts(credit(6, { note: '' }))).toBe(false)
  expect([true, false].map((owesUnpaid) => accepts({ owesUnpaid }))).toEqual([true, true])
  expect(accepts({ owesUnpaid: 'yes' })).toBe(false)
  expect(accepts({}, credit(6))).toBe(false)
  expect(accepts({}, { owesUnpaid: true })).toBe(false)
  expect(policyRules.safeParse({ cancel: OPEN_RULE }).success).toBe(false)
  expect(policyRules.safeParse({ cancel: OPEN_RULE, reschedule: OPEN_RULE, more: 1 }).success).toBe(false)
})
