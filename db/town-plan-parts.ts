import {
  OPEN_RULE,
  type ActionRule,
  type PolicyRules,
  type Tier,
  type TierAmount,
} from '#domain/policies/policy.ts'

export const WEEKDAYS = [1, 2, 3, 4, 5]
export const at = (hour: number, minute = 0) => hour * 60 + minute

const until = (hours: number, rest: Partial<ActionRule> = {}): ActionRule => ({
  ...OPEN_RULE,
  allowed: { kind: 'until', noticeMinutes: hours * 60 },
  ...rest,
})

const percent = (share: number): TierAmount => ({ kind: 'percent', percent: share })
const amount = (minor: number): TierAmount => ({ kind: 'amount', minor: String(minor) })

/** One amount until so many hours before the start, and another one after that. */
const early = (hours: number, before: TierAmount, after: TierAmount): Tier[] => [
  { fromNoticeMinutes: hours * 60, amount: before },
  { fromNoticeMinutes: 0, amount: after },
]

const CREDIT_FOR_A_YEAR = { amount: percent(100), months: 12 }
const RING_TO_CANCEL = 'Please ring us before you give up: we often find another way.'
const RING_TO_MOVE = 'Please ring us: somebody may swap with you.'

export const FLEXIBLE: PolicyRules = { cancel: { ...OPEN_RULE, reason: 'required' }, reschedule: OPEN_RULE }

/** No money rule of its own: the organization's late fee applies. */
export const UNPRICED: PolicyRules = {
  cancel: until(2, { blockedMessage: RING_TO_CANCEL }),
  reschedule: until(2, { blockedMessage: RING_TO_MOVE }),
}

/** All of it back a day before and half after that, or all of it as credit; moving late costs five pounds. */
export const FAIR: PolicyRules = {
  cancel: until(2, {
    blockedMessage: RING_TO_CANCEL,
    tiers: early(24, percent(100), percent(50)),
    credit: CREDIT_FOR_A_YEAR,
  }),
  reschedule: until(2, { blockedMessage: RING_TO_MOVE, tiers: early(24, amount(0), amount(500)) }),
}

/** Two days before the start the money is gone; the credit is not. */
export const FIRM: PolicyRules = {
  cancel: {
    ...OPEN_RULE,
    reason: 'required',
    tiers: early(48, percent(100), percent(0)),
    credit: CREDIT_FOR_A_YEAR,
  },
  reschedule: until(48, {
    limit: 2,
    blockedMessage: 'The pool is planned two days ahead. Please ring us.',
  }),
}

/** A deposit that is lost on the last day; the rest was never asked for. */
export const DEPOSIT: PolicyRules = {
  cancel: until(2, { blockedMessage: RING_TO_CANCEL, tiers: early(24, percent(100), percent(0)) }),
  reschedule: until(2, { blockedMessage: RING_TO_MOVE }),
}

/** For packages: what is late costs a share of the session, whichever it is. */
export const COURSE: PolicyRules = {
  cancel: until(2, { blockedMessage: RING_TO_CANCEL, tiers: early(24, percent(100), percent(50)) }),
  reschedule: until(2, { blockedMessage: RING_TO_MOVE, tiers: early(24, amount(0), percent(10)) }),
}

/** Paid when they come: whoever cancels late owes half of it all the same. */
export const AT_THE_DESK: PolicyRules = {
  cancel: until(2, {
    blockedMessage: RING_TO_CANCEL,
    tiers: early(24, percent(100), percent(50)),
    owesUnpaid: true,
  }),
  reschedule: until(2, { blockedMessage: RING_TO_MOVE }),
}
