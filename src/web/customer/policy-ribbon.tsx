import type { Locale } from '#messages/locale.ts'
import { payText } from '#messages/pay.ts'
import { policySentence } from '#messages/policy.ts'
import { ribbonText, type StretchInWords } from '#messages/ribbon.ts'
import { deadline, evaluate, type Verdict } from '#domain/policies/evaluate.ts'
import type { ActionRule, PolicyAction } from '#domain/policies/policy.ts'
import { Ribbon, type RibbonZone } from '#ui/ribbon.tsx'
import { lateFrom, paidIn, stretchOf, type Stake, type StretchOfMoney } from './policy-money.ts'

export interface PolicyRibbonProps {
  action: PolicyAction
  rule: ActionRule
  bookedAt: Temporal.Instant
  startsAt: Temporal.Instant
  now: Temporal.Instant
  currency: string
  /** The reader's zone. */
  zone: string
  noun: 'booking' | 'sessions'
  /** Where money is collected: sums are printed instead of shares. */
  stake?: Stake | null
  locale: Locale
}

/** The policy for one action as a line of time from booking to start, with "you are here"; one zone is a sentence. */
export function PolicyRibbon(props: PolicyRibbonProps) {
  const text = ribbonText(props.action, props.locale)
  const sentence = policySentence(props.action, props.rule, props.noun, props.currency, props.locale)
  return <Ribbon label={text.label} hereLabel={text.here} zones={ribbonZones(props)} sentence={sentence} />
}

/** The stretches of time in which the rule gives the same, at most five. */
export function ribbonZones(props: PolicyRibbonProps): RibbonZone[] {
  const { bookedAt, startsAt, now, zone, locale, action } = props
  const text = ribbonText(action, locale)
  const most = props.stake ? paidIn(props.stake) : null
  const stretches = stretchesOf(props)
  const whole = Math.max(1, length(bookedAt, startsAt))
  return stretches.map(({ from, to, gives }, index) => {
    const last = index === stretches.length - 1
    const current = isBefore(from, now) || index === 0 ? !isBefore(to, now) : false
    return {
      tone: toneOf(action, gives, most),
      amount: amountOf(gives, props),
      until: last ? text.untilStart : text.until(to, zone, now),
      share: length(from, to) / whole,
      ...(current
        ? { current, position: Math.min(1, Math.max(0, length(from, now) / Math.max(1, length(from, to)))) }
        : {}),
    }
  })
}

interface Stretch {
  from: Temporal.Instant
  to: Temporal.Instant
  gives: StretchOfMoney
}

// The rule itself is asked at the end of each stretch, so the drawing cannot disagree with what a customer may do.
function stretchesOf({ action, rule, bookedAt, startsAt, currency, stake }: PolicyRibbonProps): Stretch[] {
  const late = stake && action === 'cancel' ? lateFrom(stake) : null
  const cuts = [
    ...(rule.graceMinutes === null ? [] : [bookedAt.add({ minutes: rule.graceMinutes })]),
    ...rule.tiers.map((tier) => startsAt.subtract({ minutes: tier.fromNoticeMinutes })),
    ...(rule.allowed.kind === 'until' ? [deadline(rule, startsAt)] : []),
    ...(late ? [late] : []),
  ]
  const inside = cuts
    .filter((cut) => isBefore(bookedAt, cut) && isBefore(cut, startsAt))
    .toSorted(Temporal.Instant.compare)
  const stretches: Stretch[] = []
  let from = bookedAt
  for (const to of [...inside, startsAt]) {
    const at = to.equals(startsAt) ? to.subtract({ milliseconds: 1 }) : to
    const verdict = evaluate(rule, { state: 'scheduled', startsAt, bookedAt, rescheduleCount: 0 }, true, at)
    const gives = stake ? stretchOf(action, stake, verdict, at) : inWords(verdict, currency)
    const before = stretches.at(-1)
    if (before && JSON.stringify(spelled(before.gives)) === JSON.stringify(spelled(gives))) before.to = to
    else if (!to.equals(from)) stretches.push({ from, to, gives })
    from = to
  }
  return stretches.slice(0, 5)
}

function inWords(verdict: Verdict, currency: string): StretchInWords {
  if (!verdict.allowed) return { kind: 'closed' }
  if (!verdict.tier) return { kind: 'free' }
  const { amount } = verdict.tier
  return amount.kind === 'percent'
    ? { kind: 'percent', percent: amount.percent }
    : { kind: 'amount', minor: BigInt(amount.minor), currency }
}

function spelled(gives: StretchOfMoney) {
  return 'minor' in gives ? { ...gives, minor: gives.minor.toString() } : gives
}

function amountOf(gives: StretchOfMoney, { action, locale }: PolicyRibbonProps): string {
  if (gives.kind === 'owe') return payText(locale).owe(gives)
  if (gives.kind === 'undecided') return payText(locale).mayBeKept(gives)
  return ribbonText(action, locale).amount(gives)
}

function toneOf(action: PolicyAction, gives: StretchOfMoney, most: bigint | null): RibbonZone['tone'] {
  if (gives.kind === 'closed' || gives.kind === 'owe') return 'late'
  if (gives.kind === 'free') return 'free'
  if (gives.kind === 'undecided') return 'fee'
  const amount = gives.kind === 'percent' ? gives.percent : Number(gives.minor)
  if (action === 'reschedule') return amount === 0 ? 'free' : 'fee'
  if (amount === 0) return 'late'
  const isAll = gives.kind === 'percent' ? gives.percent === 100 : gives.minor === most
  return isAll ? 'free' : 'fee'
}

function length(from: Temporal.Instant, to: Temporal.Instant): number {
  return Math.max(0, to.epochMilliseconds - from.epochMilliseconds)
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0
}
