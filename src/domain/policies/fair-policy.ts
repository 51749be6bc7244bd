import { OPEN_RULE, type PolicyRules } from './policy.ts'

const UNTIL_THE_DAY_BEFORE = { ...OPEN_RULE, allowed: { kind: 'until' as const, noticeMinutes: 24 * 60 } }

/** What a business starts with: customers cancel and move for nothing until 24 hours before, and owe no reason. */
export const FAIR_RULES: PolicyRules = { cancel: UNTIL_THE_DAY_BEFORE, reschedule: UNTIL_THE_DAY_BEFORE }
