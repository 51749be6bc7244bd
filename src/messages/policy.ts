import { clockTime, minutesInWords, shortDate } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** A policy's rule for one action, as far as words need it (the shape of ActionRule). */
export interface RuleInWords {
  allowed: { kind: 'any_time' } | { kind: 'until'; noticeMinutes: number } | { kind: 'never' }
  description: { kind: 'system' } | { kind: 'custom'; text: string }
  tiers: {
    fromNoticeMinutes: number
    amount: AmountInWords
  }[]
  /** Of the rule for canceling. */
  credit?: { amount: AmountInWords; months: number } | undefined
  owesUnpaid?: boolean | undefined
}

type AmountInWords = { kind: 'percent'; percent: number } | { kind: 'amount'; minor: string }

export type ActionInWords = 'cancel' | 'reschedule'

/** The sentence customers read: the business's own text, or one made from the rule in the reader's language. */
export function policySentence(
  action: ActionInWords,
  rule: RuleInWords,
  noun: 'booking' | 'sessions',
  currency: string,
  locale: Locale,
): string {
  if (rule.description.kind === 'custom') return rule.description.text
  const act = action === 'cancel' ? spell(locale, 'cancelled') : 'moved'
  const things = noun === 'booking' ? 'Bookings' : 'Sessions'
  if (rule.allowed.kind === 'never') return `${things} cannot be ${act} online.`
  const until =
    rule.allowed.kind === 'any_time' || rule.allowed.noticeMinutes === 0
      ? 'any time before the start'
      : `until ${minutesInWords(rule.allowed.noticeMinutes)} before the start`
  return [
    `${things} can be ${act} ${until}.`,
    ...rule.tiers.map((_tier, index) => tierSentence(action, rule.tiers, index, { noun, currency, locale })),
    ...(rule.credit
      ? [
          `Instead of money you can take ${amountInWords(rule.credit.amount, { noun, currency, locale })} as credit, good for ${count(rule.credit.months, 'month', 'months')}.`,
        ]
      : []),
    ...(rule.owesUnpaid && rule.tiers.length > 0
      ? ['What you do not get back is owed, also if you have not paid yet.']
      : []),
  ].join(' ')
}

interface Priced {
  noun: 'booking' | 'sessions'
  currency: string
  locale: Locale
}

// A share is one of each session's price; an amount is meant for all sessions together (oncehub R132, G7).
function amountInWords(amount: AmountInWords, { noun, currency, locale }: Priced): string {
  if (amount.kind === 'percent')
    return `${amount.percent}% of ${noun === 'booking' ? 'the price' : 'each session\u2019s price'}`
  const sum = money(BigInt(amount.minor), currency, locale)
  return noun === 'booking' || amount.minor === '0' ? sum : `${sum} for all sessions together`
}

/** One line for the list of event types: "Free to change until 24 hours before". */
export function policyInShort(cancel: RuleInWords, reschedule: RuleInWords, locale: Locale): string {
  const notice = (rule: RuleInWords) =>
    rule.allowed.kind === 'never' ? null : rule.allowed.kind === 'until' ? rule.allowed.noticeMinutes : 0
  const [toCancel, toMove] = [notice(cancel), notice(reschedule)]
  const until = (minutes: number) =>
    minutes === 0 ? 'any time before the start' : `until ${minutesInWords(minutes)} before`
  const free = cancel.tiers.length === 0 && reschedule.tiers.length === 0 ? 'Free to' : 'You can'
  if (toCancel === null && toMove === null) return 'Cannot be changed online'
  if (toCancel === toMove) return `${free} change ${until(toCancel!)}`
  if (toCancel === null)
    return `${free} move ${until(toMove!)}; cannot be ${spell(locale, 'cancelled')} online`
  if (toMove === null) return `${free} cancel ${until(toCancel)}; cannot be moved online`
  return `${free} cancel ${until(toCancel)}, move ${until(toMove)}`
}

/** "Online changes closed at 2:30pm on Wed 2 Dec (24 hours before)." */
export function closedSince(
  action: ActionInWords,
  closedAt: Temporal.Instant,
  noticeMinutes: number,
  readerZone: string,
  now: Temporal.Instant,
  locale: Locale,
): string {
  const day = shortDate(closedAt, readerZone, locale, now)
  const today = shortDate(now, readerZone, locale, now)
  const when = `${clockTime(closedAt, readerZone, locale)} ${day === today ? 'today' : `on ${day}`}`
  const what = action === 'cancel' ? spell(locale, 'Cancelling') : 'Moving'
  return `${what} online closed at ${when} (${minutesInWords(noticeMinutes)} before).`
}

function tierSentence(
  action: ActionInWords,
  tiers: RuleInWords['tiers'],
  index: number,
  priced: Priced,
): string {
  const tier = tiers[index]!
  const amount = amountInWords(tier.amount, priced)
  const nothing = tier.amount.kind === 'percent' ? tier.amount.percent === 0 : tier.amount.minor === '0'
  const before = tiers[index - 1]
  const span =
    tier.fromNoticeMinutes === 0
      ? before
        ? `Less than ${minutesInWords(before.fromNoticeMinutes)} before`
        : 'Until the start'
      : `At least ${minutesInWords(tier.fromNoticeMinutes)} before`
  if (action === 'cancel') return `${span}, ${nothing ? 'nothing is given back' : `you get back ${amount}`}.`
  return `${span}, moving ${nothing ? 'is free' : `costs ${amount}`}.`
}
