import { deadline, zoneLabel } from '#messages/dates.ts'
import { requestText } from '#messages/requests.ts'
import { BookingCard } from '#ui/booking-card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Stack } from '#ui/layout.tsx'
import { leadsOf, type ManageView } from './manage-view.ts'
import { Status } from './manage-card.tsx'
import { openRequest, suggestedRows, suggestedStarts } from './request-times.ts'

/** What was asked for: which appointment, which times, and until when there is an answer. */
export function RequestCard({ view }: { view: ManageView }) {
  const { booking, locale, zone, text } = view
  const words = requestText(locale)
  const { lead, others } = leadsOf(booking.sessions, locale)
  const ask = openRequest(booking)
  return (
    <BookingCard
      label={words.yourRequest}
      title={<bdi>{text.withHosts(booking.eventType.name, lead, others)}</bdi>}
      chip={<Status view={view} status="requested" coming={false} />}
      when={ask ? <p>{`${words.notYet(view.host.name)} ${answerLine(view, ask.answerBy)}`}</p> : null}
    >
      {ask ? (
        <Stack gap="tight">
          <DetailsList rows={rowsOfRequest(view)} />
          <p class="small quiet">{zoneLabel(zone, suggestedStarts(ask)[0]!, locale)}</p>
        </Stack>
      ) : null}
    </BookingCard>
  )
}

/** The suggested times of the request that waits. */
export function rowsOfRequest(view: ManageView): DetailsRow[] {
  const { booking, zone, host, locale } = view
  const ask = openRequest(booking)
  if (!ask) return []
  return suggestedRows({
    starts: suggestedStarts(ask),
    durationMinutes: booking.durationMinutes,
    isPackage: booking.sessions.length > 1,
    zone,
    other: host,
    now: booking.now,
    locale,
  })
}

/** "You get an answer by Thu 3 Dec, 12:00pm your time (7:00am Alva's time)." */
export function answerLine({ zone, host, locale, booking }: ManageView, answerBy: Temporal.Instant): string {
  return requestText(locale).answerBy(deadline(answerBy, zone, host, locale, booking.now))
}
