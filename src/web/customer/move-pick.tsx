import { shortWhen } from '#messages/dates.ts'
import { resultText } from '#messages/manage-results.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import { paths } from '#paths.ts'
import type { Session } from '#domain/bookings/booking.ts'
import { freeTimesFor, movableUntil } from '#domain/bookings/free-times.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section } from '#ui/layout.tsx'
import type { WebContext } from '../deps.ts'
import { blockedSection } from './manage-blocked.tsx'
import type { ManageSection, PageState } from './manage-section.ts'
import { PolicyCard } from './manage-policy.tsx'
import { sessionsToMove } from './manage-sessions.tsx'
import type { Standing } from './manage-standing.ts'
import { linksOf, type ManageView } from './manage-view.ts'
import { MoveRules, openOnOwnDay, weekAfter } from './move-parts.tsx'
import { readPlan } from './move-plan.ts'
import { planSection } from './move-sessions-pick.tsx'
import { SlotPicker } from './slot-picker.tsx'

/** Choosing a new time (ux M6, N2): times when the same people can all meet. Of a package the sessions come first. */
export async function pickSection(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  state: PageState,
): Promise<ManageSection> {
  if (view.booking.sessions.length > 1) return pickOfPackage(c, view, standing, state)
  const [chosen] = standing.reschedule.verdicts
  if (!chosen) return sessionsToMove(c, view, standing, 'unknown_session')
  const { session, verdict } = chosen
  if (!verdict.allowed) return blockedSection(view, standing, 'reschedule', verdict.refusal)
  const { booking, scope } = view
  const { reader } = c.var.deps.context
  const until = await movableUntil(reader, scope, booking)
  const starts = await freeTimesFor(reader, scope, booking, session, booking.now, until)
  const heading = resultText(view.locale).pick.heading.booking
  return {
    title: heading,
    body: (
      <Section heading={heading}>
        <MoveRules view={view} session={session} verdict={verdict} />
        <NextWeek view={view} session={session} starts={starts} />
        <Picker view={view} session={session} starts={starts} until={until} />
        <PolicyCard view={view} action="reschedule" session={session} />
      </Section>
    ),
  }
}

/** What the address names decides: nothing chosen, something that cannot move, or the next time to choose. */
function pickOfPackage(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  state: PageState,
): Promise<ManageSection> | ManageSection {
  const wanted = [...new Set(state.sessions)]
  if (wanted.length === 0) return sessionsToMove(c, view, standing, null)
  const { verdicts } = standing.reschedule
  const chosen = wanted.map((id) => verdicts.find(({ session }) => session.id === id))
  if (chosen.some((entry, index) => !entry && !isOf(view, wanted[index]!)))
    return sessionsToMove(c, view, standing, 'unknown_session')
  const [only] = chosen
  if (chosen.length === 1 && only && !only.verdict.allowed && c.req.query('choose') === undefined)
    return blockedSection(view, standing, 'reschedule', only.verdict.refusal)
  if (chosen.some((entry) => !entry?.verdict.allowed)) {
    // A link may outlive what it leads to; only who chose from the list made a mistake.
    const isChosen = c.req.query('choose') !== undefined
    return sessionsToMove(c, view, standing, isChosen ? 'policy' : null)
  }
  const sessions = chosen.map((entry) => entry!.session)
  return planSection(c, view, standing, readPlan(c, sessions))
}

function isOf({ booking }: ManageView, id: string): boolean {
  return booking.sessions.some((session) => session.id === id)
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
  const current = toMinute(session.startsAt)
  return (
    <SlotPicker
      starts={starts}
      now={booking.now}
      until={until}
      query={openOnOwnDay(view, session, starts)}
      locale={locale}
      business={booking.organization}
      hrefFor={(wanted) => paths.manage(token, { do: 'reschedule', ...wanted })}
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
      keep={[{ name: 'do', value: 'reschedule' }]}
    />
  )
}

// People who move a booking mostly want the same thing a little later (ux 1.2).
function NextWeek({ view, session, starts }: { view: ManageView; session: Session; starts: Int32Array }) {
  const { booking, zone, locale } = view
  const then = weekAfter(session)
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
