import { minutesInWords } from './dates.ts'
import { count, spell, type Locale } from './locale.ts'
import { amountExample } from './settings-money.ts'

type Action = 'cancel' | 'reschedule'

export function policyWords(locale: Locale) {
  const cancelling = spell(locale, 'Cancelling')
  return {
    title: 'Policies',
    lead: 'Each event type has one policy: its own, else its page’s, else the standard one.',
    add: 'Add a policy',
    newTitle: 'Add a policy',
    saved: 'The policy is saved as a new version',
    savedLine: 'Bookings made from now on get it. Earlier bookings keep the version they were made under.',
    back: 'Policies',
    submit: 'Save as a new version',
    submitNew: 'Add policy',
    preview: 'Preview',
    columns: {
      name: 'Name',
      version: 'Version',
      since: 'Since',
      cancel: cancelling,
      reschedule: 'Moving',
      standard: 'Standard',
    },
    standard: 'Standard policy',
    standardLine: 'It applies where neither the event type nor the page has a policy.',
    isStandard: 'This is the standard policy.',
    madeStandard: 'This is the standard policy now',
    makeStandard: 'Make this the standard policy',
    versionLine: (version: number, since: string) => `Version ${version}, since ${since}`,
    keepLine: 'A change is a new version for new bookings. Bookings keep the version they were made under.',
    inForce: 'In force now',
    previewTitle: 'Preview: not saved yet',
    previewLine: 'This is what customers would read. Save it below, or go on changing.',
    governs: 'Applies to new bookings of',
    governsNone: 'no event type at the moment',
    fairness: 'Worth a second look',
    fairnessLine: 'Customers could find these unfair, or they contradict each other. You decide.',
    versions: 'Versions',
    olderVersions: (number: number) =>
      `${count(number, 'older version is', 'older versions are')} kept, too.`,
    version: 'Version',
    since: 'Since',
    by: 'Saved by',
    system: 'Set up',
    rules: 'Rules',
    name: 'Name',
    nameHint: 'For your team, such as Fair or Firm.',
    actions: { cancel: cancelling, reschedule: 'Moving' },
    allowed: { cancel: 'Customers may cancel', reschedule: 'Customers may move a booking' },
    anyTime: 'Any time before the start',
    until: 'Until a while before the start',
    notice: 'How long before',
    never: 'Never online',
    reason: 'Reason',
    reasons: { required: 'Must be given', optional: 'May be given', hidden: 'Is not asked for' },
    description: 'What customers read',
    system_sentence: 'A sentence made from the rule',
    custom: 'Your own words',
    customText: 'Your words',
    blocked: 'When it is too late',
    blockedHint:
      'Your words for customers who come too late. The page adds the time at which changes closed.',
    tiers: { cancel: 'What is given back', reschedule: 'What moving costs' },
    tiersLine: {
      cancel: 'The longest notice first, the last row with 0. Without rows there is no price rule.',
      reschedule: 'The longest notice first, the last row with 0. Without rows moving is free.',
    },
    tier: (number: number) => `Row ${number}`,
    tierNotice: 'At least this long before',
    tierKind: { cancel: 'Gives back', reschedule: 'Costs' },
    kinds: { percent: 'a part of the price', amount: 'an amount' },
    tierValue: 'How much',
    tierValueHint: (currency: string) =>
      `Percent from 0 to 100, or ${currency} such as ${amountExample(20, currency)}.`,
    inTier: (action: Action, number: number, label: string) =>
      `${action === 'cancel' ? cancelling : 'Moving'}, row ${number}, ${label.toLowerCase()}`,
    inAction: (action: Action, label: string) =>
      `${action === 'cancel' ? cancelling : 'Moving'}, ${label.toLowerCase()}`,
    credit: 'Credit instead of the money',
    creditLine: 'Customers may choose it where it is more than the money. Left empty, no credit is offered.',
    creditKind: 'Credit of',
    creditValue: 'How much credit',
    creditValueHint: (currency: string) =>
      `Percent from 1 to 100, or ${currency} such as ${amountExample(20, currency)}.`,
    creditMonths: 'Good for',
    creditMonthsLong: 'Months for which the credit is good',
    months: 'months',
    owesUnpaid: 'Ask for what is kept, even if it was not paid',
    owesUnpaidHint: 'On: the invoice asks for it. Off: nothing is kept beyond what was paid.',
    limit: 'How often one session may be moved',
    limitHint: 'Empty means no limit.',
    grace: 'Free of charge after booking for',
    graceHint: 'Empty means no such time.',
    graceUntil: (minutes: number) => `until ${minutesInWords(minutes)} after booking`,
    untilNotice: (minutes: number) =>
      minutes === 0 ? 'until the start' : `until ${minutesInWords(minutes)} before`,
  }
}

/** What the fairness check found; the shape of FairnessWarning. */
export type WarningInWords =
  | { code: 'never_changeable'; action: Action; eventType: string; noticeMinutes: number }
  | {
      code: 'booked_inside_window'
      action: Action
      eventType: string
      noticeMinutes: number
      leadMinutes: number
    }
  | { code: 'fee_above_price'; action: Action; eventType: string }
  | { code: 'windows_differ' }
  | { code: 'unreachable_tier'; action: Action; position: number }
  | { code: 'team_may_customers_may_not'; action: Action }
  | { code: 'unexplained_fee'; action: Action }
  | { code: 'nothing_ever_back' }
  | { code: 'credit_below_refund'; position: number }
  | { code: 'credit_never_offered' }
  | LateFeeInWords

/** The shape of LateFeeWarning. */
export type LateFeeInWords =
  | { code: 'late_fee_unreachable'; windowMinutes: number; noticeMinutes: number | null }
  | { code: 'late_fee_above_price'; eventType: string }
  | { code: 'late_when_booked'; eventType: string; windowMinutes: number; leadMinutes: number }

/** One sentence or two about what customers could find unfair. */
export function fairnessSentence(warning: WarningInWords, locale: Locale): string {
  const cancelling = spell(locale, 'cancelling')
  const act = 'action' in warning ? (warning.action === 'cancel' ? 'cancel' : 'move') : ''
  const acting = act === 'cancel' ? spell(locale, 'Cancelling') : 'Moving'
  switch (warning.code) {
    case 'never_changeable':
      return `Nobody can ever ${act} ${warning.eventType} online. It closes ${minutesInWords(warning.noticeMinutes)} before, and bookings come later.`
    case 'booked_inside_window':
      return `${warning.eventType} can be booked ${warning.leadMinutes === 0 ? 'until the last minute' : `${minutesInWords(warning.leadMinutes)} ahead`}. Who books less than ${minutesInWords(warning.noticeMinutes)} ahead can never ${act}.`
    case 'fee_above_price':
      return `${acting}: an amount is higher than the price of ${warning.eventType}.`
    case 'windows_differ':
      return `The time for ${cancelling} differs from the time for moving. Customers expect one rule.`
    case 'unreachable_tier':
      return `${acting}: row ${warning.position} never applies, because changes close before it begins.`
    case 'team_may_customers_may_not':
      return `Your team can ${act} a booking, and customers never can.`
    case 'unexplained_fee':
      return `${acting}: you keep or charge money and give no reason. Say why in your own words.`
    case 'nothing_ever_back':
      return 'Customers never get anything back. In some countries such a rule does not hold.'
    case 'credit_below_refund':
      return `${spell(locale, 'Cancelling')}, row ${warning.position}: the credit is less than the money, so it is not offered there.`
    case 'credit_never_offered':
      return 'Credit is offered only in rows of what is given back. There are none, so it never is.'
    case 'late_fee_unreachable':
      return warning.noticeMinutes === null
        ? 'Customers never reach the late fee, because they cannot cancel online.'
        : `Customers never reach the late fee. It begins ${minutesInWords(warning.windowMinutes)} before, and ${cancelling} closes ${minutesInWords(warning.noticeMinutes)} before.`
    case 'late_fee_above_price':
      return `The late fee is higher than the price of ${warning.eventType}.`
    case 'late_when_booked':
      return `${warning.eventType} can be booked ${warning.leadMinutes === 0 ? 'until the last minute' : `${minutesInWords(warning.leadMinutes)} ahead`}. The late fee begins ${minutesInWords(warning.windowMinutes)} before, so some bookings are late at once.`
  }
}
