import { payText } from '#messages/pay.ts'
import type { QuotedCancel, QuotedMove } from '#domain/bookings/change.ts'
import type { PolicyAction, Tier } from '#domain/policies/policy.ts'
import type { LinkView } from './manage-view.ts'

/** Which rule decided about a canceled session's money, in words: "Less than 24 hours before: half is kept". */
export function cancelRule(view: LinkView, entry: QuotedCancel): string {
  const { booking, locale } = view
  const { rule: words } = payText(locale)
  if (entry.rule === 'grace') return words.grace
  if (entry.rule === 'late_fee') return words.lateFee(booking.lateFee?.windowMinutes ?? 0)
  if (entry.rule !== 'policy' || !entry.tier) return words.noFee
  return words.tier(
    spanBefore(view, 'cancel', entry.tier),
    entry.tier.fromNoticeMinutes,
    givesText(view, entry),
  )
}

/** Which rule decided about a move's fee. */
export function moveRule(view: LinkView, move: QuotedMove): string {
  const { rule: words } = payText(view.locale)
  if (move.rule === 'grace') return words.grace
  if (!move.tier || move.feeMinor === '0') return words.noFee
  return words.moveTier(spanBefore(view, 'reschedule', move.tier), move.tier.fromNoticeMinutes)
}

function givesText({ booking, locale }: LinkView, { tier, keptMinor, owedMinor }: QuotedCancel): string {
  const { rule: words } = payText(locale)
  const { amount } = tier!
  if (keptMinor === '0' && owedMinor === '0') return words.gives.all
  if (amount.kind === 'amount')
    return words.gives.amount({ minor: BigInt(amount.minor), currency: booking.currency })
  if (amount.percent === 0) return words.gives.none
  return amount.percent === 50 ? words.gives.half : words.gives.percent(amount.percent)
}

/** The notice at which the tier before this one ends, or null for the first. */
function spanBefore({ booking }: LinkView, action: PolicyAction, tier: Tier): number | null {
  const { tiers } = booking.policy.rules[action]
  const index = tiers.findIndex((entry) => entry.fromNoticeMinutes === tier.fromNoticeMinutes)
  return tiers[index - 1]?.fromNoticeMinutes ?? null
}
