import { bookedText } from '#messages/booking.ts'
import { longWhen, offsetLabel, zoneLabel } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { picksText } from '#messages/packages.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { TimeList } from '#ui/time-list.tsx'
import { TwoClock } from '#ui/two-clock.tsx'
import { clocksOf } from './clocks.ts'
import { hostOf, ownLead, type LinkView } from './manage-view.ts'

/** With more sessions than this, each is one line instead of a clock of its own. */
export const MANY_SESSIONS = 4

/** The times of several sessions, one line each. The zone is said once, and again where the clock has changed since. */
export function SessionTimes(props: {
  sessions: readonly {
    startsAt: Temporal.Instant
    endsAt: Temporal.Instant
    struck?: boolean
    /** Whom it is with, where that differs from one to the next. */
    who?: string | undefined
  }[]
  zone: string
  locale: Locale
}) {
  const { sessions, zone, locale } = props
  const first = sessions[0]?.startsAt
  if (!first) return null
  const usual = offsetLabel(zone, first)
  return (
    <>
      <TimeList
        label={picksText(locale).yourTimes(sessions.length)}
        entries={sessions.map(({ startsAt, endsAt, struck, who }) => ({
          datetime: startsAt.toString(),
          when: longWhen(startsAt, endsAt, zone, locale),
          struck,
          note: noteOf(offsetLabel(zone, startsAt) === usual ? null : zoneLabel(zone, startsAt, locale), who),
        }))}
      />
      <p class="quiet small">{zoneLabel(zone, first, locale)}</p>
    </>
  )
}

function noteOf(zone: string | null, who: string | undefined) {
  if (!who) return zone ?? undefined
  return (
    <>
      <bdi>{who}</bdi>
      {zone ? `, ${zone}` : null}
    </>
  )
}

/** " with Omar", after the time of one session of a package whose sessions have different leads. */
export function OwnLead({ view, session }: { view: LinkView; session: Session }) {
  const who = ownLead(view, session)
  return who ? (
    <>
      {' '}
      <bdi>{who}</bdi>
    </>
  ) : null
}

/** One session of a booking on both clocks; of several with its number and whom it is with. */
export function SessionClock({ view, session }: { view: LinkView; session: Session }) {
  const { booking, zone, locale } = view
  const total = booking.sessions.length
  return (
    <div>
      {total > 1 ? (
        <p class="small quiet">
          {bookedText(locale).sessionOf(session.position + 1, total)}
          <OwnLead view={view} session={session} />
        </p>
      ) : null}
      <TwoClock
        {...clocksOf({
          start: session.startsAt,
          end: session.endsAt,
          zone,
          other: hostOf(session),
          now: booking.now,
          locale,
        })}
      />
    </div>
  )
}
