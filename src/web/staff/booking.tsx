import { may } from '#domain/access/scope.ts'
import { bookingStatus, waitsForNewTime, type Booking } from '#domain/bookings/booking.ts'
import { moneyOfBooking, type MoneyOfBooking } from '#domain/bookings/money-of-booking.ts'
import { loadFollowing } from '#domain/bookings/load-following.ts'
import { loadHistory, type BookingHistory } from '#domain/bookings/timeline.ts'
import { cityOf } from '#messages/dates.ts'
import { bookingWords } from '#messages/staff-booking.ts'
import { askToMoveWords } from '#messages/taking-back.ts'
import { paths } from '#paths.ts'
import { Banner } from '#ui/banner.tsx'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { PageHeading, Row, Stack } from '#ui/layout.tsx'
import { OpenAsks } from './asks/asks-card.tsx'
import { ChangeLinks, MarkForms, NewLinkForm } from './booking-actions.tsx'
import {
  BookingFacts,
  BookingMessages,
  BookingPeople,
  isUndelivered,
  LatestChange,
  nextSession,
  SessionClock,
} from './booking-parts.tsx'
import { PackageSessions } from './booking-sessions.tsx'
import { Following } from './following.tsx'
import { staffFrame } from './frame.tsx'
import { History } from './history.tsx'
import { MoneyCard, MoneyDone } from './money/money-card.tsx'
import { isOver, openBooking, titleOf } from './open-booking.ts'
import { missingPage } from './refusal-pages.tsx'
import type { StaffContext } from './staff-env.ts'
import { Status } from './status.tsx'

/** GET: one booking with everything about it (ux A4). */
export async function bookingPage(c: StaffContext): Promise<Response> {
  const booking = await openBooking(c, c.req.param('id'))
  return booking ? bookingView(c, booking, 200) : missingPage(c)
}

/** The page in the frame; `status` is 409 when it stands for something that was refused. */
export async function bookingView(
  c: StaffContext,
  booking: Booking,
  status: 200 | 409,
  notice?: string,
): Promise<Response> {
  const { reader } = c.var.deps.context
  const [history, moneySeen, following] = await Promise.all([
    loadHistory(reader, c.var.scope, booking.id),
    moneyOfBooking(reader, c.var.scope, booking.id),
    loadFollowing(reader, c.var.scope, booking),
  ])
  const words = bookingWords(c.var.locale)
  const title = titleOf(c, booking)
  const heading = (
    <>
      <bdi>{title}</bdi>{' '}
      <Status status={bookingStatus(booking)} locale={c.var.locale} waits={waitsForNewTime(booking)} />
    </>
  )
  return staffFrame(
    c,
    { title, current: 'activity', status },
    <Stack gap="section">
      {notice ? <Banner kind="warn" title={notice} /> : <MoneyDone c={c} />}
      <PageHeading title={heading} back={{ href: paths.activity(), label: words.back }} />
      <LatestChange c={c} booking={booking} entries={history.entries} />
      <OpenAsks c={c} booking={booking} />
      <NextAct c={c} booking={booking} history={history} seen={moneySeen} />
      <When c={c} booking={booking} />
      <Card heading={words.booking} id="booking">
        <BookingFacts c={c} booking={booking} />
        <Following c={c} following={following} />
      </Card>
      {moneySeen ? <MoneyCard c={c} booking={booking} seen={moneySeen} /> : null}
      <Card heading={words.people} id="people" action={<NewLinkForm c={c} booking={booking} />}>
        <BookingPeople c={c} booking={booking} />
        <p class="small quiet">{words.newLinkHint}</p>
      </Card>
      <Card heading={words.messages} id="messages">
        <BookingMessages c={c} messages={history.messages} />
      </Card>
      <Card heading={words.history} id="history">
        <p class="small quiet">{words.historyHint(cityOf(c.var.viewer.zone))}</p>
        <History c={c} booking={booking} entries={history.entries} label={words.history} />
      </Card>
    </Stack>,
  )
}

interface NextActProps {
  c: StaffContext
  booking: Booking
  history: BookingHistory
  seen: MoneyOfBooking | null
}

/** What comes next, in one sentence: a failed message first, then money, then the session that began, then waiting. */
function NextAct({ c, booking, history, seen }: NextActProps) {
  const words = bookingWords(c.var.locale).next
  const undelivered = history.messages.filter(isUndelivered).length
  if (undelivered > 0) {
    const link = may(c.var.scope, 'delivery.view') ? (
      <ButtonLink href="#messages">{words.undeliveredLink}</ButtonLink>
    ) : null
    return <Banner kind="warn" title={words.undelivered(undelivered)} action={link} />
  }
  const toDo = seen && moneyToDo(c, seen)
  if (toDo)
    return (
      <Banner kind="warn" title={toDo} action={<ButtonLink href="#money">{words.moneyLink}</ButtonLink>} />
    )
  const asked = booking.sessions.find((session) => session.askedToMoveAt)?.askedToMoveAt
  if (asked) {
    const { zone } = c.var.viewer
    return (
      <p class="quiet">
        <bdi>{askToMoveWords(c.var.locale).toldSince(booking.customer.name, asked, zone, booking.now)}</bdi>
      </p>
    )
  }
  const next = nextSession(booking)
  if (!next || isOver(booking)) return <p class="quiet">{words.over}</p>
  const begun = Temporal.Instant.compare(next.startsAt, booking.now) <= 0
  if (begun) return <Banner kind="info" title={words.didTheyCome} />
  return <p class="quiet">{words.nothing(next.startsAt, c.var.viewer.zone, booking.now)}</p>
}

// What this reader can do something about; an open balance alone is no task before the session.
function moneyToDo(c: StaffContext, seen: MoneyOfBooking): string | null {
  const words = bookingWords(c.var.locale).next
  const { scope } = c.var
  if (seen.feesAsked.length > 0) return words.fee
  const waits = seen.payments.some(({ provider, state }) => provider === 'manual' && state === 'pending')
  if (waits && may(scope, 'payment.approve')) return words.payment
  const back = seen.balanceMinor < 0n && may(scope, 'refund.request')
  return back ? words.back(-seen.balanceMinor, seen.currency) : null
}

function When({ c, booking }: { c: StaffContext; booking: Booking }) {
  const words = bookingWords(c.var.locale)
  const [session, ...others] = booking.sessions
  return (
    <Card heading={words.when} id="when">
      {others.length > 0 ? (
        <PackageSessions c={c} booking={booking} />
      ) : (
        <>
          <Stack gap="tight">
            <SessionClock c={c} booking={booking} session={session!} />
            {session!.confirmedAt ? <p>{words.confirmed}</p> : null}
          </Stack>
          <Row>
            <ChangeLinks c={c} booking={booking} />
            <MarkForms c={c} booking={booking} session={session!} />
          </Row>
        </>
      )}
    </Card>
  )
}
