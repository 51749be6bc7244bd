import { OPEN_RULE, type ActionRule, type PolicyRules } from '#domain/policies/policy.ts'

export const WEEKDAYS = [1, 2, 3, 4, 5]
export const at = (hour: number, minute = 0) => hour * 60 + minute

const until = (hours: number, rest: Partial<ActionRule> = {}): ActionRule => ({
  ...OPEN_RULE,
  allowed: { kind: 'until', noticeMinutes: hours * 60 },
  ...rest,
})

export const FLEXIBLE: PolicyRules = { cancel: { ...OPEN_RULE, reason: 'required' }, reschedule: OPEN_RULE }

export const FAIR: PolicyRules = {
  cancel: until(24, { blockedMessage: 'Please ring us before you give up: we often find another way.' }),
  reschedule: until(12, { blockedMessage: 'Please ring us: somebody may swap with you.' }),
}

export const FIRM: PolicyRules = {
  cancel: until(48, {
    reason: 'required',
    blockedMessage: 'This course is planned two days ahead. Please ring us.',
  }),
  reschedule: until(48, { limit: 2 }),
}
