import type { Activity } from '#domain/bookings/activities.ts'
import type { ActivitySession, LatestFact } from '#domain/bookings/activity-sessions.ts'
import { bookingStatus, isLive, sessionStatus, type BookingStatus } from '#domain/bookings/booking.ts'
import { clockTime, shortDate, shortWhen } from '#messages/dates.ts'
import { activityWords, detailedStatus, factAmount } from '#messages/staff-activity.ts'
import { localDateOf } from '#platform/zones.ts'
import { ActivityRow } from '#ui/activity-row.tsx'
import type { StaffContext } from './staff-env.ts'
import { Status } from './status.tsx'

export interface RowsProps {
  c: StaffContext
  row: Activity
  /** What the address has open: a booking, and a session of it. */
  open: { booking: string | undefined; session: string | undefined }
  /** Where a row leads; without a session to the booking as a whole. */
  hrefFor: (session?: string) => string
}

/**
 * A booking in the stream; a package with its sessions under it (oncehub R113). Those say by whom, so the package need
 * not.
 */
export function BookingRows(props: RowsProps) {
  const { c, row, open, hrefFor } = props
  const { locale, viewer } = c.var
  const isOpen = row.bookingId === open.booking
  const parts = row.sessions.filter((session) => session.latest)
  return (
    <>
      <ActivityRow
        href={hrefFor()}
        who={row.customerName}
        chip={
          <Status
            status={bookingStatus(row)}
            locale={locale}
            waits={row.latest?.kind === 'booking.new_time_asked' && bookingStatus(row) === 'canceled'}
          />
        }
        what={parts.length > 0 ? whatOf(c, row) : said(c, bookingStatus(row), row.latest, whatOf(c, row))}
        datetime={row.updatedAt.toString()}
        time={clockTime(row.updatedAt, viewer.zone, locale)}
        {...(row.latest?.money ? { money: factAmount(row.latest.money, locale) } : {})}
        unread={row.unread}
        unreadLabel={activityWords(locale).unread}
        booking={row.bookingId}
        current={isOpen && !parts.some((session) => session.id === open.session)}
      />
      {parts.map((session) => (
        <SessionRow {...props} session={session} latest={session.latest!} />
      ))}
    </>
  )
}

function SessionRow({
  c,
  row,
  open,
  hrefFor,
  session,
  latest,
}: RowsProps & { session: ActivitySession; latest: LatestFact }) {
  const { locale, viewer } = c.var
  const words = activityWords(locale)
  const sameDay = localDateOf(latest.at, viewer.zone).equals(localDateOf(row.updatedAt, viewer.zone))
  const when = shortWhen(session.startsAt, viewer.zone, locale, viewer.now)
  return (
    <ActivityRow
      isPart
      href={hrefFor(session.id)}
      who={words.session(session.position + 1, row.sessions.length)}
      chip={
        <Status
          status={sessionStatus(session)}
          locale={locale}
          waits={latest.kind === 'booking.new_time_asked' && session.state === 'canceled'}
        />
      }
      what={said(c, sessionStatus(session), ofOne(session, latest), when)}
      datetime={latest.at.toString()}
      time={
        sameDay
          ? clockTime(latest.at, viewer.zone, locale)
          : shortDate(latest.at, viewer.zone, locale, viewer.now)
      }
      {...(latest.money ? { money: factAmount(latest.money, locale) } : {})}
      booking={row.bookingId}
      current={row.bookingId === open.booking && session.id === open.session}
    />
  )
}

// A change of several sessions did one thing to each of them.
function ofOne(session: ActivitySession, latest: LatestFact): LatestFact {
  if (latest.kind !== 'booking.changed') return latest
  return { ...latest, kind: session.state === 'canceled' ? 'booking.canceled' : 'booking.rescheduled' }
}

function said(c: StaffContext, status: BookingStatus, latest: LatestFact | null, what: string): string {
  return latest ? `${detailedStatus(status, latest, c.var.locale)} \u00B7 ${what}` : what
}

function whatOf(c: StaffContext, row: Activity): string {
  const { locale, viewer } = c.var
  const words = activityWords(locale)
  const next = row.sessions.find((entry) => isLive(entry.state)) ?? row.sessions[0]
  if (row.sessions.length > 1) {
    const canceled = row.sessions.filter((session) => session.state === 'canceled').length
    const moved = row.sessions.filter((session) => sessionStatus(session) === 'rescheduled').length
    return words.packageOf(row.eventTypeName, { sessions: row.sessions.length, moved, canceled })
  }
  return words.what(row.eventTypeName, next?.startsAt ?? null, viewer.zone, viewer.now)
}
