import { clockTime, longWhen, shortWhen, shortZoneLabel, zoneLabel } from './dates.ts'
import { listOf, spell, type Locale } from './locale.ts'

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
    moveTitle: (customer: string) => `Move the booking of ${customer}`,
    pickLead: 'The present time stays until you confirm another one.',
    whichSession: 'Which session?',
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
