import { shortWhen } from './dates.ts'
import { eitherOf, type Locale } from './locale.ts'

/** What the history says of asking, answering, taking back and waiting. */
export function askHistoryWords(locale: Locale, zone: string, now: Temporal.Instant) {
  const when = (at: Temporal.Instant) => shortWhen(at, zone, locale, now)
  const anyOf = (starts: readonly Temporal.Instant[]) => eitherOf(starts.map(when), locale)
  return {
    ofSession: (number: number, line: string) => `Session ${number}. ${line}`,
    suggested: (starts: readonly Temporal.Instant[]) => `Suggested: ${anyOf(starts)}.`,
    wanted: (starts: readonly Temporal.Instant[]) => `Would like: ${anyOf(starts)}.`,
    offered: (starts: readonly Temporal.Instant[]) => `Offered: ${anyOf(starts)}.`,
    asks: (kind: string, action: string) => {
      if (kind === 'booking') return 'About the times of the request.'
      if (kind === 'move') return 'To move it to another time.'
      return action === 'cancel' ? 'To cancel outside the policy.' : 'To move it outside the policy.'
    },
    answerBy: (at: Temporal.Instant) => `To be answered by ${when(at)}.`,
    fee: (each: string, sessions: number) => (sessions > 1 ? `${each} for each session.` : `${each} to pay.`),
    goodUntil: (at: Temporal.Instant) => `Good until ${when(at)}.`,
    payUntil: (at: Temporal.Instant) => `To be paid by ${when(at)}.`,
    unanswered: (at: Temporal.Instant) => `Nobody answered by ${when(at)}.`,
    unused: 'It was allowed, and not used in time.',
    back: (start: Temporal.Instant) => `Back: ${when(start)}.`,
    notBack: (amount: string) => `${amount} no longer goes back.`,
    creditGone: (amount: string) => `The credit of ${amount} is gone.`,
    givenUp: (start: Temporal.Instant) => `Given up: ${when(start)}.`,
    waitsFor: (from: Temporal.Instant, to: Temporal.Instant) =>
      `Waits for times from ${when(from)} to ${when(to)}.`,
    offer: (start: Temporal.Instant, until: Temporal.Instant) => `${when(start)}, kept until ${when(until)}.`,
    offerOf: (start: Temporal.Instant) => `For ${when(start)}.`,
    undoUntil: (at: Temporal.Instant) => `Could be taken back until ${when(at)}.`,
    initiative: { host: 'The host wanted it.', customer: 'The customer wanted it.' },
    asksToRebook: 'The customer is asked to book anew, whatever they like.',
  }
}
