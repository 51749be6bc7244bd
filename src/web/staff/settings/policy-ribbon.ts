import type { ActionRule, PolicyAction } from '#domain/policies/policy.ts'
import { policyWords, tierInShort } from '#messages/settings-policies.ts'
import type { Locale } from '#messages/locale.ts'
import type { RibbonZone } from '#ui/ribbon.tsx'

const DAY_MINUTES = 1440

/**
 * A rule as zones of time before any booking, from long before to the start. Zones that nobody can reach, because
 * changes have closed before they begin, are left out.
 */
export function ribbonOf(action: PolicyAction, rule: ActionRule, currency: string, locale: Locale): RibbonZone[] {
  const words = policyWords(locale)
  if (rule.allowed.kind === 'never') return [{ tone: 'late', amount: words.cannotBe[action], until: words.untilNotice(0), share: 1 }]
  const closesAt = rule.allowed.kind === 'until' ? rule.allowed.noticeMinutes : 0
  const zones = rule.tiers.length > 0 ? rule.tiers.map(({ fromNoticeMinutes, amount }) => ({ from: fromNoticeMinutes, tone: toneOf(action, amount), amount: tierInShort(action, amount, currency, locale) })) : [{ from: 0, tone: 'free' as const, amount: words.canBe[action] }]
  const whole = 2 * Math.max(DAY_MINUTES, closesAt, ...rule.tiers.map((tier) => tier.fromNoticeMinutes))
  const drawn: RibbonZone[] = []
  let before = whole
  for (const zone of zones) {
    const end = Math.max(zone.from, closesAt)
    if (before <= closesAt) break
    drawn.push({ tone: zone.tone, amount: zone.amount, until: words.untilNotice(end), share: (before - end) / whole })
    before = end
  }
  if (closesAt > 0) drawn.push({ tone: 'late', amount: words.cannotBe[action], until: words.untilNotice(0), share: closesAt / whole })
  const grace = rule.graceMinutes === null ? [] : [{ tone: 'free' as const, amount: words.graceZone[action], until: words.graceUntil(rule.graceMinutes), share: 0.1 }]
  return [...grace, ...drawn]
}

function toneOf(action: PolicyAction, amount: ActionRule['tiers'][number]['amount']): RibbonZone['tone'] {
  const nothing = amount.kind === 'percent' ? amount.percent === 0 : amount.minor === '0'
  const everything = amount.kind === 'percent' && amount.percent === 100
  return (action === 'cancel' ? everything : nothing) ? 'free' : 'fee'
}
