import { shortWhen } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import { nearestStarts } from '#domain/availability/nearest-starts.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { freeTimesFor } from '#domain/bookings/free-times.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { SlotLinks, type Slot } from '#ui/slot-list.tsx'
import type { WebContext } from '../deps.ts'
import { BookingOfLink } from './manage-card.tsx'
import { manageFrame } from './manage-frame.tsx'
import { managePage } from './manage-page.tsx'
import type { TypedReason } from './manage-reason.tsx'
import type { PageState } from './manage-section.ts'
import { standingOf } from './manage-standing.ts'
import { linksOf, type ManageView } from './manage-view.ts'

const SEARCH_HOURS = 14 * 24

/** The wanted time is gone (ux M14): the booking is untouched, the nearest times are one click away, the reason is kept. */
export async function takenPage(
  c: WebContext,
  view: ManageView,
  wanted: { session: string; start: Temporal.Instant; code: 'slot_taken' | 'slot_unavailable' },
  state: PageState,
): Promise<Response> {
  const { booking, zone, locale } = view
  const entry = standingOf(booking).reschedule.verdicts.find(({ session }) => session.id === wanted.session)
  if (!entry) return managePage(c, view, 'reschedule', { ...state, status: 409 })
  const { session } = entry
  const nearest = await nearestTo(c, view, session, wanted.start)
  const { taken } = resultText(locale)
  const title = wanted.code === 'slot_taken' ? taken.title : taken.unavailable
  const several = booking.sessions.length > 1 ? { session: session.id } : {}
  return manageFrame(
    c,
    view,
    { title, status: 409 },
    <Stack gap="section">
      <PageHeading title={title} />
      <Banner kind="info" title={taken.untouched(shortWhen(session.startsAt, zone, locale, booking.now))} />
      <Section heading={taken.nearest}>
        {nearest.length === 0 ? (
          <p>{taken.none}</p>
        ) : (
          <SlotLinks
            groups={[
              {
                legend: taken.insteadOf(shortWhen(wanted.start, zone, locale, booking.now)),
                slots: nearest.map((start) => toSlot(view, session, fromMinute(start), state.typed)),
              },
            ]}
          />
        )}
        <Row>
          <ButtonLink href={linksOf(view).manage({ do: 'reschedule', ...several })}>{taken.other}</ButtonLink>
        </Row>
      </Section>
      <BookingOfLink view={view} session={session} />
    </Stack>,
  )
}

async function nearestTo(
  c: WebContext,
  view: ManageView,
  session: Session,
  wanted: Temporal.Instant,
): Promise<number[]> {
  const { reader } = c.var.deps.context
  const [from, to] = [wanted.subtract({ hours: SEARCH_HOURS }), wanted.add({ hours: SEARCH_HOURS })]
  const free = await freeTimesFor(reader, view.scope, view.booking, session, from, to)
  const current = toMinute(session.startsAt)
  return nearestStarts(
    free.filter((start) => start !== current),
    toMinute(wanted),
  )
}

function toSlot(view: ManageView, session: Session, start: Temporal.Instant, typed: TypedReason): Slot {
  const href = linksOf(view).moveCheck({ session: session.id, start: start.toString() })
  return {
    value: start.toString(),
    datetime: start.toString(),
    label: shortWhen(start, view.zone, view.locale, view.booking.now),
    href: keepReason(href, typed),
  }
}

// Whoever can read this address holds the link, which shows the reason anyway; a form would cost a second click.
function keepReason(href: string, { why, words }: TypedReason): string {
  const kept = new URLSearchParams([
    ...(why ? [['why', why] as [string, string]] : []),
    ...(words ? [['reason', words] as [string, string]] : []),
  ]).toString()
  return kept ? `${href}&${kept}` : href
}
