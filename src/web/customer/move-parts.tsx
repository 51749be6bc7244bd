import { deadline } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { localDateOf, startOfLocalDay, toMinute } from '#platform/zones.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { moneyOfMove } from '#domain/bookings/quote-money.ts'
import type { Verdict } from '#domain/policies/evaluate.ts'
import { Stack } from '#ui/layout.tsx'
import { hostsOf, type ManageView } from './manage-view.ts'
import type { PickerQuery } from './picker-query.ts'

/** Until when this session can move, for how much, and who must be free. */
export function MoveRules({
  view,
  session,
  verdict,
  stays = resultText(view.locale).pick.stays,
}: {
  view: ManageView
  session: Session
  verdict: Extract<Verdict, { allowed: true }>
  stays?: string
}) {
  const { booking, zone, host, locale } = view
  const { pick } = resultText(locale)
  const fee = BigInt(moneyOfMove(booking, session, verdict, 'customer').feeMinor)
  const free = fee === 0n && (verdict.tier === null || booking.paymentMode === 'price_collected')
  const until =
    verdict.tierUntil && verdict.until && Temporal.Instant.compare(verdict.tierUntil, verdict.until) < 0
      ? verdict.tierUntil
      : verdict.until
  const when = until && deadline(until, zone, host, locale, booking.now)
  return (
    <Stack gap="tight">
      {when ? <p>{free ? pick.ruleFree(when) : pick.rule(when)}</p> : null}
      <p>{session.askedToMoveAt ? takingBackText(locale).newTime.pick : stays}</p>
      {hostsOf([session]).length > 1 && booking.eventType.rescheduleHosts === 'same' ? (
        <p>{pick.panelTimes}</p>
      ) : null}
    </Stack>
  )
}

/** The same weekday and hour a week later, on the clock of whoever promised it. */
export function weekAfter(session: Session): Temporal.Instant {
  return session.startsAt.toZonedDateTimeISO(session.zone).add({ weeks: 1 }).toInstant()
}

/** Without a wish the month opens on the day of the session, where another time is most likely wanted. */
export function openOnOwnDay({ query, zone }: ManageView, session: Session, starts: Int32Array): PickerQuery {
  if (query.month || query.day || query.unreadable.includes('date')) return query
  const day = localDateOf(session.startsAt, zone)
  const from = toMinute(startOfLocalDay(day, zone))
  const to = toMinute(startOfLocalDay(day.add({ days: 1 }), zone))
  const others = starts.some((start) => start >= from && start < to && start !== toMinute(session.startsAt))
  return others ? { ...query, day, month: day.toPlainYearMonth() } : query
}
