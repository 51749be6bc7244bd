import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, type SessionFacts, type SessionState, type Verdict } from './evaluate.ts'
import { OPEN_RULE, policyRules, type ActionRule } from './policy.ts'

const START = Temporal.Instant.from('2026-12-03T14:30:00Z')
const BOOKED = Temporal.Instant.from('2026-11-12T09:00:00Z')

const session = (state: SessionState = 'scheduled', rest: Partial<SessionFacts> = {}): SessionFacts => ({
  state,
  startsAt: START,
  bookedAt: BOOKED,
  rescheduleCount: 0,
  ...rest,
})
const before = (duration: Temporal.DurationLike) => START.subtract(duration)
const until = (hours: number, rest: Partial<ActionRule> = {}): ActionRule => ({
  ...OPEN_RULE,
  allowed: { kind: 'until', noticeMinutes: hours * 60 },
  ...rest,
})
const never: ActionRule = { ...OPEN_RULE, allowed: { kind: 'never' } }
const percent = (fromNoticeMinutes: number, share: number) => ({
  fromNoticeMinutes,
  amount: { kind: 'percent' as const, percent: share },
})
const code = (verdict: Verdict) => (verdict.allowed ? 'allowed' : verdict.refusal.code)
const at = (rule: ActionRule, facts: SessionFacts, now: Temporal.Instant, on = true) =>
  code(evaluate(rule, facts, on, now))

describe('what a customer may do (decision rows of the first family, oncehub §14.1)', () => {
  test('D1, D2 overruled: a renamed or switched-off page locks nobody out, because the page is no part of the decision', () => {
    expect(evaluate.length).toBe(4)
    expect(at(OPEN_RULE, session(), before({ hours: 1 }))).toBe('allowed')
  })
  test('D3: a request may always be canceled or sent again, whatever the policy and the hour', () => {
    expect(at(never, session('requested'), before({ minutes: 1 }))).toBe('allowed')
    expect(at(until(24), session('requested'), START.add({ hours: 1 }), false)).toBe('allowed')
  })
  test.each(['canceled', 'completed', 'no_show', 'failed'] as const)(
    'D5: a session that is %s is not open to the customer',
    (state) => {
      expect(at(OPEN_RULE, session(state), before({ hours: 48 }))).toBe('not_open')
    },
  )
  test('D6: from the start on nothing is possible, to the second', () => {
    expect(at(OPEN_RULE, session(), START)).toBe('started')
    expect(at(OPEN_RULE, session(), before({ seconds: 1 }))).toBe('allowed')
  })
  test('D7: never is never', () => {
    expect(at(never, session(), before({ hours: 1000 }))).toBe('never_allowed')
  })
  test('D8: any time means minutes before the start, too', () => {
    expect(at(OPEN_RULE, session(), before({ minutes: 2 }))).toBe('allowed')
  })
  test('D9: exactly the notice left is still allowed', () => {
    expect(at(until(24), session(), before({ hours: 24 }))).toBe('allowed')
    expect(at(until(24), session(), before({ hours: 25 }))).toBe('allowed')
  })
  test('D10: a second later it is too late, and the answer says since when', () => {
    const verdict = evaluate(until(24), session(), true, before({ hours: 23, minutes: 59, seconds: 59 }))
    expect(verdict).toEqual({
      allowed: false,
      refusal: { code: 'too_late', closedAt: before({ hours: 24 }) },
    })
  })
  const tiered: ActionRule = { ...OPEN_RULE, tiers: [percent(1440, 100), percent(0, 50)] }
  test('D11: with price steps, the first step applies while its notice is left', () => {
    const verdict = evaluate(tiered, session(), true, before({ hours: 24 }))
    expect(verdict).toMatchObject({
      allowed: true,
      tier: percent(1440, 100),
      tierUntil: before({ hours: 24 }),
    })
  })
  test('D12: after the step the action stays possible at the next price, because cut-off and price are two settings', () => {
    const verdict = evaluate(tiered, session(), true, before({ hours: 23, minutes: 59 }))
    expect(verdict).toMatchObject({ allowed: true, tier: percent(0, 50), tierUntil: START })
    expect(at({ ...tiered, ...until(2), tiers: tiered.tiers }, session(), before({ hours: 1 }))).toBe(
      'too_late',
    )
  })
})

describe('what a customer may do (decision rows of the second family, octopus §17)', () => {
  test('T2, T3: outside the cut-off both actions are possible, exactly at it too', () => {
    expect(at(until(24), session(), before({ hours: 30 }))).toBe('allowed')
    expect(at(until(24), session(), before({ hours: 24 }))).toBe('allowed')
  })
  test('T4: inside the cut-off the customer is refused', () => {
    expect(at(until(24), session(), before({ hours: 5 }))).toBe('too_late')
  })
  test('T5 overruled: a switched-off action is refused with its own code, so that the page can explain it in place', () => {
    expect(at(until(24), session(), before({ hours: 30 }), false)).toBe('switched_off')
  })
  test('T6: each action has its own switch', () => {
    const [cancel, move] = [true, false].map((on) => at(until(24), session(), before({ hours: 30 }), on))
    expect([cancel, move]).toEqual(['allowed', 'switched_off'])
  })
  test('T7: without a cut-off everything before the start is possible', () => {
    expect(at(OPEN_RULE, session(), before({ minutes: 1 }))).toBe('allowed')
  })
  test('T8: once the start has passed nothing is, though nobody has closed the session', () => {
    expect(at(OPEN_RULE, session('scheduled'), START.add({ minutes: 5 }))).toBe('started')
  })
  test.each(['awaiting_update', 'in_progress', 'completed', 'failed', 'canceled'] as const)(
    'T9 to T13: a session that is %s is not open',
    (state) => {
      expect(at(OPEN_RULE, session(state), before({ hours: 30 }))).toBe('not_open')
    },
  )
  test('T18 overruled: each session of a package is judged on its own start', () => {
    const past = session('completed', { startsAt: before({ hours: 100 }) })
    expect(at(until(24), past, before({ hours: 30 }))).toBe('not_open')
    expect(at(until(24), session(), before({ hours: 30 }))).toBe('allowed')
  })
})

describe('details of the rule', () => {
  test('notice is elapsed time: a night in which clocks change does not lengthen or shorten it', () => {
    // London goes back at 01:00 UTC on 25 October 2026; 24 elapsed hours before 10:00 GMT is 11:00 BST.
    const startsAt = Temporal.Instant.from('2026-10-25T10:00:00Z')
    const elevenSummerTime = Temporal.Instant.from('2026-10-24T10:00:00Z')
    expect(at(until(24), session('scheduled', { startsAt }), elevenSummerTime)).toBe('allowed')
    expect(at(until(24), session('scheduled', { startsAt }), elevenSummerTime.add({ seconds: 1 }))).toBe(
      'too_late',
    )
  })
  test('a session may be moved only as often as the limit says', () => {
    const rule = { ...OPEN_RULE, limit: 2 }
    expect(at(rule, session('scheduled', { rescheduleCount: 1 }), before({ hours: 5 }))).toBe('allowed')
    expect(at(rule, session('scheduled', { rescheduleCount: 2 }), before({ hours: 5 }))).toBe('limit_reached')
  })
  test('within the grace period after booking no price step applies', () => {
    const rule: ActionRule = { ...OPEN_RULE, graceMinutes: 60, tiers: [percent(0, 0)] }
    expect(evaluate(rule, session(), true, BOOKED.add({ minutes: 60 }))).toMatchObject({
      inGrace: true,
      tier: null,
    })
    expect(evaluate(rule, session(), true, BOOKED.add({ minutes: 61 }))).toMatchObject({
      inGrace: false,
      tier: percent(0, 0),
    })
  })
  test('price steps must fall from the longest notice to the start', () => {
    const rules = (tiers: ActionRule['tiers']) =>
      policyRules.safeParse({ cancel: { ...OPEN_RULE, tiers }, reschedule: OPEN_RULE }).success
    expect(rules([percent(1440, 100), percent(0, 50)])).toBe(true)
    expect(rules([percent(0, 50), percent(1440, 100)])).toBe(false)
    expect(rules([percent(1440, 100)])).toBe(false)
  })
})

const anyRule = fc.record({
  allowed: fc.oneof(
    fc.constant({ kind: 'any_time' as const }),
    fc.constant({ kind: 'never' as const }),
    fc.record({ kind: fc.constant('until' as const), noticeMinutes: fc.integer({ min: 0, max: 20_160 }) }),
  ),
  tiers: fc
    .uniqueArray(fc.integer({ min: 1, max: 20_160 }), { maxLength: 5 })
    .map((notices) =>
      [...notices.toSorted((a, b) => b - a), 0].map((notice, index) => percent(notice, index * 10)),
    ),
  limit: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
})

// Seen to fail with `<` for `<=` in the notice, with the tiers searched from the other end, and without the switch.
test('a plain restatement of the rules agrees on any policy at any moment', () => {
  fc.assert(
    fc.property(
      anyRule,
      fc.integer({ min: -3000, max: 30_000 }),
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      (part, minutesLeft, moves, on) => {
        const rule: ActionRule = { ...OPEN_RULE, ...part }
        const verdict = evaluate(
          rule,
          session('scheduled', { rescheduleCount: moves }),
          on,
          before({ minutes: minutesLeft }),
        )
        const notice = part.allowed.kind === 'until' ? part.allowed.noticeMinutes : 0
        const allowed =
          minutesLeft > 0 &&
          on &&
          part.allowed.kind !== 'never' &&
          minutesLeft >= notice &&
          (part.limit === null || moves < part.limit)
        expect(verdict.allowed).toBe(allowed)
        if (verdict.allowed)
          expect(verdict.tier).toEqual(part.tiers.find((tier) => minutesLeft >= tier.fromNoticeMinutes))
      },
    ),
    { numRuns: 2000 },
  )
})
