import { bookingStatus, type Booking, type Session } from '#domain/bookings/booking.ts'
import { nearestStarts } from '#domain/availability/nearest-starts.ts'
import { movableUntil } from '#domain/bookings/free-times.ts'
import { suggestedStarts } from '#domain/bookings/staff-move-times.ts'
import { shortWhen } from '#messages/dates.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { changeWords } from '#messages/staff-change.ts'
import { timesText } from '#messages/times.ts'
import { paths } from '#paths.ts'
import { fromMinute, toMinute } from '#platform/zones.ts'
import { Banner } from '#ui/banner.tsx'
import { Button, ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Fieldset } from '#ui/choices.tsx'
import { ErrorSummary } from '#ui/error-summary.tsx'
import { TextField } from '#ui/field.tsx'
import { HiddenFields, PageHeading, Row, Section, Stack } from '#ui/layout.tsx'
import { SlotList } from '#ui/slot-list.tsx'
import { TimeList } from '#ui/time-list.tsx'
import { fieldId, type FormProblems } from '../customer/form-errors.ts'
import { readPickerQuery } from '../customer/picker-query.ts'
import { SlotPicker } from '../customer/slot-picker.tsx'
import type { WebContext } from '../deps.ts'
import { SessionClock } from './booking-parts.tsx'
import type { ChoicesTyped } from './change-form.tsx'
import { staffFrame } from './frame.tsx'
import type { TimeTyped } from './move-asked.ts'
import { moveHref, planFields, type MovePlan } from './move-plan.ts'
import { titleOf } from './open-booking.ts'
import type { StaffContext } from './staff-env.ts'

export interface PickShown {
  status: 200 | 409 | 422
  typed?: TimeTyped
  problems?: FormProblems
  /** A sentence about what went wrong before. */
  notice?: string
  /** The wanted start that is gone, with the choices already made: the nearest free times are offered for them. */
  gone?: { start: Temporal.Instant; choices: ChoicesTyped }
  twice?: { earlier: Temporal.Instant; later: Temporal.Instant }
}

/**
 * Choosing a new time for one session of those that move: the typed field first, then the month with the times that
 * are free. What is picked for the others stands above.
 */
export async function pickPage(
  c: StaffContext,
  booking: Booking,
  plan: MovePlan,
  session: Session,
  shown: PickShown,
): Promise<Response> {
  const { reader } = c.var.deps.context
  const words = changeWords(c.var.locale)
  const until = await movableUntil(reader, c.var.scope, booking)
  const beside = plan.sessions
    .filter((other) => other !== session)
    .map((other) => ({ session: other, start: plan.picks.get(other.id) ?? null }))
  const span = { from: booking.now, to: until }
  const starts = await suggestedStarts(reader, c.var.scope, booking, session, span, beside)
  const part = { c, booking, plan, session }
  const title = words.moveTitle(booking.customer.name)
  return staffFrame(
    c,
    { title, current: 'activity', status: shown.status, refused: shown.status !== 200 },
    <Stack gap="section">
      {shown.problems ? (
        <ErrorSummary heading={shown.problems.heading} problems={shown.problems.problems} />
      ) : null}
      <PageHeading
        title={<bdi>{title}</bdi>}
        lead={words.pickLead}
        back={{ href: paths.staffBooking(booking.id), label: titleOf(c, booking) }}
      />
      {shown.notice ? <Banner kind="warn" title={shown.notice} /> : null}
      {shown.gone ? <Nearest {...part} gone={shown.gone} starts={starts} /> : null}
      {shown.twice ? <Twice {...part} twice={shown.twice} /> : null}
      {plan.sessions.length > 1 ? (
        <Together {...part} />
      ) : (
        <SessionClock c={c} booking={booking} session={session} />
      )}
      <AnyTime {...part} shown={shown} />
      <Section heading={words.freeTimes}>
        <Suggestions {...part} starts={starts} until={until} />
      </Section>
    </Stack>,
  )
}

interface Part {
  c: StaffContext
  booking: Booking
  plan: MovePlan
  session: Session
}

/** All that move together: where each goes, which one is being chosen, and a way back to the others. */
function Together({ c, booking, plan, session }: Part) {
  const { locale, viewer } = c.var
  const words = changeWords(locale)
  const when = (at: Temporal.Instant) => shortWhen(at, viewer.zone, locale, booking.now)
  return (
    <TimeList
      label={words.together}
      entries={plan.sessions.map((one) => {
        const picked = plan.picks.get(one.id)
        const about = bookingWords(locale).session(one.position + 1, booking.sessions.length)
        return {
          number: one.position + 1,
          when: picked ? when(picked) : one === session ? words.choosingNow : words.notChosen,
          ...(picked ? { datetime: picked.toString() } : {}),
          note: words.insteadOf(when(one.startsAt)),
          current: one === session,
          ...(one === session
            ? {}
            : {
                action: {
                  href: moveHref(booking, plan, one),
                  label: picked ? words.change : words.choose,
                  about,
                },
              }),
        }
      })}
    />
  )
}

/** The plan, in a form that adds a time to it. */
function PlanFields({ plan, session }: Pick<Part, 'plan' | 'session'>) {
  return (
    <>
      {planFields(plan, session).map(({ name, value }) => (
        <HiddenFields fields={{ [name]: value }} />
      ))}
    </>
  )
}

function AnyTime({ c, booking, plan, session, shown }: Part & { shown: PickShown }) {
  const words = changeWords(c.var.locale)
  const { problems, typed } = shown
  return (
    <Card heading={words.typed} headingHidden id="any-time">
      <form method="get" action={paths.staffMove(booking.id)}>
        <PlanFields plan={plan} session={session} />
        <Fieldset
          id={fieldId('any')}
          legend={words.typed}
          hint={words.typedHint(c.var.viewer.zone, session.startsAt)}
        >
          <TextField
            id={fieldId('date')}
            name="date"
            type="date"
            label={words.date}
            value={typed?.date}
            error={problems?.of('date')}
          />
          <TextField
            id={fieldId('time')}
            name="time"
            label={words.time}
            value={typed?.time}
            error={problems?.of('time')}
            width="short"
          />
          <Button kind="quiet">{words.checkTyped}</Button>
        </Fieldset>
      </form>
    </Card>
  )
}

function Suggestions({
  c,
  booking,
  plan,
  session,
  starts,
  until,
}: Part & { starts: Int32Array; until: Temporal.Instant }) {
  const query = readPickerQuery(c as unknown as WebContext, c.var.viewer.zone)
  const own = toMinute(session.startsAt)
  const inForce = bookingStatus(booking) !== 'canceled'
  const tz = query.zoneChosen ? { tz: query.zone } : {}
  const link = (more: Record<string, string>) => moveHref(booking, plan, session, more)
  return (
    <SlotPicker
      starts={inForce ? starts.filter((start) => start !== own) : starts}
      now={booking.now}
      until={until}
      query={query}
      locale={c.var.locale}
      business={booking.organization}
      hrefFor={(wanted) => link({ ...tz, ...wanted })}
      slot={(start) => ({ href: link({ start: fromMinute(start).toString() }) })}
      other={{ name: booking.customer.name, zone: booking.customer.zone }}
      keep={planFields(plan, session)}
    />
  )
}

// A form of its own kind: the choices that were made go with the time, so nothing has to be typed again.
function Nearest({
  c,
  booking,
  plan,
  session,
  gone,
  starts,
}: Part & { gone: NonNullable<PickShown['gone']>; starts: Int32Array }) {
  const { locale, viewer } = c.var
  const words = changeWords(locale)
  const own = toMinute(session.startsAt)
  const near = nearestStarts(
    starts.filter((start) => start !== own),
    toMinute(gone.start),
  )
  if (near.length === 0) return null
  const slots = near.map((minute, index) => {
    const start = fromMinute(minute)
    return {
      value: start.toString(),
      datetime: start.toString(),
      label: timeLabel(start, viewer.zone, c),
      checked: index === 0,
    }
  })
  return (
    <Card heading={words.pickNearest} id="nearest">
      <form method="post" action={paths.staffMove(booking.id)} data-turbo="false">
        <Stack>
          <PlanFields plan={plan} session={session} />
          <HiddenFields
            fields={{
              reason: gone.choices.reason,
              ...(gone.choices.tell ? { tell: 'yes' } : {}),
            }}
          />
          <SlotList name="start" groups={[{ legend: words.pickNearestLegend, slots }]} />
          <Row>
            <Button>{words.checkPicked}</Button>
          </Row>
        </Stack>
      </form>
    </Card>
  )
}

function Twice({ c, booking, plan, session, twice }: Part & { twice: NonNullable<PickShown['twice']> }) {
  const words = changeWords(c.var.locale)
  const link = (start: Temporal.Instant) => (
    <ButtonLink href={moveHref(booking, plan, session, { start: start.toString() })}>
      {words.twice(start, c.var.viewer.zone)}
    </ButtonLink>
  )
  return (
    <Banner
      kind="info"
      title={words.twiceTitle}
      action={
        <>
          {link(twice.earlier)}
          {link(twice.later)}
        </>
      }
    >
      {words.twiceLine}
    </Banner>
  )
}

function timeLabel(start: Temporal.Instant, zone: string, c: StaffContext): string {
  return `${timesText(c.var.locale).day(start.toZonedDateTimeISO(zone).toPlainDate())}, ${timesText(c.var.locale).slot(start, zone, false)}`
}
