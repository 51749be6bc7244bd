import { z } from '@hono/zod-openapi'
import type { CurrentPolicy, PolicyVersion } from '#domain/policies/browse-policies.ts'
import {
  fallsToZero,
  LONGEST_NOTICE_MINUTES,
  LONGEST_TEXT,
  type ActionRule,
  type PolicyRules,
  type TierAmount,
} from '#domain/policies/policy.ts'
import { showId, showIdOrNull } from '#platform/public-ids.ts'
import { idOf } from './ids.ts'
import { instant } from './schemas.ts'
import { HIGHEST_AMOUNT } from './terms-schema.ts'
import { optionalText, text } from './text-schemas.ts'

const noticeMinutes = z.number().int().min(0).max(LONGEST_NOTICE_MINUTES)

const allowedSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('any_time') }),
    z.strictObject({ kind: z.literal('until'), notice_minutes: noticeMinutes }),
    z.strictObject({ kind: z.literal('never') }),
  ])
  .openapi({ description: 'Until when customers may act. Exactly the notice left is still allowed.' })

const descriptionSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('system') }),
    z.strictObject({ kind: z.literal('custom'), text: text(LONGEST_TEXT) }),
  ])
  .openapi({
    description:
      "What customers read: a sentence made from the rule in the reader's language, or your own text.",
  })

const amountSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent: z.number().int().min(0).max(100) }),
  z.strictObject({
    kind: z.literal('amount'),
    amount: z.number().int().min(0).max(HIGHEST_AMOUNT).openapi({
      description: 'Minor units of the currency, for the whole booking; sessions share it evenly.',
    }),
  }),
])

const tierSchema = z
  .strictObject({
    from_notice_minutes: noticeMinutes.openapi({ description: 'Applies when at least this much is left.' }),
    amount: amountSchema,
  })
  .openapi('PolicyTier')

const tiers = (description: string) =>
  z
    .array(tierSchema)
    .max(20)
    .refine(areInOrder, 'goes from the longest notice to the shortest and ends at 0')
    .openapi({
      description: `${description} From the longest notice to the shortest, the last one with 0; an empty list means that there is no price rule. It decides about money only where the price is collected.`,
    })

const common = {
  allowed: allowedSchema,
  reason: z.enum(['required', 'optional', 'hidden']).openapi({ description: 'Whether customers give one.' }),
  description: descriptionSchema,
  blocked_message: optionalText(LONGEST_TEXT).openapi({
    description: 'Your own words for customers who come too late; may be empty.',
  }),
  grace_minutes: noticeMinutes.nullable().openapi({
    description:
      'For so long after booking, the action costs nothing. It does not open a deadline that has passed.',
  }),
}

/** The rules of a policy as programs see them; policy.ts decides what they mean. */
export const policyRulesSchema = z
  .strictObject({
    cancel: z
      .strictObject({
        ...common,
        tiers: tiers("What is given back of a session's price."),
        credit: z
          .strictObject({ amount: amountSchema, months: z.number().int().min(1).max(120) })
          .nullable()
          .default(null)
          .openapi({
            description:
              'What customers may take as credit instead of the money, and for how many months it is good. Needs tiers.',
          }),
        owes_unpaid: z.boolean().default(false).openapi({
          description: 'True asks for what is kept of a session even where it was not paid yet.',
        }),
      })
      .openapi('CancelRule'),
    reschedule: z
      .strictObject({
        ...common,
        tiers: tiers('The fee for moving a session.'),
        limit: z
          .number()
          .int()
          .min(0)
          .max(100)
          .nullable()
          .openapi({ description: 'The most times one session may be moved.' }),
      })
      .openapi('RescheduleRule'),
  })
  .openapi('PolicyRules')

export const policyVersionSchema = z
  .strictObject({
    id: idOf('policyVersion'),
    policy: idOf('policy'),
    version: z.number().int(),
    since: instant,
    created_by: idOf('member').nullable(),
    rules: policyRulesSchema,
  })
  .openapi('PolicyVersion')

export const policySchema = z
  .strictObject({
    id: idOf('policy'),
    name: z.string(),
    is_default: z.boolean().openapi({
      description: 'Governs wherever neither the event type nor the booking page has a policy.',
    }),
    current_version: policyVersionSchema,
  })
  .openapi('Policy')

type ShownRules = z.output<typeof policyRulesSchema>
type ShownTier = z.output<typeof tierSchema>

export function showPolicy(policy: CurrentPolicy): z.input<typeof policySchema> {
  return {
    id: showId('policy', policy.id),
    name: policy.name,
    is_default: policy.isDefault,
    current_version: showVersion(policy.current),
  }
}

export function showVersion(version: PolicyVersion): z.input<typeof policyVersionSchema> {
  const { cancel, reschedule } = version.rules
  return {
    id: showId('policyVersion', version.id),
    policy: showId('policy', version.policyId),
    version: version.version,
    since: version.since.toString(),
    created_by: showIdOrNull('member', version.createdBy),
    rules: {
      cancel: { ...showRule(cancel), ...showCancelMoney(cancel) },
      reschedule: { ...showRule(reschedule), limit: reschedule.limit },
    },
  }
}

export function readRules({ cancel, reschedule }: ShownRules): PolicyRules {
  const { credit, owes_unpaid: owesUnpaid } = cancel
  return {
    cancel: {
      ...readRule(cancel),
      limit: null,
      ...(credit ? { credit: { amount: readAmount(credit.amount), months: credit.months } } : {}),
      ...(owesUnpaid ? { owesUnpaid } : {}),
    },
    reschedule: { ...readRule(reschedule), limit: reschedule.limit },
  }
}

function showCancelMoney({ credit, owesUnpaid }: ActionRule) {
  return {
    credit: credit ? { amount: showAmount(credit.amount), months: credit.months } : null,
    owes_unpaid: owesUnpaid ?? false,
  }
}

function showRule(rule: ActionRule) {
  const { allowed } = rule
  return {
    allowed:
      allowed.kind === 'until' ? { kind: allowed.kind, notice_minutes: allowed.noticeMinutes } : allowed,
    reason: rule.reason,
    description: rule.description,
    blocked_message: rule.blockedMessage,
    grace_minutes: rule.graceMinutes,
    tiers: rule.tiers.map((tier) => ({
      from_notice_minutes: tier.fromNoticeMinutes,
      amount: showAmount(tier.amount),
    })),
  }
}

function readRule(rule: ShownRules['cancel'] | ShownRules['reschedule']): Omit<ActionRule, 'limit'> {
  const { allowed } = rule
  return {
    allowed:
      allowed.kind === 'until' ? { kind: allowed.kind, noticeMinutes: allowed.notice_minutes } : allowed,
    reason: rule.reason,
    description: rule.description,
    blockedMessage: rule.blocked_message,
    tiers: rule.tiers.map((tier) => ({
      fromNoticeMinutes: tier.from_notice_minutes,
      amount: readAmount(tier.amount),
    })),
    graceMinutes: rule.grace_minutes,
  }
}

function showAmount(amount: TierAmount): ShownTier['amount'] {
  return amount.kind === 'percent' ? amount : { kind: amount.kind, amount: Number(amount.minor) }
}

function readAmount(amount: ShownTier['amount']): TierAmount {
  return amount.kind === 'percent' ? amount : { kind: amount.kind, minor: String(amount.amount) }
}

function areInOrder(sent: { from_notice_minutes: number }[]): boolean {
  return fallsToZero(sent.map((tier) => ({ fromNoticeMinutes: tier.from_notice_minutes })))
}
