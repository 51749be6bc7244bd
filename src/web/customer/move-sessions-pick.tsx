import { shortWhen } from '#messages/dates.ts'
import { sessionsText } from '#messages/packages.ts'
import { fromMinute, localDateOf, toMinute } from '#platform/zones.ts'
import { isLive, type Session } from '#domain/bookings/booking.ts'
import { freeTimesFor, movableUntil } from '#domain/bookings/free-times.ts'
import { quoteLoaded } from '#domain/bookings/quote-change.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Row, Section } from '#ui/layout.tsx'
import { TimeList } from '#ui/time-list.tsx'
import type { WebContext } from '../deps.ts'
import type { ManageSection } from './manage-section.ts'
import { PolicyCard } from './manage-policy.tsx'
import { chooseAgain, sumOfMoves } from './manage-sessions.tsx'
import type { Standing } from './manage-standing.ts'
import type { ManageView } from './manage-view.ts'
import { MoveRules, openOnOwnDay, weekAfter } from './move-parts.tsx'
import { checkAddress, nextAddress, planAddress, withPick, type PlannedMove } from './move-plan.ts'
import { MANY_SESSIONS } from './session-times.tsx'
import { SlotPicker } from './slot-picker.tsx'

/**
 * A new time for each chosen session in turn (ux K2). What was picked is listed and can be changed; sessions that stay
 * are in the way, and the old times of those that move are free, so that sessions may swap places. Nothing is written.
 */
export async function planSection(
  c: WebContext,
  view: ManageView,
  standing: Standing,
  plan: readonly PlannedMove[],
): Promise<ManageSection> {
  const { booking, scope, locale, zone } = view
  const { reader } = c.var.deps.context
  const text = sessionsText(locale)
  // An address that names a time for all of them looks at the last one again.
  const at = Math.max(
    0,
    plan.findIndex(({ start }) => start === null),
  )
  const { session } = plan[at]!
  const beside = plan.filter((move) => move.session !== session)
  const until = await movableUntil(reader, scope, booking)
  const free = await freeTimesFor(reader, scope, booking, session, booking.now, until, beside)
  const starts = withoutOwnOverlaps(view, session, beside, free)
  const { verdict } = standing.reschedule.verdicts.find((entry) => entry.session === session)!
  const was = text.was(session.startsAt, zone, booking.now)
  const heading = plan.length === 1 ? text.single(session.position) : text.step(at + 1, plan.length)
  const choice = { view, plan, session, starts, until }
  // A long list stands below the times, so that nobody has to pass it for each of them.
  const isLong = plan.length > MANY_SESSIONS
  return {
    title: `${heading}. ${was}`,
    body: (
      <Section heading={plan.length === 1 ? heading : `${heading}. ${was}`} id="pick">
        {plan.length === 1 ? <p>{was}</p> : null}
        <p class="quiet">{sumOfMoves(view, standing, plan)}</p>
        {isLong ? null : <Steps {...choice} />}
        {verdict.allowed ? (
          <MoveRules
            view={view}
            session={session}
            verdict={verdict}
            {...(plan.length > 1 ? { stays: text.stays } : {})}
          />
        ) : null}
        <Shortcuts {...choice} byOneWeek={await byOneWeek(c, view, plan)} />
        <Picker {...choice} />
        {isLong ? <Steps {...choice} /> : null}
        <p>
          <a href={chooseAgain(view, 'reschedule', plan)}>{text.others}</a>
        </p>
        <PolicyCard view={view} action="reschedule" session={session} />
      </Section>
    ),
  }
}

interface Choice {
  view: ManageView
  plan: readonly PlannedMove[]
  /** The one that a time is chosen for now. */
  session: Session
  starts: Int32Array
  until: Temporal.Instant
}

// Nobody is in two places at a time, whoever would host them. The present time is no new one.
function withoutOwnOverlaps(
  { booking }: ManageView,
  session: Session,
  beside: readonly PlannedMove[],
  free: Int32Array,
): Int32Array {
  const moving = new Set([session, ...beside.map((move) => move.session)])
  const staying = booking.sessions.filter((other) => !moving.has(other) && isLive(other.state))
  const own = [
    ...staying.map((other) => other.startsAt),
    ...beside.flatMap(({ start }) => (start ? [start] : [])),
  ].map((start) => toMinute(start))
  const present = toMinute(session.startsAt)
  return free.filter(
    (start) =>
      (start !== present || session.askedToMoveAt !== null) &&
      own.every((other) => Math.abs(other - start) >= booking.durationMinutes),
  )
}

function Steps({ view, plan, session: now }: Choice) {
  if (plan.length === 1) return null
  const { booking, zone, locale } = view
  const text = sessionsText(locale)
  const when = (start: Temporal.Instant) => shortWhen(start, zone, locale, booking.now)
  return (
    <TimeList
      label={text.steps}
      entries={plan.map(({ session, start }) => ({
        datetime: (start ?? session.startsAt).toString(),
        when: when(start ?? session.startsAt),
        current: session === now,
        note: start
          ? text.instead(session.startsAt, zone, booking.now)
          : session === now
            ? text.stepsNow
            : text.stepsOpen,
        action: start
          ? {
              href: `${planAddress(view, withPick(plan, session, null))}#pick`,
              label: text.change,
              about: text.changeAbout(session.position),
            }
          : undefined,
      }))}
    />
  )
}

// People who move sessions mostly want the same thing a little later (ux 1.2).
function Shortcuts({
  view,
  plan,
  session,
  starts,
  byOneWeek: all,
}: Choice & { byOneWeek: readonly PlannedMove[] }) {
  const { booking, zone, locale } = view
  const text = sessionsText(locale)
  const then = weekAfter(session)
  const hasThen = starts.includes(toMinute(then))
  const moved = all.filter(({ start }) => start !== null).length
  if (!hasThen && moved < 2) return null
  return (
    <Row>
      {moved >= 2 ? (
        <ButtonLink href={nextAddress(view, all)} icon="calendar-days">
          {text.nextWeek(moved, plan.length)}
        </ButtonLink>
      ) : null}
      {hasThen ? (
        <ButtonLink href={nextAddress(view, withPick(plan, session, then))} icon="calendar-days">
          {text.sameNextWeek(shortWhen(then, zone, locale, booking.now))}
        </ButtonLink>
      ) : null}
    </Row>
  )
}

/** Looking at what stands in the way of so many sessions one by one takes one question each. */
const MOST_TRIES = 6

/** The plan with every session a week later, as far as those times can be had; nothing where some are picked already. */
async function byOneWeek(
  c: WebContext,
  view: ManageView,
  plan: readonly PlannedMove[],
): Promise<PlannedMove[]> {
  if (plan.length === 1 || plan.some(({ start }) => start !== null)) return []
  const { booking, scope } = view
  let moves = plan.map(({ session }) => ({ session: session.id, start: weekAfter(session) }))
  for (let attempt = 0; attempt < MOST_TRIES && moves.length > 1; attempt += 1) {
    const request = { bookingId: booking.id, cancel: [], reschedule: moves, channel: 'mail_link' as const }
    const quote = await quoteLoaded(c.var.deps.context.reader, scope, booking, request)
    if (quote.ok)
      return plan.map(({ session }) => ({
        session,
        start: moves.find((move) => move.session === session.id)?.start ?? null,
      }))
    const { refusal } = quote
    if (!('session' in refusal)) return []
    moves = moves.filter((move) => move.session !== refusal.session)
  }
  return []
}

function Picker({ view, plan, session, starts, until }: Choice) {
  const { booking, locale, host, zone } = view
  const text = sessionsText(locale)
  const day = (start: Temporal.Instant) => localDateOf(start, zone).toString()
  const holder = (start: number) =>
    plan.find((move) => move.session !== session && toMinute(move.session.startsAt) === start)?.session
  const pairs = plan.flatMap((move) => [
    { name: 'session', value: move.session.id },
    ...(move.start ? [{ name: 'pick', value: `${move.session.id}~${move.start.toString()}` }] : []),
  ])
  return (
    <SlotPicker
      starts={starts}
      now={booking.now}
      until={until}
      query={openOnOwnDay(view, session, starts)}
      locale={locale}
      business={booking.organization}
      hrefFor={(wanted) => planAddress(view, plan, wanted)}
      slot={(minute) => {
        const start = fromMinute(minute)
        const swaps = holder(minute)
        const moved = withPick(plan, session, start)
        const isLast = moved.every((move) => move.start !== null)
        return {
          href: isLast
            ? checkAddress(
                view,
                moved.map((move) => ({ session: move.session.id, start: move.start! })),
              )
            : nextAddress(view, moved, { day: day(start) }),
          ...(swaps ? { note: text.hasIt(swaps.position) } : {}),
        }
      }}
      other={host}
      likelyZones={[booking.customer.zone, booking.organization.zone]}
      zoneLocked={view.zoneLocked}
      keep={[{ name: 'do', value: 'reschedule' }, ...pairs]}
    />
  )
}
