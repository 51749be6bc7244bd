import { longWhen, offsetLabel, zoneLabel } from '#messages/dates.ts'
import type { Locale } from '#messages/locale.ts'
import { picksText } from '#messages/packages.ts'
import { TimeList } from '#ui/time-list.tsx'

/** With more sessions than this, each is one line instead of a clock of its own. */
export const MANY_SESSIONS = 4

/** The times of several sessions, one line each. The zone is said once, and again where the clock has changed since. */
export function SessionTimes(props: {
  sessions: readonly { startsAt: Temporal.Instant; endsAt: Temporal.Instant; struck?: boolean }[]
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
        entries={sessions.map(({ startsAt, endsAt, struck }) => ({
          datetime: startsAt.toString(),
          when: longWhen(startsAt, endsAt, zone, locale),
          struck,
          note: offsetLabel(zone, startsAt) === usual ? undefined : zoneLabel(zone, startsAt, locale),
        }))}
      />
      <p class="quiet small">{zoneLabel(zone, first, locale)}</p>
    </>
  )
}
