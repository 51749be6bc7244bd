import { deadline, shortWhen } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { fromMinute, localDateOf, startOfLocalDay, toMinute } from '#platform/zones.ts'
import { paths } from '#paths.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { freeTimesFor, movableUntil } from '#domain/bookings/free-times.ts'
import { moneyOfMove } from '#domain/bookings/quote-money.ts'
import type { Verdict } from '#domain/policies/evaluate.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section, Stack } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { blockedSection } from './manage-blocked.tsx'
import type { ManageSection, PageState } from './manage-section.ts'
import { PolicyCard } from './manage-policy.tsx'
import { sessionToMove } from './manage-sessions.tsx'
import type { Standing } from './manage-standing.ts'
import { hostsOf, linksOf, type ManageView } from './manage-view.ts'
import type { PickerQuery } from './picker-query.ts'
import { SlotPicker } from './slot-picker.tsx'

/** Choosing a new time (ux M6, N2): times when the same people can all meet, one session of a package at a time. */
export async function pickSection(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  state: PageState,
): Promise<ManageSection> {
  const { booking, scope } = view
  const wanted = booking.sessions.length === 1 ? booking.sessions[0]!.id : state.sessions[0]
  if (wanted === undefined) return sessionToMove(c, view, standing, null)
  const chosen = standing.reschedule.verdicts.find(({ session }) => session.id === wanted)
  if (!chosen) return sessionToMove(c, view, standing, 'unknown_session')
  const { session, verdict } = chosen
  if (!verdict.allowed) return blockedSection(view, standing, 'reschedule', verdict.refusal)
  const { reader } = c.var.deps.context
  const until = await movableUntil(reader, scope, booking)
  const starts = await freeTimesFor(reader, scope, booking, session, booking.now, until)
  const { pick } = resultText(view.locale)
  const heading =
    booking.sessions.length === 1 ? pick.heading.booking : pick.heading.session(session.position)
  return {
    title: heading,
    body: (
      <Section heading={heading}>
        <Rules view={view} session={session} verdict={verdict} />
        <NextWeek view={view} session={session} starts={starts} />
        <Picker view={view} session={session} starts={starts} until={until} />
        <PolicyCard view={view} action="reschedule" session={session} />
      </Section>
    ),
  }
}

function Rules({
  view,
  session,
  verdict,
}: {
  view: ManageView
  session: Session
  verdict: Extract<Verdict, { allowed: true }>
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
      <p>{pick.stays}</p>
      {hostsOf([session]).length > 1 && booking.eventType.rescheduleHosts === 'same' ? (
        <p>{pick.panelTimes}</p>
      ) : null}
    </Stack>
  )
}

function Picker({
  view,
  session,
  starts,
  until,
}: {
  view: ManageView
  session: Session
  starts: Int32Array
  until: Temporal.Instant
}) {
  const { booking, locale, token, host } = view
  const { manage, moveCheck } = linksOf(view)
  const query = openOnOwnDay(view, session, starts)
  const several = booking.sessions.length > 1
  const current = toMinute(session.startsAt)
  return (
    <SlotPicker
      starts={starts}
      now={booking.now}
      until={until}
      query={query}
      locale={locale}
      business={booking.organization}
      hrefFor={(wanted) =>
        paths.manage(token, { do: 'reschedule', ...(several ? { session: session.id } : {}), ...wanted })
      }
      // The time one has needs no confirming: its link leads to keeping it.
      slot={(start) => ({
        href:
          start === current
            ? manage({ do: 'keep' })
            : moveCheck({ session: session.id, start: fromMinute(start).toString() }),
      })}
      currentStart={current}
      other={host}
      likelyZones={[booking.customer.zone, booking.organization.zone]}
      zoneLocked={view.zoneLocked}
      keep={[
        { name: 'do', value: 'reschedule' },
        ...(several ? [{ name: 'session', value: session.id }] : []),
      ]}
    />
  )
}

// People who move a booking mostly want the same thing a little later (ux 1.2).
function NextWeek({ view, session, starts }: { view: ManageView; session: Session; starts: Int32Array }) {
  const { booking, zone, locale } = view
  const then = session.startsAt.toZonedDateTimeISO(session.zone).add({ weeks: 1 }).toInstant()
  if (!starts.includes(toMinute(then))) return null
  const href = linksOf(view).moveCheck({ session: session.id, start: then.toString() })
  return (
    <Row>
      <ButtonLink href={href} icon="calendar-days">
        {resultText(locale).pick.nextWeek(shortWhen(then, zone, locale, booking.now))}
      </ButtonLink>
    </Row>
  )
}

// Without a wish the month opens on the day of the booking, where another time is most likely wanted.
function openOnOwnDay({ query, zone }: ManageView, session: Session, starts: Int32Array): PickerQuery {
  if (query.month || query.day || query.unreadable.includes('date')) return query
  const day = localDateOf(session.startsAt, zone)
  const from = toMinute(startOfLocalDay(day, zone))
  const to = toMinute(startOfLocalDay(day.add({ days: 1 }), zone))
  const others = starts.some((start) => start >= from && start < to && start !== toMinute(session.startsAt))
  return others ? { ...query, day, month: day.toPlainYearMonth() } : query
}
