import type { ActionRule, PolicyAction, PolicyRules, Tier, TierAmount } from './policy.ts'

/** What the check needs of an event type that the policy governs. */
export interface GovernedEventType {
  name: string
  minimumNoticeMinutes: number
  horizonDays: number
  priceMinor: bigint
}

/** One thing that customers could find unfair, as a code that pages turn into a sentence. */
export type FairnessWarning =
  | { code: 'never_changeable'; action: PolicyAction; eventType: string; noticeMinutes: number }
  | {
      code: 'booked_inside_window'
      action: PolicyAction
      eventType: string
      noticeMinutes: number
      leadMinutes: number
    }
  | { code: 'fee_above_price'; action: PolicyAction; eventType: string }
  | { code: 'windows_differ' }
  | { code: 'unreachable_tier'; action: PolicyAction; position: number }
  | { code: 'team_may_customers_may_not'; action: PolicyAction }
  | { code: 'unexplained_fee'; action: PolicyAction }
  | { code: 'nothing_ever_back' }
  | { code: 'credit_below_refund'; position: number }
  | { code: 'credit_never_offered' }
  | LateFeeWarning

/** What does not go together between the organization's fee for late cancellations and a policy. */
export type LateFeeWarning =
  | { code: 'late_fee_unreachable'; windowMinutes: number; noticeMinutes: number | null }
  | { code: 'late_fee_above_price'; eventType: string }
  | { code: 'late_when_booked'; eventType: string; windowMinutes: number; leadMinutes: number }

/** The organization's fee for late cancellations, in minor units, as OrganizationMoney has it. */
export interface LateFee {
  minor: bigint
  windowMinutes: number
  customers: 'off' | 'ask_staff' | 'automatic'
}

const DAY_MINUTES = 1440

/**
 * What in these rules customers could find unfair, or what contradicts itself (ux §1.3). Pure; it warns and never
 * forbids. `eventTypes` are those the policy governs; `lateFee` is the organization's, where it has one.
 */
export function fairnessWarnings(
  rules: PolicyRules,
  eventTypes: readonly GovernedEventType[],
  lateFee: LateFee | null = null,
): FairnessWarning[] {
  const windowsDiffer = noticeOf(rules.cancel) !== noticeOf(rules.reschedule)
  const nothingBack = rules.cancel.tiers.length > 0 && rules.cancel.tiers.every((tier) => isNothing(tier))
  return [
    ...(['cancel', 'reschedule'] as const).flatMap((action) => [
      ...ruleWarnings(action, rules[action]),
      ...eventTypes.flatMap((eventType) => eventTypeWarnings(action, rules[action], eventType)),
    ]),
    ...(windowsDiffer ? [{ code: 'windows_differ' as const }] : []),
    ...(nothingBack ? [{ code: 'nothing_ever_back' as const }] : []),
    ...creditWarnings(rules.cancel, eventTypes),
    ...(lateFee ? lateFeeWarnings(rules, eventTypes, lateFee) : []),
  ]
}

/**
 * Contradictions between a policy and the organization's fee for late cancellations (octopus O49, O66). None where the
 * policy has a money rule of its own, because the fee does not apply there.
 */
export function lateFeeWarnings(
  { cancel }: PolicyRules,
  eventTypes: readonly GovernedEventType[],
  { minor, windowMinutes, customers }: LateFee,
): LateFeeWarning[] {
  if (cancel.tiers.length > 0) return []
  const closesAt = noticeOf(cancel)
  // Early enough costs nothing, and later customers cannot cancel at all: only the team ever gets there.
  const unreachable = customers !== 'off' && (closesAt === null || closesAt >= windowMinutes)
  return [
    ...(unreachable
      ? [{ code: 'late_fee_unreachable' as const, windowMinutes, noticeMinutes: closesAt }]
      : []),
    ...eventTypes.flatMap(({ name: eventType, priceMinor, minimumNoticeMinutes: leadMinutes }) => [
      ...(priceMinor > 0n && minor > priceMinor
        ? [{ code: 'late_fee_above_price' as const, eventType }]
        : []),
      ...(windowMinutes > leadMinutes
        ? [{ code: 'late_when_booked' as const, eventType, windowMinutes, leadMinutes }]
        : []),
    ]),
  ]
}

/** The first row in which credit would be less than the money; without rows everything is given back as money. */
function creditWarnings(
  { credit, tiers }: PolicyRules['cancel'],
  eventTypes: readonly GovernedEventType[],
): FairnessWarning[] {
  if (!credit) return []
  if (tiers.length === 0) return [{ code: 'credit_never_offered' }]
  const position = tiers.findIndex((tier) => isLess(credit.amount, tier.amount, eventTypes))
  return position < 0 ? [] : [{ code: 'credit_below_refund', position: position + 1 }]
}

function isLess(a: TierAmount, b: TierAmount, eventTypes: readonly GovernedEventType[]): boolean {
  if (a.kind === 'percent' && b.kind === 'percent') return a.percent < b.percent
  if (a.kind === 'amount' && b.kind === 'amount') return BigInt(a.minor) < BigInt(b.minor)
  return eventTypes.some(({ priceMinor }) => shareOf(priceMinor, a) < shareOf(priceMinor, b))
}

/** An amount of a price in hundredths of minor units, and never more than the price. */
function shareOf(priceMinor: bigint, amount: TierAmount): bigint {
  if (amount.kind === 'percent') return priceMinor * BigInt(amount.percent)
  const minor = BigInt(amount.minor)
  return (minor < priceMinor ? minor : priceMinor) * 100n
}

function ruleWarnings(action: PolicyAction, rule: ActionRule): FairnessWarning[] {
  const warnings: FairnessWarning[] = []
  // Team members may always cancel and move (oncehub R8), so a customer who never may is worse off.
  if (rule.allowed.kind === 'never') warnings.push({ code: 'team_may_customers_may_not', action })
  const unreachable =
    rule.allowed.kind === 'until' ? unreachableTier(rule.tiers, rule.allowed.noticeMinutes) : -1
  if (unreachable >= 0) warnings.push({ code: 'unreachable_tier', action, position: unreachable + 1 })
  const costs = rule.tiers.some((tier) => (action === 'cancel' ? !isEverything(tier) : !isNothing(tier)))
  if (costs && rule.description.kind === 'system') warnings.push({ code: 'unexplained_fee', action })
  return warnings
}

function eventTypeWarnings(
  action: PolicyAction,
  rule: ActionRule,
  eventType: GovernedEventType,
): FairnessWarning[] {
  const warnings: FairnessWarning[] = []
  const named = { action, eventType: eventType.name }
  if (rule.allowed.kind === 'until') {
    const { noticeMinutes } = rule.allowed
    const leadMinutes = eventType.minimumNoticeMinutes
    if (noticeMinutes >= eventType.horizonDays * DAY_MINUTES)
      warnings.push({ code: 'never_changeable', ...named, noticeMinutes })
    else if (noticeMinutes > leadMinutes)
      warnings.push({ code: 'booked_inside_window', ...named, noticeMinutes, leadMinutes })
  }
  const above = rule.tiers.some(
    (tier) => tier.amount.kind === 'amount' && BigInt(tier.amount.minor) > eventType.priceMinor,
  )
  if (above && eventType.priceMinor > 0n) warnings.push({ code: 'fee_above_price', ...named })
  return warnings
}

/** A tier that begins only after changes have closed: nobody can ever be in it. */
function unreachableTier(tiers: readonly Tier[], noticeMinutes: number): number {
  return tiers.findIndex((_tier, index) => index > 0 && tiers[index - 1]!.fromNoticeMinutes <= noticeMinutes)
}

function noticeOf(rule: ActionRule): number | null {
  if (rule.allowed.kind === 'never') return null
  return rule.allowed.kind === 'until' ? rule.allowed.noticeMinutes : 0
}

function isNothing({ amount }: Tier): boolean {
  return amount.kind === 'percent' ? amount.percent === 0 : amount.minor === '0'
}

function isEverything({ amount }: Tier): boolean {
  return amount.kind === 'percent' && amount.percent === 100
}
