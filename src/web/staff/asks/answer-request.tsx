import type { Ask } from '#domain/asks/ask.ts'
import type { Booking, Session } from '#domain/bookings/booking.ts'
import { money } from '#messages/money.ts'
import { staffAskWords } from '#messages/staff-asks.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Row, Stack } from '#ui/layout.tsx'
import type { StaffContext } from '../staff-env.ts'
import { sessionsOf, wishText } from './ask-facts.tsx'
import type { AskTimes } from './ask-times.ts'
import { TimeStateChip } from './time-state.tsx'

interface RequestProps {
  c: StaffContext
  booking: Booking
  ask: Ask
  times: AskTimes
}

/** The suggested times, each with whether it can still be had and a button that takes it (ux A4q). */
export function ApproveTimes(props: RequestProps) {
  const { c, booking, ask } = props
  const words = staffAskWords(c.var.locale)
  const isOneOfSeveral = ask.kind === 'booking' && booking.sessions.length === 1
  return (
    <Card heading={words.chooseTime} id="times">
      <Stack>{isOneOfSeveral ? <OneOfThem {...props} /> : <AllTogether {...props} />}</Stack>
    </Card>
  )
}

function OneOfThem({ c, booking, ask, times }: RequestProps) {
  const { locale, viewer } = c.var
  const words = staffAskWords(locale)
  const [session] = sessionsOf(booking, ask) as [Session]
  const starts = ask.wishes.flatMap((wish) => wish.starts)
  const states = starts.map((start) => times.stateOf(session, start))
  const best = states.findIndex((state) => state.kind === 'free')
  return (
    <>
      {starts.map((start, index) => (
        <Row spread>
          <Suggested
            c={c}
            booking={booking}
            label={words.choice(index)}
            start={start}
            state={states[index]!}
          />
          {isHad(states[index]!) ? (
            <Button
              name="answer"
              value={`approved ${start.toString()}`}
              kind={index === best ? 'primary' : 'quiet'}
              busyLabel={words.sending}
            >
              {words.approve(start, viewer.zone, viewer.now)}
            </Button>
          ) : null}
        </Row>
      ))}
    </>
  )
}

function AllTogether({ c, booking, ask, times }: RequestProps) {
  const { locale } = c.var
  const words = staffAskWords(locale)
  const wishes = ask.wishes.flatMap((wish) => {
    const session = booking.sessions.find((entry) => entry.id === wish.session)
    const [start] = wish.starts
    return session && start ? [{ session, start, state: times.stateOf(session, start) }] : []
  })
  const fee = ask.feeMinor * BigInt(ask.sessions.length)
  const label =
    ask.kind === 'booking'
      ? words.approveAll(wishes.length)
      : wishes.length === 1
        ? words.agree
        : words.agreeMany
  return (
    <>
      {wishes.map(({ session, start, state }) => (
        <Suggested
          c={c}
          booking={booking}
          label={booking.sessions.length > 1 ? words.session(session.position) : words.wanted}
          start={start}
          state={state}
        />
      ))}
      {fee > 0n ? <p>{words.agreeFee(money(fee, booking.currency, locale))}</p> : null}
      {wishes.every(({ state }) => isHad(state)) ? (
        <Row>
          <Button name="answer" value="approved" busyLabel={words.sending}>
            {label}
          </Button>
        </Row>
      ) : null}
    </>
  )
}

function Suggested({
  c,
  booking,
  label,
  start,
  state,
}: {
  c: StaffContext
  booking: Booking
  label: string
  start: Temporal.Instant
  state: ReturnType<AskTimes['stateOf']>
}) {
  return (
    <div>
      <p class="small quiet">{label}</p>
      <p>
        <b>{wishText(c, booking, start)}</b> <TimeStateChip state={state} locale={c.var.locale} />
      </p>
    </div>
  )
}

// The team may work outside its hours, but nobody is in two places.
function isHad(state: ReturnType<AskTimes['stateOf']>): boolean {
  return state.kind === 'free' || state.kind === 'outside'
}
