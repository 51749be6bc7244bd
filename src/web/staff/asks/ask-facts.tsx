import { dueAtBooking } from '#domain/money/price.ts'
import { isLive, type Booking, type Session } from '#domain/bookings/booking.ts'
import { evaluateSession } from '#domain/bookings/decide-change.ts'
import type { Ask } from '#domain/asks/ask.ts'
import type { PolicyAction } from '#domain/policies/policy.ts'
import { deadline, shortWhen, timeLeft } from '#messages/dates.ts'
import { calledName } from '#messages/manage.ts'
import { money } from '#messages/money.ts'
import { policySentence } from '#messages/policy.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { paths } from '#paths.ts'
import { spellReference } from '#platform/ids.ts'
import { Card } from '#ui/card.tsx'
import { DetailsList, type DetailsRow } from '#ui/details-list.tsx'
import { Stack } from '#ui/layout.tsx'
import { SessionClock } from '../booking-parts.tsx'
import type { StaffContext } from '../staff-env.ts'
import type { AskTimes } from './ask-times.ts'
import { TimeStateChip } from './time-state.tsx'

interface FactsProps {
  c: StaffContext
  booking: Booking
  ask: Ask
  /** The wanted times as they stand; null where there is nothing to answer any more. */
  times: AskTimes | null
}

/** Who asks for what, what the policy says, and what they wrote. */
export function AskFacts(props: FactsProps) {
  const { c, booking, ask } = props
  const words = staffAskWords(c.var.locale)
  const sessions = sessionsOf(booking, ask)
  return (
    <Card heading={words.about} id="about">
      <Stack>
        {ask.kind === 'booking'
          ? null
          : sessions.map((session) => <SessionClock c={c} booking={booking} session={session} />)}
        <DetailsList rows={rowsOf(props)} />
      </Stack>
    </Card>
  )
}

/** The sessions that an ask is about. */
export function sessionsOf(booking: Booking, ask: Ask): Session[] {
  return booking.sessions.filter((session) => ask.sessions.includes(session.id))
}

/** Until when there must be an answer, on the member's clock, and how long that is. */
export function answerByText(c: StaffContext, answerBy: Temporal.Instant): string {
  const { locale, viewer } = c.var
  const left = timeLeft(viewer.now, answerBy)
  return `${shortWhen(answerBy, viewer.zone, locale, viewer.now)} (${staffAskWords(locale).left(left)})`
}

function rowsOf(props: FactsProps): DetailsRow[] {
  const { c, booking, ask } = props
  const { locale } = c.var
  const words = staffAskWords(locale)
  const action = ask.action === 'book' ? null : ask.action
  const isOpen = ask.state === 'open'
  return [
    ...(isOpen ? [{ term: words.answerBy, detail: answerByText(c, ask.answerBy) }] : []),
    ...wishRows(props),
    ...(ask.reason ? [{ term: words.said, detail: <span dir="auto">{words.quote(ask.reason)}</span> }] : []),
    ...(ask.kind === 'booking' ? answerRows(booking) : []),
    ...(isOpen && ask.kind !== 'booking'
      ? [{ term: words.whyAsked, detail: whyAsked(c, booking, ask) }]
      : []),
    ...(action && ask.kind === 'exception'
      ? [{ term: words.policy, detail: <span dir="auto">{sentenceOf(c, booking, action)}</span> }]
      : []),
    ...moneyRows(props),
    {
      term: words.booking(spellReference(booking.reference)),
      detail: <a href={paths.staffBooking(booking.id)}>{words.openBooking}</a>,
    },
  ]
}

function answerRows({ answers }: Booking): DetailsRow[] {
  return answers.map(({ label, answer }) => ({ term: label, detail: <bdi dir="auto">{answer}</bdi> }))
}

// Those of a request stand beside their buttons.
function wishRows({ c, booking, ask, times }: FactsProps): DetailsRow[] {
  if (ask.kind !== 'exception' || ask.action !== 'reschedule') return []
  const words = staffAskWords(c.var.locale)
  const wishes = sessionsOf(booking, ask).flatMap((session) =>
    (ask.wishes.find((wish) => wish.session === session.id)?.starts ?? []).map((start) => ({
      session,
      start,
    })),
  )
  if (wishes.length === 0) return [{ term: words.wanted, detail: words.anyTime }]
  const list = (
    <ul>
      {wishes.map(({ session, start }) => (
        <li>
          {wishText(c, booking, start)}{' '}
          {times ? <TimeStateChip state={times.stateOf(session, start)} locale={c.var.locale} /> : null}
        </li>
      ))}
    </ul>
  )
  return [{ term: words.wanted, detail: list }]
}

function moneyRows({ c, booking, ask }: FactsProps): DetailsRow[] {
  const { locale } = c.var
  const words = staffAskWords(locale)
  if (booking.paymentMode !== 'price_collected') return []
  const amount = (minor: bigint) => money(minor, booking.currency, locale)
  if (ask.kind !== 'booking') {
    const paid = booking.sessions.reduce((sum, session) => sum + session.paidMinor, 0n)
    return [{ term: words.paid, detail: amount(paid) }]
  }
  const online = booking.organization.money.provider !== null
  const due = online ? dueAtBooking(booking.paymentTerms, booking.money.totalMinor) : 0n
  return [
    {
      term: words.price,
      detail: amount(booking.money.totalMinor),
      ...(due > 0n ? { note: words.payFirst(amount(due)) } : {}),
    },
  ]
}

function sentenceOf(c: StaffContext, booking: Booking, action: PolicyAction): string {
  const noun = booking.sessions.length > 1 ? 'sessions' : 'booking'
  return policySentence(action, booking.policy.rules[action], noun, booking.currency, c.var.locale)
}

/** Why they had to ask at all. */
function whyAsked(c: StaffContext, booking: Booking, ask: Ask): string {
  const { why } = staffAskWords(c.var.locale)
  if (ask.kind === 'move') return why.approval
  const action: PolicyAction = ask.action === 'cancel' ? 'cancel' : 'reschedule'
  const session = sessionsOf(booking, ask).find((entry) => isLive(entry.state))
  const verdict = session && evaluateSession(booking, session, action)
  if (!verdict || verdict.allowed) return why.money
  const { refusal } = verdict
  switch (refusal.code) {
    case 'too_late': {
      const { allowed } = booking.policy.rules[action]
      const notice = allowed.kind === 'until' ? allowed.noticeMinutes : 0
      return why.closed(action, refusal.closedAt, notice, c.var.viewer.zone, booking.now)
    }
    case 'limit_reached':
      return why.limit
    case 'switched_off':
      return why.off
    default:
      return why.never
  }
}

/** A time on the member's clock, and on the customer's where it differs. */
export function wishText(c: StaffContext, booking: Booking, start: Temporal.Instant): string {
  const { locale, viewer } = c.var
  const other = { name: calledName(booking.customer.name), zone: booking.customer.zone }
  return deadline(start, viewer.zone, other, locale, viewer.now)
}
