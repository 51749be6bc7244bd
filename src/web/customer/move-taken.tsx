import { shortWhen } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { takingBackText } from '#messages/taking-back.ts'
import { sessionsText } from '#messages/packages.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import { nearestStarts } from '#domain/availability/nearest-starts.ts'
import { isLive, type Booking, type Session } from '#domain/bookings/booking.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { SlotLinks } from '#ui/slot-list.tsx'
import { TimeList } from '#ui/time-list.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame } from './manage-frame.tsx'
import { managePage } from './manage-page.tsx'
import type { PageState } from './manage-section.ts'
import { standingOf } from './manage-standing.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { checkAddress, planAddress, planOf, withPick, type PlannedMove } from './move-plan.ts'

const SEARCH_HOURS = 14 * 24

/** The times that were wanted, and which of them cannot be had. */
interface Taken {
  session: string
  code: 'slot_taken' | 'slot_unavailable'
  moves: readonly { session: string; start: Temporal.Instant }[]
}

/**
 * A wanted time is gone (ux M14, K3t): the booking is untouched, the nearest times are one click away, the reason and
 * whatever else was chosen is kept.
 */
export async function takenPage(
  c: WebContext,
  view: ManageView,
  wanted: Taken,
  state: PageState,
): Promise<Response> {
  const { booking, zone, locale } = view
  const { verdicts } = standingOf(booking).reschedule
  const session = verdicts.find((entry) => entry.session.id === wanted.session)?.session
  const start = wanted.moves.find((move) => move.session === wanted.session)?.start
  if (!session || !start) return managePage(c, view, 'reschedule', { ...state, status: 409 })
  const plan = planOf(view, wanted.moves)
  const others = plan.filter((move) => move.session !== session)
  const nearest = await nearestTo(c, view, { session, start }, others)
  const { taken } = resultText(locale)
  const title = titleOf(view, { session, start }, wanted)
  const hrefFor = (instead: Temporal.Instant) =>
    keepTyped(checkAddress(view, movesWith(plan, { session, start: instead })), state)
  return manageFrame(
    c,
    view,
    { title, status: 409 },
    <Stack gap="section">
      <PageHeading title={title} />
      <Untouched view={view} session={session} several={others.length > 0} />
      <Section heading={taken.nearest}>
        {nearest.length === 0 ? (
          <p>{taken.none}</p>
        ) : (
          <SlotLinks
            groups={[
              {
                legend: taken.insteadOf(shortWhen(start, zone, locale, booking.now)),
                slots: nearest.map((instead) => ({
                  value: instead.toString(),
                  datetime: instead.toString(),
                  label: shortWhen(instead, zone, locale, booking.now),
                  href: hrefFor(instead),
                })),
              },
            ]}
          />
        )}
        <Row>
          <ButtonLink href={otherTimes(view, plan, session)}>{taken.other}</ButtonLink>
        </Row>
      </Section>
      {others.length > 0 ? <Kept view={view} others={others} /> : null}
      <BookingOfLink view={view} session={session} withoutSessions />
    </Stack>,
  )
}

type Move = { session: PlannedMove['session']; start: Temporal.Instant }

function titleOf(view: ManageView, { session, start }: Move, { code, moves }: Taken): string {
  const { locale, booking } = view
  const { taken } = resultText(locale)
  const isTaken = code === 'slot_taken'
  if (booking.sessions.length === 1) return isTaken ? taken.title : taken.unavailable
  const text = sessionsText(locale)
  if (isTaken && isOwn(booking, session, start, moves)) return text.ownTitle(session.position)
  return isTaken ? text.takenTitle(session.position) : text.notOfferedTitle(session.position)
}

// Nobody else took it: another session of theirs is, or would be, at that time.
function isOwn(booking: Booking, session: Session, start: Temporal.Instant, moves: Taken['moves']): boolean {
  const others = booking.sessions.flatMap((other) => {
    const moved = moves.find((move) => move.session === other.id)
    if (other === session || !(moved || isLive(other.state))) return []
    return [moved?.start ?? other.startsAt]
  })
  return others.some((other) => Math.abs(toMinute(other) - toMinute(start)) < booking.durationMinutes)
}

function Untouched({
  view,
  session,
  several,
}: {
  view: ManageView
  session: PlannedMove['session']
  several: boolean
}) {
  const { booking, zone, locale } = view
  const { taken } = resultText(locale)
  if (session.askedToMoveAt) return <Banner kind="info" title={takingBackText(locale).newTime.untouched} />
  if (several) return <Banner kind="info" title={sessionsText(locale).untouched} />
  return (
    <Banner kind="info" title={taken.untouched(shortWhen(session.startsAt, zone, locale, booking.now))} />
  )
}

/** What stays chosen for the other sessions. */
function Kept({ view, others }: { view: ManageView; others: readonly PlannedMove[] }) {
  const { booking, zone, locale } = view
  const text = sessionsText(locale)
  return (
    <Section heading={text.keptChoices}>
      <TimeList
        label={text.keptChoices}
        entries={others.map(({ session, start }) => ({
          number: session.position + 1,
          datetime: start!.toString(),
          when: shortWhen(start!, zone, locale, booking.now),
          note: text.instead(session.startsAt, zone, booking.now),
        }))}
      />
    </Section>
  )
}

async function nearestTo(
  c: WebContext,
  view: ManageView,
  { session, start }: Move,
  others: readonly PlannedMove[],
): Promise<Temporal.Instant[]> {
  const { reader } = c.var.deps.context
  const { booking } = view
  const [from, to] = [start.subtract({ hours: SEARCH_HOURS }), start.add({ hours: SEARCH_HOURS })]
  const free = await freeTimesFor(reader, view.scope, booking, session, from, to, others)
  const moving = new Set([session, ...others.map((move) => move.session)])
  const own = [
    ...booking.sessions
      .filter((other) => !moving.has(other) && isLive(other.state))
      .map((other) => other.startsAt),
    ...others.flatMap((move) => (move.start ? [move.start] : [])),
  ].map((taken) => toMinute(taken))
  const present = toMinute(session.startsAt)
  const possible = free.filter(
    (minute) =>
      minute !== present && own.every((other) => Math.abs(other - minute) >= booking.durationMinutes),
  )
  return nearestStarts(possible, toMinute(start)).map((minute) => fromMinute(minute))
}

function movesWith(plan: readonly PlannedMove[], instead: Move) {
  return withPick(plan, instead.session, instead.start).map((move) => ({
    session: move.session.id,
    start: move.start!,
  }))
}

function otherTimes(view: ManageView, plan: readonly PlannedMove[], session: PlannedMove['session']): string {
  if (view.booking.sessions.length === 1) return linksOf(view).manage({ do: 'reschedule' })
  return `${planAddress(view, withPick(plan, session, null))}#pick`
}

// Whoever can read this address holds the link, which shows the reason anyway; a form would cost a second click.
function keepTyped(href: string, { typed: { why, words }, answers }: PageState): string {
  const pairs = { why, reason: words, ...answers?.typed }
  const kept = new URLSearchParams(Object.entries(pairs).filter(([, text]) => text !== '')).toString()
  return kept ? `${href}&${kept}` : href
}
