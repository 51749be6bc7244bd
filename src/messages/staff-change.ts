import { clockTime, longWhen, shortWhen, shortZoneLabel, zoneLabel } from './dates.ts'
import { listOf, spell, type Locale } from './locale.ts'
import { money } from './money.ts'

/** Words of the pages on which a team member cancels or moves a booking. */
export function changeWords(locale: Locale) {
  return {
    cancelTitle: (customer: string) => `Cancel the booking of ${customer}`,
    cancelSubmit: 'Cancel the booking',
    cancelBusy: `${spell(locale, 'Cancelling')}\u2026`,
    cancelSomeSubmit: (count: number) => (count === 1 ? 'Cancel 1 session' : `Cancel ${count} sessions`),
    keep: 'Keep the booking',
    whatIsCanceled: `What is ${spell(locale, 'cancelled')}`,
    sessions: 'Sessions to cancel',
    showSelection: 'Show what happens',
    chooseLegend: 'Sessions',
    chooseHint: (zone: string) => `Tick one, several or all of them. Times are in ${zone}.`,
    chooseOne: 'Tick at least one session.',
    chooseProblem: 'One thing needs your attention',
    chooseTimes: 'Choose new times',
    together: 'New times',
    choosingNow: 'You choose this one now',
    notChosen: 'Not chosen yet',
    insteadOf: (when: string) => `instead of ${when}`,
    choose: 'Choose',
    change: 'Change',
    checkSeveral: 'Check the new times. All of them move, or none does.',
    moveSeveral: (count: number) => `Move ${count} sessions`,
    leaveTimes: 'Leave the times as they are',
    moveTitle: (customer: string) => `Move the booking of ${customer}`,
    pickLead: 'The present time stays until you confirm another one.',
    typed: 'Any other time',
    typedHint: (zone: string, at: Temporal.Instant) =>
      `In ${zoneLabel(zone, at, locale)}. Write the time as 2:30pm or 14:30; any free time will do.`,
    date: 'Date',
    time: 'Time',
    checkTyped: 'Check this time',
    freeTimes: 'Free times',
    from: 'From',
    to: 'To',
    moveSubmit: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Move to ${shortWhen(start, zone, locale, now)}`,
    moveBusy: 'Moving\u2026',
    otherTime: 'Choose another time',
    check: 'Check the new time',
    reason: 'Reason',
    reasonHint: 'The customer and your team can read it. Leave out medical details.',
    optional: '(optional)',
    tell: (customer: string) => `Tell ${customer}`,
    tellHint: (email: string) => `By mail to ${email}. Untick it if they know already.`,
    told: 'Who will be told',
    byWebhook: 'by webhook',
    toldLine: (name: string, role: string, way: string) => `${name} (${role}), ${way}`,
    ways: (byMail: boolean, inApp: boolean, copies: string[]) =>
      `${[...(byMail ? ['by mail'] : []), ...(inApp ? ['in the app'] : [])].join(' and ')}${copies.length > 0 ? `, copy to ${listOf(copies, locale)}` : ''}`,
    overridden: 'The policy would refuse the customer now',
    overriddenLine: 'You can go on. The history says that it was your decision.',
    quoteUntil: (until: Temporal.Instant, zone: string) =>
      `This page is good until ${clockTime(until, zone, locale)}.`,
    pickNearest: 'These times near it are free',
    pickNearestLegend: 'Nearest free times',
    checkPicked: 'Check the chosen time',
    twice: (time: Temporal.Instant, zone: string) =>
      `${clockTime(time, zone, locale)} (${shortZoneLabel(zone, time)})`,
    twiceTitle: 'The clock shows this time twice that night',
    twiceLine: 'Choose which of the two you mean.',
  }
}

/** Words for the money of a cancellation by a team member. */
export function cancelMoneyWords(locale: Locale) {
  const amount = (minor: bigint, currency: string) => money(minor, currency, locale)
  return {
    heading: 'Money',
    refund: 'What goes back now?',
    none: 'Nothing now',
    noneHint: 'What was paid stays with the booking. You can add a refund later.',
    all: 'All that is left',
    allHint: (left: bigint, currency: string) => `${amount(left, currency)} was paid and can go back.`,
    allOrLess: (withFee: bigint, without: bigint, currency: string) =>
      `${amount(withFee, currency)} with the fee, ${amount(without, currency)} without one.`,
    other: 'Another amount',
    otherAmount: 'Amount',
    noRefund: 'Nothing was paid that could go back.',
    slip: 'With these choices',
    slipHint: 'Change a choice, then work it out. Nothing happens before you confirm.',
    workOut: 'Work it out',
    paid: 'Paid',
    fee: 'Fee',
    feeOpen: 'Not decided yet',
    back: 'Goes back',
    backWaits: 'It waits for approval first',
    backAtOnce: 'It is approved with this',
    owes: 'The customer then owes',
    stays: 'Then stays with the booking',
    even: 'Then open',
  }
}

/** Words of the pages that mark a session as failed or missed. */
export function failedWords(_locale: Locale) {
  return {
    title: (customer: string) => `The booking of ${customer} could not be done`,
    lead: 'You came, and it could not be done. The session then counts as failed.',
    reason: 'What kept you from doing it',
    reasonHint: 'Your team can read it. Leave out medical details.',
    submit: 'Mark as failed',
    keep: 'Leave it as it is',
    noShowTitle: (customer: string) => `${customer} did not come`,
    noShowLead: 'Nobody outside your team is told.',
    noShowSubmit: 'Mark as no-show',
    saving: 'Saving\u2026',
  }
}

/** Why a change by a team member was refused; nothing happened. */
export function changeRefused(code: string, locale: Locale): string {
  const sentences: Record<string, string> = {
    changed_meanwhile:
      'Somebody changed this booking while the page was open. Nothing was done. This is how it is now.',
    quote_expired: 'The page was open too long. Nothing was done. Check again, then confirm.',
    quote_unreadable: 'The form does not fit this booking. Nothing was done. Check again, then confirm.',
    state: 'This is no longer possible. Nothing was done. This is how the booking is now.',
    slot_taken: 'Somebody took that time. Nothing was moved.',
    same_time: 'That is the present time. Choose another one.',
    nothing_chosen: 'Choose at least one session.',
    chosen_twice: 'One session was chosen twice. Check again, then confirm.',
  }
  return sentences[code] ?? `Nothing was ${spell(locale, 'cancelled')} or moved. Check again, then confirm.`
}

/** What the reader saw and what is so now, when a booking changed under a form. */
export function sawAndIs(
  saw: { start: Temporal.Instant; end: Temporal.Instant },
  is: { start: Temporal.Instant; end: Temporal.Instant },
  zone: string,
  locale: Locale,
): string {
  return `You saw ${longWhen(saw.start, saw.end, zone, locale)}. It is now ${longWhen(is.start, is.end, zone, locale)}.`
}

/** Why a time cannot be had, for a team member who typed it. */
export function timeRefused(why: string): string {
  const sentences: Record<string, string> = {
    past: 'Choose a time that is still to come.',
    taken: 'Choose another time: somebody is not free then.',
    horizon: 'Choose a time within the next ten years.',
    same_time: 'Choose another time: this is the present one.',
  }
  return sentences[why] ?? 'Choose another time: this one cannot be had.'
}
