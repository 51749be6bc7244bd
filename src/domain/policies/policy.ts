import { z } from 'zod'

export const LONGEST_NOTICE_MINUTES = 525_600
export const LONGEST_TEXT = 2_000

const amount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: z.number().int().min(0).max(100) }),
  // Digits rather than a number: money is never a floating point number, and JSON has no other.
  z.strictObject({ kind: z.literal('amount'), minor: z.string().regex(/^\d{1,15}$/) }),
])

const tier = z.strictObject({
  fromNoticeMinutes: z.number().int().min(0).max(LONGEST_NOTICE_MINUTES),
  amount,
})

const rule = z.strictObject({
  allowed: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('any_time') }),
    z.strictObject({
      kind: z.literal('until'),
      noticeMinutes: z.number().int().min(0).max(LONGEST_NOTICE_MINUTES),
    }),
    z.strictObject({ kind: z.literal('never') }),
  ]),
  reason: z.enum(['required', 'optional', 'hidden']),
  description: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('system') }),
    z.strictObject({ kind: z.literal('custom'), text: z.string().min(1).max(LONGEST_TEXT) }),
  ]),
  blockedMessage: z.string().max(LONGEST_TEXT),
  tiers: z
    .array(tier)
    .max(20)
    .refine(fallsToZero, 'Tiers go from the longest notice to the shortest and end at 0.'),
  limit: z.number().int().min(0).max(100).nullable(),
  graceMinutes: z.number().int().min(0).max(LONGEST_NOTICE_MINUTES).nullable(),
})

const cancelRule = rule.extend({
  /** Credit that a customer may take instead of the money, and for how many months it is good. */
  credit: z.strictObject({ amount, months: z.number().int().min(1).max(120) }).optional(),
  /** True asks for what is kept of a session even where it was not paid yet. */
  owesUnpaid: z.boolean().optional(),
})

/** The shape of `policy_versions.rules`. */
export const policyRules = z.strictObject({ cancel: cancelRule, reschedule: rule })

/**
 * What a customer may do, and what it costs. For `cancel` a tier's amount is the share of the session's price
 * that is given back; for `reschedule` it is the fee. A tier applies when at least its notice is left; tiers are
 * ordered from the longest notice to the shortest. No tiers means that the action has no price rule.
 * `limit` (reschedule) is the most times one session may be moved. `graceMinutes` after booking, the action is
 * free of charge (domain.md §3; oncehub R7–R25).
 */
export type PolicyRules = z.infer<typeof policyRules>
export type ActionRule = PolicyRules['cancel']
export type Tier = ActionRule['tiers'][number]
export type TierAmount = Tier['amount']
export type PolicyAction = keyof PolicyRules

/** A rule that lets customers act until the start, for nothing. */
export const OPEN_RULE: ActionRule = {
  allowed: { kind: 'any_time' },
  reason: 'optional',
  description: { kind: 'system' },
  blockedMessage: '',
  tiers: [],
  limit: null,
  graceMinutes: null,
}

/** True for tiers in the order that the schema demands; no tiers are in order, too. */
export function fallsToZero(tiers: { fromNoticeMinutes: number }[]): boolean {
  const notices = tiers.map((entry) => entry.fromNoticeMinutes)
  const falling = notices.every((notice, index) => index === 0 || notice < notices[index - 1]!)
  return falling && (notices.length === 0 || notices.at(-1) === 0)
}
