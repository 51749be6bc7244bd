import type { ActionRule, PolicyAction, TierAmount } from '#domain/policies/policy.ts'
import type { Locale } from '#messages/locale.ts'
import { ribbonText } from '#messages/ribbon.ts'
import { policyWords } from '#messages/settings-policies.ts'
import type { RibbonZone } from '#ui/ribbon.tsx'

const DAY_MINUTES = 1440

/**
 * A rule as zones of time before any booking, from long before to the start. Zones that nobody can reach, because
 * changes have closed before they begin, are left out.
 */
export function ribbonOf(
  action: PolicyAction,
  rule: ActionRule,
  currency: string,
  locale: Locale,
): RibbonZone[] {
  const words = policyWords(locale)
  const { amount } = ribbonText(action, locale)
  const closed = (share: number): RibbonZone => ({
    tone: 'late',
    amount: amount({ kind: 'closed' }),
    until: words.untilNotice(0),
    share,
  })
  if (rule.allowed.kind === 'never') return [closed(1)]
  const closesAt = rule.allowed.kind === 'until' ? rule.allowed.noticeMinutes : 0
  const whole = 2 * Math.max(DAY_MINUTES, closesAt, ...rule.tiers.map((tier) => tier.fromNoticeMinutes))
  const tiers = rule.tiers.length > 0 ? rule.tiers : [{ fromNoticeMinutes: 0, amount: null }]
  const zones: RibbonZone[] = []
  let before = whole
  for (const tier of tiers) {
    if (before <= closesAt) break
    const end = Math.max(tier.fromNoticeMinutes, closesAt)
    const stretch = stretchOf(tier.amount, currency)
    zones.push({
      tone: toneOf(action, tier.amount),
      amount: amount(stretch),
      until: words.untilNotice(end),
      share: (before - end) / whole,
    })
    before = end
  }
  if (closesAt > 0) zones.push(closed(closesAt / whole))
  if (rule.graceMinutes === null || rule.tiers.length === 0) return zones
  return [
    {
      tone: 'free',
      amount: amount({ kind: 'free' }),
      until: words.graceUntil(rule.graceMinutes),
      share: 0.1,
    },
    ...zones,
  ]
}

function stretchOf(amount: TierAmount | null, currency: string) {
  if (!amount) return { kind: 'free' as const }
  return amount.kind === 'percent'
    ? amount
    : { kind: 'amount' as const, minor: BigInt(amount.minor), currency }
}

function toneOf(action: PolicyAction, amount: TierAmount | null): RibbonZone['tone'] {
  if (!amount) return 'free'
  const nothing = amount.kind === 'percent' ? amount.percent === 0 : BigInt(amount.minor) === 0n
  const everything = amount.kind === 'percent' && amount.percent === 100
  return (action === 'cancel' ? everything : nothing) ? 'free' : 'fee'
}
