import { longDate, shortWhen } from './dates.ts'
import { count, type Locale } from './locale.ts'
import { spanText, untilText } from './waitlist.ts'

/** Everything the team reads about people who wait. */
export function staffWaitlistWords(locale: Locale) {
  return {
    title: 'Waiting list',
    lead: (waiting: number) =>
      `${count(waiting, 'person waits', 'people wait')} for a time. Free times are offered in this order, by themselves.`,
    caption: (eventType: string) => `People who wait for ${eventType}`,
    columns: { place: 'Place', who: 'Who', days: 'Days', since: 'Since', offer: 'Offer', act: 'Act' },
    days: (from: Temporal.Instant, to: Temporal.Instant, zone: string) => spanText(from, to, zone, locale),
    earlier: (bookedAt: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `Earlier than ${shortWhen(bookedAt, zone, locale, now)}`,
    since: (at: Temporal.Instant, zone: string) => longDate(at, zone, locale),
    offered: (start: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      shortWhen(start, zone, locale, now),
    until: (at: Temporal.Instant, zone: string, now: Temporal.Instant) =>
      `until ${untilText(at, zone, now, locale)}`,
    noOffer: 'None yet',
    remove: 'Remove',
    removeWho: (name: string) => `Remove ${name} from the waiting list`,
    removedPlain: 'The person is off the waiting list',
    notRemoved: 'Nobody was removed',
    unsure: 'Their payment is still on its way. Try again in a few minutes.',
    over: 'They took the time a moment ago, or had left.',
    empty: 'Nobody waits',
    emptyLine: 'People can wait for full days of event types whose waiting list is on.',
    settings: 'Event types',
  }
}
